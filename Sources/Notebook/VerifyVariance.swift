/// Checks that one estimator's total variance is at most a factor times another's.
///
/// Both are drawn from the same random numbers. Where both exact means are known, each estimator's
/// squared distance from its own mean is compared; otherwise differences of independent draws are.
///
/// - Parameters:
///   - statement: The claim in words, such as `"the baseline halves the variance"`.
///   - estimator: The estimator Y claimed to vary less.
///   - factor: The factor κ in `Var(Y) ≤ κ Var(X)`, variances summed over coordinates.
///   - reference: The estimator X to compare with.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of pairs.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict.
@discardableResult
public func verifyVariance(
  _ statement: String, of estimator: some Estimator, atMost factor: Double,
  timesThatOf reference: some Estimator, alpha: Double = 1e-6, budget: Int = 4_000_000,
  expecting: Verdict.Kind = .verified
) -> Verdict {
  var claim = VarianceClaim(factor: factor)
  claim.settings = ClaimSettings(alpha: alpha, budget: budget)
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try claim.verdict(of: estimator, against: reference, seed: seed)
  }
}

/// Checks that one random vector's total variance is at most a factor times another's.
///
/// - Parameters:
///   - statement: The claim in words.
///   - factor: The factor κ in `Var(Y) ≤ κ Var(X)`, variances summed over coordinates.
///   - means: The exact means of Y and X, or nil if they are not known.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of pairs.
///   - expecting: The verdict the lesson announces; another one is a failure.
///   - pair: One independent pair of draws of Y and X, best from the same episode.
/// - Returns: The verdict.
@discardableResult
public func verifyVariance(
  _ statement: String, atMost factor: Double,
  means: (of: Vector, timesThatOf: Vector)? = nil, alpha: Double = 1e-6,
  budget: Int = 4_000_000, expecting: Verdict.Kind = .verified,
  pair: (inout RandomStream) -> (of: Vector, timesThatOf: Vector)
) -> Verdict {
  var claim = VarianceClaim(factor: factor)
  claim.settings = ClaimSettings(alpha: alpha, budget: budget)
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try claim.verdict(means: means.map { ($0.of, $0.timesThatOf) }, seed: seed) {
      let (y, x) = pair(&$0)
      return (y, x)
    }
  }
}
