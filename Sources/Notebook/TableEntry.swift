/// A word or a number in a table.
public protocol TableEntry {
  /// The entry as the table shows it.
  var tableText: String { get }
  /// Whether the entry is a number, which ends at the right of its column.
  var isNumber: Bool { get }
  /// The entry's number, or nil if it is none or more than one.
  var tableNumber: Double? { get }
  /// The entry with some digits, if it is a number.
  ///
  /// - Parameter digits: The digits of the entry's column.
  /// - Returns: The entry as the table shows it.
  func tableText(_ digits: TableDigits) -> String
}

extension TableEntry {
  /// No number.
  public var tableNumber: Double? { nil }

  /// The entry as it is.
  ///
  /// - Parameter digits: Not used.
  /// - Returns: The entry.
  public func tableText(_ digits: TableDigits) -> String { tableText }
}

extension TableEntry where Self: BinaryInteger {
  /// The number with a comma between thousands.
  public var tableText: String { Int(exactly: self).map(NumberText.count) ?? String(self) }
  /// A number.
  public var isNumber: Bool { true }
  /// The number itself, rounded where it has more than 53 bits.
  public var tableNumber: Double? { Double(self) }

  /// The number; a column with decimals has them here, too.
  ///
  /// - Parameter digits: The digits of the entry's column.
  /// - Returns: The text.
  public func tableText(_ digits: TableDigits) -> String {
    if case .decimals = digits { digits.text(Double(self)) } else { tableText }
  }
}

extension Int: TableEntry {}
extension UInt: TableEntry {}
extension UInt8: TableEntry {}
extension Int32: TableEntry {}
extension UInt64: TableEntry {}

extension Double: TableEntry {
  /// The number with a few digits.
  public var tableText: String { tableText(.automatic) }
  /// A number.
  public var isNumber: Bool { true }
  /// The number itself.
  public var tableNumber: Double? { self }

  /// The number with some digits.
  ///
  /// - Parameter digits: The digits of the entry's column.
  /// - Returns: The text.
  public func tableText(_ digits: TableDigits) -> String { digits.text(self) }
}

extension Float: TableEntry {
  /// The number with a few digits.
  public var tableText: String { tableText(.automatic) }
  /// A number.
  public var isNumber: Bool { true }
  /// The number itself.
  public var tableNumber: Double? { Double(self) }

  /// The number with some digits.
  ///
  /// - Parameter digits: The digits of the entry's column.
  /// - Returns: The text.
  public func tableText(_ digits: TableDigits) -> String { digits.text(Double(self)) }
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

  /// The vector's numbers with some digits.
  ///
  /// - Parameter digits: The digits of the entry's column.
  /// - Returns: The text.
  public func tableText(_ digits: TableDigits) -> String {
    if digits == .automatic { return description }
    return "[" + map(digits.text).joined(separator: ", ") + "]"
  }
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
  /// The wrapped entry's number.
  public var tableNumber: Double? { self?.tableNumber }

  /// The wrapped entry with some digits, or a dash.
  ///
  /// - Parameter digits: The digits of the entry's column.
  /// - Returns: The text.
  public func tableText(_ digits: TableDigits) -> String { self?.tableText(digits) ?? "–" }
}
