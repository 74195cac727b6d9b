import VectorMath

/// How many samples a claim will need, worked out before any is drawn.
///
/// If the claim is true and the bias zero, a run of
///
///     n = ((c_α + z_β/2) σ / m)²
///
/// samples verifies it with probability 1 − β, β = 1 %. Here σ is the largest deviation of a
/// coordinate, m the margin, and c_α the factor of the asymptotic sequence at α/d. With a range the
/// bounded sequence's own width takes the place of `c_α σ / √n`. For α = 1e-6 and eight
/// coordinates n is about 74 (σ/m)².
///
/// - SeeAlso: ``AsymptoticSequence``, ``BoundedSequence``.
public struct SamplePlan: Sendable {
  /// The margin m, as a distance.
  public var margin: Double
  /// The probability of a wrong verdict.
  public var alpha: Double
  /// The number of coordinates d.
  public var coordinateCount: Int
  /// The width of a coordinate's range, if known.
  public var rangeWidth: Double?

  /// Creates a plan.
  ///
  /// - Parameters:
  ///   - margin: The margin m, as a distance.
  ///   - alpha: The probability of a wrong verdict.
  ///   - coordinateCount: The number of coordinates d.
  ///   - rangeWidth: The width of a coordinate's range, if known.
  /// - Throws: ``ClaimError`` if the margin or α makes no sense.
  public init(
    margin: Double, alpha: Double = 1e-6, coordinateCount: Int = 1, rangeWidth: Double? = nil
  ) throws(ClaimError) {
    guard margin > 0, margin.isFinite else { throw .invalidMargin(margin) }
    try ClaimError.check(alpha: alpha)
    guard coordinateCount > 0 else { throw .dimensionMismatch(expected: 1, found: 0) }
    self.margin = margin
    self.alpha = alpha
    self.coordinateCount = coordinateCount
    self.rangeWidth = rangeWidth
  }

  /// The number of samples to expect.
  ///
  /// - Parameter deviation: The standard deviation σ of one sample's coordinate, the largest.
  /// - Returns: The number of samples; at most 10¹⁵.
  public func samplesNeeded(deviation: Double) -> Int {
    let share = alpha / Double(coordinateCount)
    if let rangeWidth {
      // The sequence is tuned to the run's length, which a first, coarser one tells.
      var horizon = 1_000_000_000_000
      for _ in 0..<2 {
        let sequence = BoundedSequence(range: 0...rangeWidth, alpha: share, horizon: horizon)
        horizon = sequence.samplesNeeded(forHalfWidth: margin, deviation: deviation)
      }
      return horizon
    }
    let factor = AsymptoticSequence.factor(alpha: share) - Double.normalQuantile(0.005)
    let root = factor * deviation / margin
    return Int(min(max((root * root).rounded(.up), 1), 1e15))
  }
}
