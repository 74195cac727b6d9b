import VectorMath

/// A claim about the difference of two estimators' means, tested on coupled draws.
///
/// `E[A − B] = 0` up to a margin, or `E[B − A] > 0`: claims about the mean of a difference, with
/// the range `[a − b', a' − b]` where both ranges are known.
public enum DifferenceClaim {
  /// Claims that two estimators have the same mean: `|E[Aⱼ] − E[Bⱼ]| < m` for every j.
  ///
  /// - Parameters:
  ///   - first: The estimator A.
  ///   - second: The estimator B; a relative margin refers to its exact mean.
  ///   - margin: The margin m.
  ///   - settings: α and budget.
  ///   - seed: The seed of the samples.
  /// - Returns: The verdict.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public static func equalMeans(
    _ first: some Estimator, _ second: some Estimator, within margin: Margin,
    settings: ClaimSettings, seed: UInt64
  ) throws(ClaimError) -> Verdict {
    guard first.dimension == second.dimension else {
      throw .dimensionMismatch(expected: second.dimension, found: first.dimension)
    }
    let scaled = (second.exactMean ?? first.exactMean).map(margin.scaled) ?? margin
    var claim = MeanClaim(
      equals: Vector(Array(repeating: 0, count: first.dimension)), within: scaled)
    claim.settings = settings
    return try verdict(claim, first, minus: second, seed: seed)
  }

  /// Claims that one mean is below another: `E[A] < E[B]`, for estimators with one coordinate.
  ///
  /// - Parameters:
  ///   - smaller: The estimator A.
  ///   - larger: The estimator B.
  ///   - settings: α and budget.
  ///   - seed: The seed of the samples.
  /// - Returns: The verdict; its estimate is of `E[B] − E[A]`.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public static func less(
    _ smaller: some Estimator, than larger: some Estimator, settings: ClaimSettings, seed: UInt64
  ) throws(ClaimError) -> Verdict {
    guard smaller.dimension == 1 else {
      throw .dimensionMismatch(expected: 1, found: smaller.dimension)
    }
    guard larger.dimension == 1 else {
      throw .dimensionMismatch(expected: 1, found: larger.dimension)
    }
    var claim = MeanClaim(above: 0)
    claim.settings = settings
    return try verdict(claim, larger, minus: smaller, seed: seed)
  }

  private static func verdict(
    _ claim: MeanClaim, _ first: some Estimator, minus second: some Estimator, seed: UInt64
  ) throws(ClaimError) -> Verdict {
    var claim = claim
    if let a = first.range, let b = second.range, a.count == b.count {
      claim.settings.range =
        claim.settings.range
        ?? zip(a, b).map {
          $0.lowerBound - $1.upperBound...$0.upperBound - $1.lowerBound
        }
    }
    let pair = PairedDraws(first: first, second: second)
    let verdict = try claim.verdict(
      seed: seed, concurrently: first.drawsConcurrently && second.drawsConcurrently
    ) { (block, random) throws(ClaimError) in
      for i in 0..<block.count {
        let (a, b) = pair.sample(using: &random)
        guard a.count == block.dimension, b.count == block.dimension else {
          throw .dimensionMismatch(
            expected: block.dimension, found: a.count == block.dimension ? b.count : a.count)
        }
        for j in 0..<block.dimension { block[i, j] = a[j] - b[j] }
      }
    }
    return verdict.mapEvidence { $0.quantity = .difference }
  }
}
