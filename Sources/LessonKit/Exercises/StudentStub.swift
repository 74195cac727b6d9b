import SwiftParser
import SwiftSyntax

/// The lines that take the place of a solution, so that the student's code compiles.
///
/// A declaration that the student's own code needs keeps its name and type; all else becomes one
/// call that stops the cell. Whether it compiles is for the compiler to say.
struct StudentStub {
  /// The lines, without indentation.
  private(set) var lines = ["// YOUR CODE HERE"]
  /// What the author must write otherwise: the message, and the line in the solution from 0.
  private(set) var mistakes: [(code: LessonMistake.Code, line: Int)] = []
  private let call: String
  private let needed: Set<String>
  private var stops = false

  /// Replaces a solution.
  ///
  /// - Parameters:
  ///   - solution: The solution's lines.
  ///   - exercise: The exercise's name.
  ///   - needed: The names that the student's own code uses.
  init(_ solution: [String], exercise: String, needed: Set<String>) {
    call = "yourCodeHere(\(Self.literal(exercise)))"
    self.needed = needed
    let tree = Parser.parse(source: solution.joined(separator: "\n"))
    let places = SourceLocationConverter(fileName: "", tree: tree)
    for statement in tree.statements {
      let line = places.location(for: statement.positionAfterSkippingLeadingTrivia).line - 1
      replace(statement.item, line: line)
    }
    if lines.count == 1 { lines.append(call) }
  }

  private mutating func replace(_ item: CodeBlockItemSyntax.Item, line: Int) {
    switch item {
    case .decl(let declaration):
      if let variable = declaration.as(VariableDeclSyntax.self) {
        for binding in variable.bindings { replace(binding, of: variable, line: line) }
      } else if let function = declaration.as(FunctionDeclSyntax.self) {
        guard needed.contains(function.name.text) else { return }
        let signature = function.with(\.body, nil).trimmedDescription
        lines += "\(signature) { \(call) }".split(separator: "\n").map(String.init)
      } else if let name = declaration.asProtocol((any NamedDeclSyntax).self)?.name.text,
        needed.contains(name)
      {
        mistakes.append((.solutionWithoutStub(name), line))
      }
    case .stmt(let statement):
      let isReturn = statement.as(ReturnStmtSyntax.self).map { $0.expression != nil } ?? false
      stop(with: isReturn ? "return \(call)" : call)
    case .expr: stop(with: call)
    }
  }

  private mutating func replace(
    _ binding: PatternBindingSyntax, of variable: VariableDeclSyntax, line: Int
  ) {
    guard let pattern = binding.pattern.as(IdentifierPatternSyntax.self) else {
      let names = binding.pattern.tokens(viewMode: .sourceAccurate).map(\.text)
      if let name = names.first(where: needed.contains) {
        mistakes.append((.solutionWithoutStub(name), line))
      }
      return
    }
    let name = pattern.identifier.text
    guard needed.contains(name) else { return }
    guard let type = binding.typeAnnotation?.type.trimmedDescription ?? Self.type(binding) else {
      mistakes.append((.solutionWithoutType(name), line))
      return
    }
    lines.append("\(variable.bindingSpecifier.text) \(name): \(type) = \(call)")
  }

  private mutating func stop(with line: String) {
    guard !stops else { return }
    stops = true
    lines.append(line)
  }

  /// The type of a value that says it itself: a literal, or a call of the type.
  private static func type(_ binding: PatternBindingSyntax) -> String? {
    guard let value = binding.initializer?.value else { return nil }
    if value.is(FloatLiteralExprSyntax.self) { return "Double" }
    if value.is(IntegerLiteralExprSyntax.self) { return "Int" }
    if value.is(BooleanLiteralExprSyntax.self) { return "Bool" }
    if value.is(StringLiteralExprSyntax.self) { return "String" }
    let name = value.as(FunctionCallExprSyntax.self)?.calledExpression
      .as(DeclReferenceExprSyntax.self)?.baseName.text
    return name.flatMap { $0.first?.isUppercase ?? false ? $0 : nil }
  }

  /// A name as a Swift string literal.
  private static func literal(_ name: String) -> String {
    let kept = name.unicodeScalars.filter { $0.value >= 0x20 }.map { scalar in
      scalar == "\\" || scalar == "\"" ? "\\\(scalar)" : String(scalar)
    }
    return "\"\(kept.joined())\""
  }
}
