public import VectorMath

/// A claim about a mean; every other claim reduces to one.
///
/// *Equality* with a margin: `|E[Xⱼ] − gⱼ| < m` for every coordinate j. It is **verified** when
/// every coordinate's interval lies inside its margin, **refuted** when some interval lies wholly
/// outside. A *one-sided* claim, `E[X] > c` or `E[X] < c`, is verified or refuted when the interval
/// lies on one side of c. Otherwise more samples are drawn, until the budget is spent.
///
/// The intervals form a confidence sequence at error rate α/d for each of the d coordinates, so
/// the verdict is wrong with probability at most α although the run stops when it likes.
///
/// - SeeAlso: Schuirmann 1987 for the two one-sided tests; Howard et al. 2021, arXiv:1810.08240.
public struct MeanClaim: Sendable {
  /// What is claimed of each coordinate's mean.
  enum Target: Sendable {
    case equal(Vector, Margin)
    case above(Double)
    case below(Double)
  }

  let target: Target
  /// α, budget, and what is known about the samples.
  public var settings = ClaimSettings()

  /// Claims that a mean equals a vector, up to a margin.
  ///
  /// - Parameters:
  ///   - expected: The vector g.
  ///   - margin: The margin m, for each coordinate.
  public init(equals expected: Vector, within margin: Margin) {
    target = .equal(expected, margin)
  }

  /// Claims that a mean equals a number, up to a margin.
  ///
  /// - Parameters:
  ///   - expected: The number.
  ///   - margin: The margin.
  public init(equals expected: Double, within margin: Margin) {
    target = .equal(Vector([expected]), margin)
  }

  /// Claims that a number's mean is above a bound.
  ///
  /// - Parameter bound: The bound c of `E[X] > c`.
  public init(above bound: Double) {
    target = .above(bound)
  }

  /// Claims that a number's mean is below a bound.
  ///
  /// - Parameter bound: The bound c of `E[X] < c`.
  public init(below bound: Double) {
    target = .below(bound)
  }

  /// The number of coordinates.
  public var dimension: Int {
    if case .equal(let expected, _) = target { expected.count } else { 1 }
  }

  /// Draws vectors until the claim is decided or the budget is spent.
  ///
  /// - Parameters:
  ///   - seed: The seed of the samples.
  ///   - sample: One independent draw: an episode or a batch, never one step of an episode.
  /// - Returns: The verdict.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public func verdict(
    seed: UInt64, sample: (inout RandomStream) -> Vector
  ) throws(ClaimError) -> Verdict {
    try verdict(seed: seed) { (block, random) throws(ClaimError) in
      for i in 0..<block.count {
        let draw = sample(&random)
        guard draw.count == block.dimension else {
          throw .dimensionMismatch(expected: block.dimension, found: draw.count)
        }
        block.set(draw, at: i)
      }
    }
  }

  /// Draws numbers until the claim is decided or the budget is spent.
  ///
  /// - Parameters:
  ///   - seed: The seed of the samples.
  ///   - sample: One independent draw.
  /// - Returns: The verdict.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public func verdict(
    seed: UInt64, sample: (inout RandomStream) -> Double
  ) throws(ClaimError) -> Verdict {
    guard dimension == 1 else { throw .dimensionMismatch(expected: dimension, found: 1) }
    return try verdict(seed: seed) { (block, random) throws(ClaimError) in
      for i in 0..<block.count { block[i, 0] = sample(&random) }
    }
  }

  /// Draws from an estimator, and uses what is known about it.
  ///
  /// - Parameters:
  ///   - estimator: The estimator whose mean the claim is about.
  ///   - seed: The seed of the samples.
  /// - Returns: The verdict.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  public func verdict(of estimator: some Estimator, seed: UInt64) throws(ClaimError) -> Verdict {
    var informed = self
    informed.settings.range = settings.range ?? estimator.range
    if informed.settings.smallestOutcomeProbability == nil,
      estimator.smallestOutcomeProbability > 0
    {
      informed.settings.smallestOutcomeProbability = estimator.smallestOutcomeProbability
    }
    guard estimator.dimension == dimension else {
      throw .dimensionMismatch(expected: dimension, found: estimator.dimension)
    }
    return try informed.verdict(seed: seed, concurrently: estimator.drawsConcurrently) {
      (block, random) throws(ClaimError) in
      estimator.sample(into: &block, using: &random)
    }
  }

  /// Draws blocks until the claim is decided or the budget is spent.
  func verdict(
    seed: UInt64, concurrently: Bool = false, fill: SampleBlock.Fill
  ) throws(ClaimError) -> Verdict {
    var run = try ClaimRun(self, seed: seed)
    return try run.verdict(concurrently: concurrently, fill: fill)
  }
}
