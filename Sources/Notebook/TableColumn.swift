import VectorMath

/// How many digits the numbers of a table's column have.
public enum TableDigits: Sendable, Equatable {
  /// Four significant digits, without zeros at the end; estimates have those that their errors allow.
  case automatic
  /// Significant digits, from 1 up; digits left of the decimal point are never rounded away. In an
  /// estimate, those of its error.
  case significant(Int)
  /// Digits after the decimal point, from 0 up.
  case decimals(Int)
  /// As many as the standard error in another column allows, which then has two significant digits.
  case standardError(in: String)

  /// A number with these digits.
  ///
  /// - Parameter number: Any number; NaN is `nan`, infinities are `inf` and `-inf`.
  /// - Returns: The text.
  func text(_ number: Double) -> String {
    switch self {
    case .automatic, .standardError: NumberText.significant(number)
    case .significant(let count):
      NumberText.significant(number, digits: checked(count, from: 1), trimmingZeros: false)
    case .decimals(let count): NumberText.fixed(number, decimals: checked(count, from: 0))
    }
  }

  /// The count, if it is one.
  private func checked(_ count: Int, from least: Int) -> Int {
    // The longest decimal form of a number has 767 digits.
    if !(least...800).contains(count) {
      fatalError("Table: \(count) digits are not in \(least)...800")
    }
    return count
  }
}

/// What the author says of a column.
struct TableColumn {
  var unit: String?
  var digits = TableDigits.automatic

  /// The heading with the unit: `time (ms)`.
  func heading(_ name: String) -> String { unit.map { "\(name) (\($0))" } ?? name }
}
