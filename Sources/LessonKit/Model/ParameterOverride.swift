/// Another value for a lesson's parameter: `-P samples=100`.
public struct ParameterOverride: Equatable, Sendable {
  /// The parameter's name.
  public var name: String
  /// The value as the caller wrote it.
  public var text: String

  /// Reads `name=value`.
  ///
  /// - Parameter argument: The name, an equals sign, and the value, which may be empty.
  public init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
    name = String(argument[..<sign])
    text = String(argument[argument.index(after: sign)...])
  }
}

/// A value that does not fit the lesson it is for.
public enum ParameterMistake: Error, Equatable {
  /// The lesson has no such parameter.
  case unknown(String, nearest: String?, all: [String])
  /// The value is not of the parameter's type, which its default says.
  case wrongType(String, expected: String, found: String)
  /// The parameter's default goes over several lines, where nothing can take its place.
  case severalLines(String)
}

extension ParameterMistake: CustomStringConvertible {
  /// The mistake in one line, with the way out.
  public var description: String {
    switch self {
    case .unknown(let name, let nearest, let all):
      if all.isEmpty {
        return "the lesson has no parameters; 'params' in its front matter names them"
      }
      let names = all.map { "'\($0)'" }.joined(separator: ", ")
      return "there is no parameter '\(name)'; "
        + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(names)")
    case .wrongType(let name, let expected, let found):
      return "the parameter '\(name)' is \(expected); '\(found)' is none"
    case .severalLines(let name):
      return "the default of '\(name)' goes over several lines; write it on one, in quotation marks"
    }
  }
}

extension Lesson {
  /// The lesson's text with other values for its parameters: a lesson again.
  ///
  /// - Parameter overrides: The values; of two for one parameter the last one counts.
  /// - Returns: The text, with only these values changed.
  /// - Throws: ``ParameterMistake`` for a value that does not fit.
  public func text(with overrides: [ParameterOverride]) throws(ParameterMistake) -> String {
    let lines = LessonLines(text)
    var edits: [String: EditedSource.Edit] = [:]
    for override in overrides {
      guard let parameter = frontMatter.parameters.first(where: { $0.name == override.name }) else {
        let names = frontMatter.parameters.map(\.name)
        let nearest = NearestName.find(override.name, in: names)
        throw .unknown(override.name, nearest: nearest, all: names)
      }
      guard let value = parameter.value.read(override.text) else {
        let expected = parameter.value.typeName
        throw .wrongType(override.name, expected: expected, found: override.text)
      }
      guard let range = parameter.range else { throw .severalLines(override.name) }
      let offset = lines.content(range.lowerBound.line).startIndex + range.lowerBound.column - 1
      edits[override.name] = EditedSource.Edit(
        offset: offset, removedLength: range.upperBound.column - range.lowerBound.column,
        insertion: value.yaml)
    }
    return EditedSource(text, edits: Array(edits.values)).text
  }
}

extension LessonParameter.Value {
  /// What values of the type are called.
  fileprivate var typeName: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "text"
    }
  }

  /// A value of the same type.
  fileprivate func read(_ text: String) -> Self? {
    switch self {
    case .boolean: Bool(text).map(Self.boolean)
    case .integer: Int(text).map(Self.integer)
    case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    case .text: .text(text)
    }
  }

  /// The value as YAML in one line.
  fileprivate var yaml: String {
    guard case .text(let text) = self else { return literal }
    let scalars = text.unicodeScalars.map { scalar in
      if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
      guard scalar.properties.generalCategory == .control else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
    }
    return "\"\(scalars.joined())\""
  }
}
