import VectorMath

/// A confidence sequence for samples of finite variance, valid in the limit of many samples.
///
/// After n samples with deviation σ̂ the interval is μ̂ ± w,
///
///     w = σ̂ √( 2 (nρ² + 1) / (n²ρ²) · ln(√(nρ² + 1) / α) )
///     ρ² = (−2 ln α + ln(1 − 2 ln α)) / n*
///
/// where n* is the sample size at which the interval is to be narrowest. The promise "wrong at
/// most with probability α" holds as n* grows; a tail that no sample has shown yet is not seen.
///
/// - SeeAlso: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, arXiv:2103.06476, theorem 2.2
///   and appendix on tuning.
public struct AsymptoticSequence: ConfidenceSequence {
  /// The samples seen so far.
  public private(set) var moments = Moments()
  private let rho2: Double
  private let alpha: Double

  /// Creates a sequence that has seen no samples.
  ///
  /// - Parameters:
  ///   - alpha: The probability that any of the intervals misses the mean, in the limit.
  ///   - plannedCount: The sample size n* at which the interval is to be narrowest.
  public init(alpha: Double, plannedCount: Int) {
    precondition(alpha > 0 && alpha < 1 && plannedCount > 0)
    self.alpha = alpha
    rho2 = AsymptoticSequence.tuning(alpha: alpha) / Double(plannedCount)
  }

  /// n* ρ² = −2 ln α + ln(1 − 2 ln α).
  private static func tuning(alpha: Double) -> Double {
    let t = -2 * Double.log(alpha)
    return t + Double.log(1 + t)
  }

  /// The factor c in w = c σ̂ / √n at the planned sample size.
  ///
  /// 2.57 to 6 for the usual error rates: 4.75 for α = 1e-4, 5.66 for α = 1e-6.
  ///
  /// - Parameter alpha: The probability that any of the intervals misses the mean.
  /// - Returns: The factor.
  public static func factor(alpha: Double) -> Double {
    let t = tuning(alpha: alpha)
    return (2 * (t + 1) / t * (Double.log(t + 1) / 2 - Double.log(alpha))).squareRoot()
  }

  /// Takes a block of new samples.
  ///
  /// - Parameter block: The block's moments.
  public mutating func add(_ block: Moments) {
    moments.merge(block)
  }

  /// Half the present interval's width; infinite before there is one.
  public var halfWidth: Double {
    guard moments.count > 1 else { return .infinity }
    return halfWidth(
      afterSamples: Double(moments.count), deviation: moments.unbiasedVariance.squareRoot())
  }

  /// The half-width to expect.
  ///
  /// - Parameters:
  ///   - count: The number of samples.
  ///   - deviation: The standard deviation of one sample.
  /// - Returns: Half the interval's width after that many samples.
  public func halfWidth(afterSamples count: Double, deviation: Double) -> Double {
    let t = count * rho2
    let squared = 2 * (t + 1) / (count * t) * (Double.log(t + 1) / 2 - Double.log(alpha))
    return deviation * squared.squareRoot()
  }
}
