public import VectorMath

/// A mistake in the way a claim is put, which no sample could repair.
public enum ClaimError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The margin is relative to a claimed value of zero.
  case marginWithoutScale(fraction: Double)
  /// The claimed value is so small, or so large, that powers of its size are no numbers any more.
  case sizeOutOfReach(Double)
  /// The margin is not a positive, finite distance.
  case invalidMargin(Double)
  /// The factor between two variances is not positive and finite.
  case invalidFactor(Double)
  /// The error rate is not between 0 and 0.5.
  case invalidAlpha(Double)
  /// The budget allows no samples.
  case invalidBudget(Int)
  /// The claimed value has no coordinates or one that is not finite.
  case invalidExpectedValue(Vector)
  /// A draw and the claimed value differ in the number of coordinates.
  case dimensionMismatch(expected: Int, found: Int)
  /// There are not as many ranges as coordinates.
  case rangeCountMismatch(expected: Int, found: Int)
  /// The share of runs that is claimed is not between 0 and 1.
  case invalidShare(Double)
  /// A method has so many runs: too few for an interval.
  case tooFewRuns(Int)
  /// The error rate is smaller than runs drawn again can show.
  case alphaBelowRuns(Double)
  /// The rarest outcome's probability is not in (0, 1].
  case invalidProbability(Double)
  /// A draw lies outside the range that was promised.
  case outsideRange(draw: Int, coordinate: Int, value: Double, range: ClosedRange<Double>)

  /// Throws unless 0 < α ≤ 0.5.
  static func check(alpha: Double) throws(ClaimError) {
    guard alpha > 0, alpha <= 0.5 else { throw .invalidAlpha(alpha) }
  }

  /// What is wrong, and how to put it right.
  public var description: String {
    switch self {
    case .marginWithoutScale(let fraction):
      """
      the claimed value is zero, so a margin relative to it is zero, too; say what to compare \
      with: within: .relative(\(fraction), to: gradient), or within: .absolute(0.01)
      """
    case .sizeOutOfReach(let size):
      """
      the claimed value's size is \(NumberText.significant(size)), outside 1e-75…1e75, and the \
      powers of such a size that an interval is made of cannot be computed; multiply the samples and \
      the claimed value by the same power of ten
      """
    case .invalidMargin(let distance):
      "the margin must be a positive, finite distance, not \(NumberText.significant(distance))"
    case .invalidFactor(let factor):
      "the factor must be a positive, finite number, not \(NumberText.significant(factor))"
    case .invalidAlpha(let alpha):
      "alpha, the error rate, must be above 0 and at most 0.5, not \(NumberText.significant(alpha))"
    case .invalidBudget(let budget):
      "the budget must allow at least one sample, not \(budget)"
    case .invalidExpectedValue(let value):
      "the claimed value must have at least one coordinate and only finite ones, not \(value)"
    case .dimensionMismatch(let expected, let found):
      "a sample has \(found) coordinates, but the claimed value has \(expected)"
    case .rangeCountMismatch(let expected, let found):
      "\(found) ranges are given for \(expected) coordinates"
    case .invalidShare(let share):
      "the share must be above 0 and below 1, not \(NumberText.significant(share))"
    case .tooFewRuns(let count):
      """
      an interval needs at least 2 runs of each method, and \(count == 1 ? "one has 1" : "one has none"); \
      train with more seeds
      """
    case .alphaBelowRuns(let alpha):
      """
      alpha of a comparison of runs must be at least 0.0001, not \(NumberText.significant(alpha)): \
      runs that are drawn again cannot show rarer errors
      """
    case .invalidProbability(let probability):
      """
      the rarest outcome's probability must be above 0 and at most 1, not \
      \(NumberText.significant(probability))
      """
    case .outsideRange(let draw, let coordinate, let value, let range):
      """
      sample \(draw) lies outside the range that was promised: coordinate \(coordinate) is \
      \(value), the range is \(range.lowerBound)...\(range.upperBound); correct `range:`, or \
      leave it out
      """
    }
  }
}
