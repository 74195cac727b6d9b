import SwiftSyntax

extension ExprSyntax {
  /// Whether an element of a sequence of operators assigns: `=`, `+=`.
  var isAssignment: Bool {
    if self.is(AssignmentExprSyntax.self) { return true }
    guard let symbol = self.as(BinaryOperatorExprSyntax.self)?.operator.text else { return false }
    let comparisons: Set<String> = ["==", "!=", "<=", ">=", "===", "!==", "~="]
    return symbol.hasSuffix("=") && !comparisons.contains(symbol)
  }
}

/// Looks for an `await` that is not in a closure.
private final class AwaitFinder: SyntaxVisitor {
  private var isFound = false

  static func finds(in node: some SyntaxProtocol) -> Bool {
    let finder = AwaitFinder(viewMode: .sourceAccurate)
    finder.walk(node)
    return finder.isFound
  }

  override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
    isFound = true
    return .skipChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

/// Collects the edits that make a script a link of the chain.
final class TopLevelRewriter: SyntaxVisitor {
  /// What stands before a whole statement; goes before the edits inside it.
  var openings: [EditedSource.Edit] = []
  var edits: [EditedSource.Edit] = []
  var importedModules: [String] = []
  var mistakes: [CellSource.Mistake] = []
  private var exported: Set<String>
  /// Where the nested statements stand whose line is noted.
  private var notedStarts: Set<Int> = []
  /// How many `#if` the walk is inside of.
  private var conditionDepth = 0
  /// Where the last expression that was put into a closure ends.
  private var wrappedEnd = 0
  private let converter: SourceLocationConverter

  init(exported: Set<String>, converter: SourceLocationConverter) {
    self.exported = exported
    self.converter = converter
    super.init(viewMode: .sourceAccurate)
  }

  // MARK: Imports

  override func visit(_ node: ImportDeclSyntax) -> SyntaxVisitorContinueKind {
    let path = node.path.map(\.name.text).joined(separator: ".")
    let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    let isWhole = node.importKindSpecifier == nil && node.path.count == 1
    if isWhole && exported.contains(path) {
      // Importing it again beside the chain would make the chain's redefinitions ambiguous.
      let length = node.endPositionBeforeTrailingTrivia.utf8Offset - start
      edits.append(
        EditedSource.Edit(
          offset: start, removedLength: length,
          insertion: String(repeating: " ", count: length)))
      return .skipChildren
    }
    let isExported = node.attributes.contains { $0.trimmedDescription == "@_exported" }
    if !isExported {
      edits.append(EditedSource.Edit(offset: start, insertion: "@_exported "))
    }
    // An exported import is public; the cells are one program, whatever the author says here.
    for modifier in node.modifiers {
      let length = modifier.trimmedLength.utf8Length
      edits.append(
        EditedSource.Edit(
          offset: modifier.positionAfterSkippingLeadingTrivia.utf8Offset, removedLength: length,
          insertion: String(repeating: " ", count: length)))
    }
    // Whether a conditional import takes place is for the compiler to find out.
    if isWhole && conditionDepth == 0 {
      exported.insert(path)
      importedModules.append(path)
    }
    return .skipChildren
  }

  override func visit(_ node: IfConfigDeclSyntax) -> SyntaxVisitorContinueKind {
    conditionDepth += 1
    return .visitChildren
  }

  override func visitPost(_ node: IfConfigDeclSyntax) { conditionDepth -= 1 }

  override func visit(_ node: PoundSourceLocationSyntax) -> SyntaxVisitorContinueKind {
    reject(
      node.poundSourceLocation,
      "'#sourceLocation' does not work in a cell: messages name the lesson's own lines")
    return .skipChildren
  }

  // MARK: Top-level await

  override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
    wrap(Syntax(node), opening: "lessonCellAwait({ ")
    return .visitChildren
  }

