/// Numbers in texts: `"the share is \(share, digits: 3)"`.
extension String.StringInterpolation {
  /// Adds a number with a fixed count of significant digits.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - digits: The significant digits, from 1 up.
  public mutating func appendInterpolation(_ value: Double, digits: Int) {
    appendLiteral(NumberText.significant(value, digits: digits))
  }
}
