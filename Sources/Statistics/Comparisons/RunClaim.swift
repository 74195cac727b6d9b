import VectorMath

/// A claim about what trainings with other seeds would give, judged by runs that were made before.
///
/// The unit is the run, never a step or an episode of it. There are as many runs as there are, a
/// number fixed beforehand: the claim is verified when the interval lies above a bound, refuted when
/// it lies below, and otherwise undecided. Each end of the interval has half of α.
public struct RunClaim: Sendable {
  private let interval: ConfidenceInterval
  private let bound: Double
  private let runCount: Int
  private let method: Evidence.Method
  private let quantity: Evidence.Quantity
  private let seed: UInt64?

  /// Claims that more than a share of all runs succeed.
  ///
  /// By the interval of ``clopperPearsonInterval(successCount:trialCount:alpha:)``, which misses
  /// with probability α at most for any number of runs.
  ///
  /// - Parameters:
  ///   - successCount: How many runs succeeded, in `0...runCount`.
  ///   - runCount: How many runs were made, independent of each other; at least 1.
  ///   - share: The claimed share, above 0 and below 1.
  ///   - alpha: The probability of a wrong verdict, above 0 and at most 0.5.
  /// - Throws: ``ClaimError`` if the share or α is out of its range.
  public init(
    _ successCount: Int, of runCount: Int, above share: Double, alpha: Double = 0.05
  ) throws(ClaimError) {
    try ClaimError.check(alpha: alpha)
    guard share > 0 && share < 1 else { throw .invalidShare(share) }
    interval = clopperPearsonInterval(
      successCount: successCount, trialCount: runCount, alpha: alpha)
    bound = share
    self.runCount = runCount
    method = .bounded
    quantity = .share
    seed = nil
  }

  /// Claims that a run of one method is more often better than a run of another: that the
  /// probability of improvement is above ½.
  ///
  /// By the percentile interval of ``StratifiedBootstrap``, which is asymptotic, and with few runs too
  /// narrow. So there is no verdict either unless ``permutationTail(of:over:)`` is α/2 at most: where
  /// both methods give scores of the same distribution, a verdict has probability α at most, for any
  /// number of runs. An interval that the permutations do not support is drawn up to ½. Runs of both
  /// methods count as independent, which they are not quite where both use the same seeds.
  ///
  /// - Parameters:
  ///   - scores: One method's scores, one a run, higher is better; at least 2, finite.
  ///   - others: The other's.
  ///   - alpha: The probability of a wrong verdict, at least 0.0001 and at most 0.5: a bootstrap cannot
  ///     see rarer errors.
  ///   - seed: Decides which runs are drawn again.
  /// - Throws: ``ClaimError`` if α is out of its range or there are too few runs.
  /// - SeeAlso: Agarwal et al. 2021, arXiv:2108.13264, sections 4.1 and 4.3.
  public init(
    _ scores: [Double], betterThan others: [Double], alpha: Double = 0.05, seed: UInt64
  ) throws(ClaimError) {
    try ClaimError.check(alpha: alpha)
    guard alpha >= 1e-4 else { throw .alphaBelowRuns(alpha) }
    for count in [scores.count, others.count] where count < 2 { throw .tooFewRuns(count) }
    var random = RandomStream(seed: seed)
    // Twenty resamples beyond each end.
    let count = max(2_000, Int((40 / alpha).rounded(.up)))
    let drawn = StratifiedBootstrap(alpha: alpha, resampleCount: count).interval(
      comparing: [scores], with: [others], using: &random
    ) { improvementProbability(of: $0, over: $1) }
    let isHigher = permutationTail(of: scores, over: others) <= alpha / 2
    let isLower = permutationTail(of: others, over: scores) <= alpha / 2
    bound = 0.5
    interval = ConfidenceInterval(
      estimate: drawn.estimate,
      lowerBound: isHigher ? drawn.lowerBound : min(drawn.lowerBound, bound),
      upperBound: isLower ? drawn.upperBound : max(drawn.upperBound, bound), alpha: alpha)
    runCount = scores.count + others.count
    method = .asymptotic
    quantity = .improvement
    self.seed = seed
  }

  /// The verdict.
  public var verdict: Verdict {
    let coordinate = Evidence.Coordinate(
      estimate: interval.estimate, lower: interval.lowerBound, upper: interval.upperBound,
      target: bound, marginLower: bound, marginUpper: .infinity,
      deviation: (interval.estimate * (1 - interval.estimate)).squareRoot())
    var evidence = Evidence(coordinates: [coordinate], method: method)
    evidence.sampleCount = runCount
    evidence.alpha = interval.alpha
    evidence.quantity = quantity
    evidence.seed = seed
    if coordinate.isInside { return .verified(evidence) }
    if coordinate.isOutside { return .refuted(evidence, coordinate: 0) }
    if interval.lowerBound == bound && interval.upperBound == bound {
      return .undecided(evidence, reason: .noSpread(coordinate: 0), samplesNeeded: 0)
    }
    // The interval's end shrinks like 1/√n towards the estimate.
    let distance = max((interval.estimate - bound).magnitude, 0.01)
    let reach =
      interval.estimate > bound
      ? interval.estimate - interval.lowerBound : interval.upperBound - interval.estimate
    let factor = max(reach / distance, 1)
    let needed = Int((Double(runCount) * factor * factor).rounded(.up))
    return .undecided(
      evidence, reason: .tooFewSamples(coordinate: 0), samplesNeeded: max(needed, runCount + 1))
  }
}