  override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
    let elements = (node.parent?.as(ExprListSyntax.self).map { Array($0) } ?? [])
      .drop { $0.id != node.id }
    // The value is waited for, not the assignment: that may initialise a local constant.
    if let assignment = elements.lastIndex(where: \.isAssignment) {
      let value = elements[(assignment + 1)...]
      if let first = value.first, value.contains(where: { AwaitFinder.finds(in: $0) }) {
        wrap(Syntax(first), opening: "lessonCellAwait({ try ")
      }
    } else if elements.contains(where: { AwaitFinder.finds(in: $0) })
      || AwaitFinder.finds(in: node)
    {
      // With `?` or `!` no error comes out of it.
      let prefix = node.questionOrExclamationMark == nil ? "try " : ""
      wrap(Syntax(node), opening: prefix + "lessonCellAwait({ ")
    }
    noteNested(Syntax(node))
    return .visitChildren
  }

  override func visit(_ node: ThrowStmtSyntax) -> SyntaxVisitorContinueKind {
    noteNested(Syntax(node))
    return .visitChildren
  }

  /// Puts an expression and all that stands right of it in its sequence of operators, which `try`
  /// and `await` cover as well, into a closure.
  private func wrap(_ node: Syntax, opening: String) {
    let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    guard start >= wrappedEnd else { return }
    let sequence = node.parent?.as(ExprListSyntax.self).map(Syntax.init)
    wrappedEnd = (sequence ?? node).endPositionBeforeTrailingTrivia.utf8Offset
    edits.append(EditedSource.Edit(offset: start, insertion: opening))
    edits.append(EditedSource.Edit(offset: wrappedEnd, insertion: " })"))
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    if let keyword = node.awaitKeyword {
      reject(
        keyword,
        "'for await' does not work at the top level of a cell; put the loop into an async "
          + "function and call it with 'await'")
    }
    return .visitChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    if let modifier = node.modifiers.first(where: { $0.name.text == "async" }) {
      reject(
        modifier.name,
        "'async let' does not work at the top level of a cell; put it into an async function "
          + "and call it with 'await'")
    }
    return .visitChildren
  }

  private func reject(_ token: TokenSyntax, _ message: String) {
    let location = converter.location(for: token.positionAfterSkippingLeadingTrivia)
    mistakes.append(
      CellSource.Mistake(line: location.line, column: location.column, message: message))
  }

  // Only the top level is rewritten.
  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: MacroExpansionDeclSyntax) -> SyntaxVisitorContinueKind {
    .skipChildren
  }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  // MARK: Statements

  /// Notes the line before each top-level statement: an uncaught error names none, nor does a
  /// limit that stops a cell.
  func noteStatements(_ statements: CodeBlockItemListSyntax) {
    for statement in statements where isWork(statement.item) {
      let start = statement.positionAfterSkippingLeadingTrivia
      let line = converter.location(for: start).line
      openings.append(
        EditedSource.Edit(offset: start.utf8Offset, insertion: "lessonCellStatement(\(line)); "))
    }
  }

  /// Notes the line of a statement in a loop or branch that may throw.
  private func noteNested(_ node: Syntax) {
    var parent = node.parent
    while let ancestor = parent, !ancestor.is(CodeBlockItemSyntax.self) { parent = ancestor.parent }
    guard let item = parent?.as(CodeBlockItemSyntax.self),
      item.parent?.parent?.is(SourceFileSyntax.self) == false, !isInValue(item)
    else { return }
    let start = item.positionAfterSkippingLeadingTrivia
    guard notedStarts.insert(start.utf8Offset).inserted else { return }
    let line = converter.location(for: start).line
    openings.append(
      EditedSource.Edit(offset: start.utf8Offset, insertion: "lessonCellStatement(\(line)); "))
  }

  /// Whether a statement stands in an `if` or `switch` whose value is used: such a branch holds one
  /// expression only.
  private func isInValue(_ item: CodeBlockItemSyntax) -> Bool {
    var node = Syntax(item)
    while let parent = node.parent {
      let isExpression = node.is(IfExprSyntax.self) || node.is(SwitchExprSyntax.self)
      let isUsed =
        !parent.is(ExpressionStmtSyntax.self) && !parent.is(CodeBlockItemSyntax.self)
        && !parent.is(IfExprSyntax.self)
      if isExpression && isUsed { return true }
      node = parent
    }
    return false
  }

  private func isWork(_ item: CodeBlockItemSyntax.Item) -> Bool {
    switch item {
    case .expr(let expression): !expression.is(MissingExprSyntax.self)
    case .stmt: true
    case .decl(let declaration):
      declaration.as(VariableDeclSyntax.self)?.bindings.contains { $0.initializer != nil } ?? false
    }
  }

  /// Shows the value of a bare expression.
  func display(_ statement: CodeBlockItemSyntax?, by function: String) {
    guard let expression = statement?.item.as(ExprSyntax.self), isShowable(expression) else {
      return
    }
    openings.append(
      EditedSource.Edit(
        offset: expression.positionAfterSkippingLeadingTrivia.utf8Offset,
        insertion: "\(function)("))
    edits.append(
      EditedSource.Edit(
        offset: expression.endPositionBeforeTrailingTrivia.utf8Offset, insertion: "\n)"))
  }

  private func isShowable(_ expression: ExprSyntax) -> Bool {
    if expression.is(IfExprSyntax.self) || expression.is(SwitchExprSyntax.self) { return false }
    if expression.is(MissingExprSyntax.self) || expression.hasError { return false }
    // `#error` and `#warning` are no values, though they are parsed as such.
    if let macro = expression.as(MacroExpansionExprSyntax.self),
      ["error", "warning"].contains(macro.macroName.text)
    {
      return false
    }
    if let sequence = expression.as(SequenceExprSyntax.self) {
      return !sequence.elements.contains(where: \.isAssignment)
    }
    // Functions that never return have no value to show.
    if let call = expression.as(FunctionCallExprSyntax.self),
      let name = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
    {
      return !["fatalError", "preconditionFailure", "exit", "abort"].contains(name)
    }
    return true
  }
}
