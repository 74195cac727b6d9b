import VectorMath

/// Intervals for a mean that may be looked at after every block, all valid together.
///
/// With probability at least 1 − α, *every* interval of the sequence contains the mean, so one may
/// stop whenever one likes, for whatever reason.
///
/// - SeeAlso: Howard, Ramdas, McAuliffe and Sekhon 2021, arXiv:1810.08240.
public protocol ConfidenceSequence: Sendable {
  /// The samples seen so far.
  var moments: Moments { get }

  /// Takes a block of new samples.
  ///
  /// - Parameter block: The block's moments.
  mutating func add(_ block: Moments)

  /// Half the present interval's width; infinite before there is one.
  var halfWidth: Double { get }

  /// The present interval.
  var interval: ClosedRange<Double> { get }

  /// The half-width to expect.
  ///
  /// - Parameters:
  ///   - count: The number of samples.
  ///   - deviation: The standard deviation of one sample.
  /// - Returns: Half the interval's width after that many samples.
  func halfWidth(afterSamples count: Double, deviation: Double) -> Double
}

extension ConfidenceSequence {
  /// The present interval, centred on the sample mean.
  public var interval: ClosedRange<Double> {
    let half = halfWidth
    guard half.isFinite else { return -Double.infinity...Double.infinity }
    return moments.mean - half...moments.mean + half
  }

  /// The number of samples after which the half-width falls to `target`, with room for the
  /// estimate's own error.
  ///
  /// - Parameters:
  ///   - target: The half-width wanted, positive.
  ///   - deviation: The standard deviation of one sample.
  ///   - missRate: How often the run may turn out longer.
  /// - Returns: The number of samples; at most 10¹⁵.
  public func samplesNeeded(
    forHalfWidth target: Double, deviation: Double, missRate: Double = 0.01
  ) -> Int {
    let quantile = -Double.normalQuantile(missRate / 2)
    func isEnough(_ n: Double) -> Bool {
      halfWidth(afterSamples: n, deviation: deviation) + quantile * deviation / n.squareRoot()
        <= target
    }
    let limit = 1e15
    var enough = 16.0
    while enough < limit, !isEnough(enough) { enough *= 2 }
    guard enough < limit else { return Int(limit) }
    var tooFew = enough / 2
    while enough - tooFew > max(1, enough * 0.001) {
      let middle = ((enough + tooFew) / 2).rounded()
      if isEnough(middle) { enough = middle } else { tooFew = middle }
    }
    return Int(enough)
  }
}
