import Yams

/// A YAML value by the rules of YAML 1.2: `no` is a word, `010` is a word, a date is a word.
enum YAMLValue: Equatable {
  case nothing
  case boolean(Bool)
  case integer(String)
  case number(Double)
  case text(String)
  case list
  case map

  init(_ node: Node) {
    switch node {
    case .sequence: self = .list
    case .mapping: self = .map
    case .alias: self = .nothing
    case .scalar(let scalar):
      self =
        scalar.style == .any || scalar.style == .plain
        ? Self.plain(scalar.string) : .text(scalar.string)
    }
  }

  private static func plain(_ text: String) -> Self {
    switch text {
    case "", "~", "null", "Null", "NULL": return .nothing
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: break
    }
    let digits = text.first == "-" ? text.dropFirst() : Substring(text)
    let isDigits = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let hasLeadingZero =
      digits.utf8.first == 0x30 && digits.utf8.dropFirst().first.map(isDigit) ?? false
    if isDigits { return hasLeadingZero ? .text(text) : .integer(text) }
    let allowed = Set("0123456789.eE+-".utf8)
    if !hasLeadingZero, text.utf8.allSatisfy(allowed.contains), let number = Double(text),
      number.isFinite
    {
      return .number(number)
    }
    return .text(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The value in a message: `the text 'maybe'`.
  var summary: String {
    switch self {
    case .nothing: "nothing"
    case .boolean(let value): "\(value)"
    case .integer(let digits): "the number \(digits.prefix(40))"
    case .number(let value): "the number \(value)"
    case .text(let text): "the text '\(text.prefix(40))'"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
