/// Checks that more than a share of all trainings succeed, by those that were made.
///
///     let solved = experiment.countReaching(475)
///     verifyShare("PPO solves CartPole for more than 8 of 10 seeds", solved, of: 20, above: 0.8)
///
/// The unit is the run. The interval is Clopper and Pearson's, and the claim is undecided when it
/// contains the share.
///
/// - Parameters:
///   - statement: The claim in words.
///   - successCount: How many runs succeeded, in `0...runCount`.
///   - runCount: How many runs were made, with seeds of their own; at least 1, and fixed beforehand:
///     who adds seeds until the claim is verified errs more often than α.
///   - share: The claimed share, above 0 and below 1.
///   - alpha: The probability of a wrong verdict; far larger than elsewhere, because runs are few.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict.
@discardableResult
public func verifyShare(
  _ statement: String, _ successCount: Int, of runCount: Int, above share: Double,
  alpha: Double = 0.05, expecting: Verdict.Kind = .verified
) -> Verdict {
  judge(statement, expecting: expecting) { _ throws(ClaimError) in
    try RunClaim(successCount, of: runCount, above: share, alpha: alpha).verdict
  }
}

/// Checks that a training by one method is more often better than one by another.
///
/// The unit is the run. P(X > Y) + ½ P(X = Y), the probability of improvement, is estimated from all
/// pairs of runs, with a bootstrap interval; the claim is that it is above ½. There is a verdict only
/// where an exact test of Mann and Whitney agrees.
///
/// - Parameters:
///   - statement: The claim in words.
///   - scores: One method's scores, one a run, higher is better; at least 2, finite.
///   - others: The other's.
///   - alpha: The probability of a wrong verdict, from 0.0001 on; exact where both methods do the same,
///     elsewhere for many runs. Far larger than for other claims, because runs are few.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict.
@discardableResult
public func verifyImprovement(
  _ statement: String, of scores: [Double], over others: [Double], alpha: Double = 0.05,
  expecting: Verdict.Kind = .verified
) -> Verdict {
  judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try RunClaim(scores, betterThan: others, alpha: alpha, seed: seed).verdict
  }
}
