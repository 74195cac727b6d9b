/// A word or a number in a table.
public protocol TableEntry {
  /// The entry as the table shows it.
  var tableText: String { get }
  /// Whether the entry is a number, which ends at the right of its column.
  var isNumber: Bool { get }
}

extension TableEntry where Self: BinaryInteger {
  /// The number with a comma between thousands.
  public var tableText: String { Int(exactly: self).map(NumberText.count) ?? String(self) }
  /// A number.
  public var isNumber: Bool { true }
}

extension Int: TableEntry {}
extension UInt: TableEntry {}
extension UInt8: TableEntry {}
extension Int32: TableEntry {}
extension UInt64: TableEntry {}

extension Double: TableEntry {
  /// The number with a few digits.
  public var tableText: String { NumberText.significant(self) }
  /// A number.
  public var isNumber: Bool { true }
}

extension Float: TableEntry {
  /// The number with a few digits.
  public var tableText: String { NumberText.significant(Double(self)) }
  /// A number.
  public var isNumber: Bool { true }
}

extension String: TableEntry {
  /// The text itself.
  public var tableText: String { self }
  /// A word.
  public var isNumber: Bool { false }
}

extension Substring: TableEntry {
  /// The text itself.
  public var tableText: String { String(self) }
  /// A word.
  public var isNumber: Bool { false }
}

extension Bool: TableEntry {
  /// `yes` or `no`.
  public var tableText: String { self ? "yes" : "no" }
  /// A word.
  public var isNumber: Bool { false }
}

extension Vector: TableEntry {
  /// The vector's text.
  public var tableText: String { description }
  /// A word, since its width says nothing about its size.
  public var isNumber: Bool { false }
}

extension Verdict: TableEntry {
  /// The answer alone.
  public var tableText: String { kind.rawValue }
  /// A word.
  public var isNumber: Bool { false }
}

extension Optional: TableEntry where Wrapped: TableEntry {
  /// The wrapped entry, or a dash.
  public var tableText: String { self?.tableText ?? "–" }
  /// Whether the wrapped entry is a number; a missing one lets the others decide.
  public var isNumber: Bool { self?.isNumber ?? true }
}
