public import VectorMath

/// A claim that one estimator's total variance is at most a factor times another's.
///
/// With the exact means μ_X and μ_Y, each estimator's own, `Tr Var(Y) ≤ κ Tr Var(X)` says
///
///     E[κ ‖X − μ_X‖² − ‖Y − μ_Y‖²] ≥ 0
///
/// which is a one-sided claim about a mean, on paired draws. Without the means, two independent
/// pairs make one sample, for `E ½‖X − X'‖² = Tr Var(X)`:
///
///     E[κ ½‖X − X'‖² − ½‖Y − Y'‖²] ≥ 0
///
/// Unlike a comparison through sample means (Pitman 1939; Grambsch 1994), this too is a mean of
/// independent samples at every sample size; it costs twice the draws and varies somewhat more.
/// Equality, being neither side, is never decided.
public struct VarianceClaim: Sendable {
  /// The factor κ.
  public var factor: Double
  /// α and budget; with known means and bounded estimators, the range follows.
  public var settings = ClaimSettings()

  /// Claims `Tr Var(Y) ≤ κ Tr Var(X)`.
  ///
  /// - Parameter factor: The factor κ, positive.
  public init(factor: Double) {
    self.factor = factor
  }

  /// Tests the claim for two estimators, with their exact means where both are known.
  ///
  /// - Parameters:
  ///   - y: The estimator Y.
  ///   - x: The estimator X.
  ///   - seed: The seed of the samples.
  /// - Returns: The verdict; its estimate is of the mean above.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public func verdict(
    of y: some Estimator, against x: some Estimator, seed: UInt64
  ) throws(ClaimError) -> Verdict {
    guard factor > 0, factor.isFinite else { throw .invalidFactor(factor) }
    var means: (of: Vector, against: Vector)?
    if let meanOfY = y.exactMean, let meanOfX = x.exactMean { means = (meanOfY, meanOfX) }
    var informed = self
    if settings.range == nil, let rangesOfY = y.range, let rangesOfX = x.range {
      let lower = -VarianceClaim.largestSquare(rangesOfY, mean: means?.of)
      let upper = factor * VarianceClaim.largestSquare(rangesOfX, mean: means?.against)
      informed.settings.range = [lower...upper]
    }
    let pair = PairedDraws(first: y, second: x)
    return try informed.verdict(
      means: means, seed: seed, concurrently: y.drawsConcurrently && x.drawsConcurrently
    ) { pair.sample(using: &$0) }
  }

  /// Tests the claim for pairs of draws.
  ///
  /// - Parameters:
  ///   - means: The exact means of Y and X, or nil if they are not known.
  ///   - seed: The seed of the samples.
  ///   - pair: One independent pair of draws, of Y and X, best from the same episode.
  /// - Returns: The verdict; its estimate is of the mean above.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public func verdict(
    means: (of: Vector, against: Vector)?, seed: UInt64,
    pair: (inout RandomStream) -> (Vector, Vector)
  ) throws(ClaimError) -> Verdict {
    try verdict(means: means, seed: seed, concurrently: false, pair: pair)
  }

  private func verdict(
    means: (of: Vector, against: Vector)?, seed: UInt64, concurrently: Bool,
    pair: (inout RandomStream) -> (Vector, Vector)
  ) throws(ClaimError) -> Verdict {
    guard factor > 0, factor.isFinite else { throw .invalidFactor(factor) }
    var claim = MeanClaim(above: 0)
    claim.settings = settings
    // The squares are carried along for the ratio of the variances.
    var run = try ClaimRun(claim, seed: seed, carriedCount: 2)
    let verdict = try run.verdict(concurrently: concurrently) {
      (block, random) throws(ClaimError) in
      for i in 0..<block.count {
        var (squareOfY, squareOfX) = (0.0, 0.0)
        let (y, x) = pair(&random)
        if let means {
          squareOfY = try VarianceClaim.squaredDistance(y, means.of)
          squareOfX = try VarianceClaim.squaredDistance(x, means.against)
        } else {
          let (otherY, otherX) = pair(&random)
          squareOfY = try VarianceClaim.squaredDistance(y, otherY) / 2
          squareOfX = try VarianceClaim.squaredDistance(x, otherX) / 2
        }
        block[i, 0] = factor * squareOfX - squareOfY
        block[i, 1] = squareOfY
        block[i, 2] = squareOfX
      }
    }
    let (sumOfY, sumOfX) = (run.carriedSums[0], run.carriedSums[1])
    return verdict.mapEvidence { evidence in
      evidence.quantity = .variances(
        factor: factor, ratio: sumOfX > 0 ? sumOfY / sumOfX : nil)
      evidence.usesDifferencesOfDraws = means == nil
    }
  }

  private static func squaredDistance(_ a: Vector, _ b: Vector) throws(ClaimError) -> Double {
    guard a.count == b.count else {
      throw .dimensionMismatch(expected: b.count, found: a.count)
    }
    var sum = 0.0
    for j in 0..<a.count {
      let difference = a[j] - b[j]
      sum += difference * difference
    }
    return sum
  }

  /// The largest ‖x − μ‖², or ½‖x − x'‖², that the coordinates' ranges allow.
  private static func largestSquare(_ ranges: [ClosedRange<Double>], mean: Vector?) -> Double {
    var sum = 0.0
    for (j, range) in ranges.enumerated() {
      if let mean, mean.count == ranges.count {
        let distance = max(range.upperBound - mean[j], mean[j] - range.lowerBound)
        sum += distance * distance
      } else {
        let width = range.upperBound - range.lowerBound
        sum += width * width / 2
      }
    }
    return sum
  }
}
