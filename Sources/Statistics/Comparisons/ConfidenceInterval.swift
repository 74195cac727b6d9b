import VectorMath

/// An estimate with an interval around it.
public struct ConfidenceInterval: Equatable, Sendable {
  /// The estimate.
  public let estimate: Double
  /// The lower end.
  public let lowerBound: Double
  /// The upper end.
  public let upperBound: Double
  /// The probability that an interval made like this one misses what it estimates, above 0 and below 1.
  public let alpha: Double

  init(estimate: Double, lowerBound: Double, upperBound: Double, alpha: Double) {
    self.estimate = estimate
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    self.alpha = alpha
  }

  /// Whether a number lies within, the ends included.
  ///
  /// - Parameter value: The number.
  /// - Returns: False for NaN.
  public func contains(_ value: Double) -> Bool { lowerBound <= value && value <= upperBound }

  /// Traps unless 0 < α < 1.
  static func check(alpha: Double, _ caller: StaticString) {
    if !(alpha > 0 && alpha < 1) {
      fatalError("\(caller): alpha, the error rate, must be above 0 and below 1, not \(alpha)")
    }
  }
}

extension ConfidenceInterval: CustomStringConvertible {
  /// The estimate and the interval, to four significant digits.
  public var description: String {
    func text(_ value: Double) -> String { NumberText.significant(value, digits: 4) }
    return
      "\(text(estimate)) (\(text(100 * (1 - alpha))) %: \(text(lowerBound)) to \(text(upperBound)))"
  }
}
