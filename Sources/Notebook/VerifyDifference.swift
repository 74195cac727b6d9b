/// Checks that two estimators have the same mean, on coupled draws.
///
/// - Parameters:
///   - statement: The claim in words.
///   - first: One estimator.
///   - second: The other; a relative margin refers to its exact mean, if that is known.
///   - margin: How far each coordinate of the difference may be from zero.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of pairs.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict.
@discardableResult
public func verifyEqualMeans(
  _ statement: String, _ first: some Estimator, _ second: some Estimator,
  within margin: Margin = .relative(0.02), alpha: Double = 1e-6, budget: Int = 4_000_000,
  expecting: Verdict.Kind = .verified
) -> Verdict {
  let settings = ClaimSettings(alpha: alpha, budget: budget)
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try DifferenceClaim.equalMeans(first, second, within: margin, settings: settings, seed: seed)
  }
}

/// Checks that one mean is below another, on coupled draws.
///
/// - Parameters:
///   - statement: The claim in words, such as `"J(π) < J(π′)"`.
///   - smaller: The estimator whose mean is claimed to be smaller; one coordinate.
///   - larger: The other estimator; one coordinate.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of pairs.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict.
@discardableResult
public func verifyLess(
  _ statement: String, _ smaller: some Estimator, than larger: some Estimator,
  alpha: Double = 1e-6, budget: Int = 4_000_000, expecting: Verdict.Kind = .verified
) -> Verdict {
  let settings = ClaimSettings(alpha: alpha, budget: budget)
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try DifferenceClaim.less(smaller, than: larger, settings: settings, seed: seed)
  }
}

/// Checks, by drawing samples, that the mean of a random number is below a bound.
///
/// To compare two means, draw both in one sample and claim that the difference is below 0.
///
/// - Parameters:
///   - statement: The claim in words, such as `"J(π) − J(π′) < 0"`.
///   - bound: The bound.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of samples.
///   - expecting: The verdict the lesson announces; another one is a failure.
///   - range: The range of a sample, if known: then α holds at every sample size.
///   - sample: One independent draw.
/// - Returns: The verdict.
@discardableResult
public func verifyLess(
  _ statement: String, than bound: Double, alpha: Double = 1e-6, budget: Int = 4_000_000,
  expecting: Verdict.Kind = .verified, range: ClosedRange<Double>? = nil,
  sample: (inout RandomStream) -> Double
) -> Verdict {
  var claim = MeanClaim(below: bound)
  claim.settings = ClaimSettings(alpha: alpha, budget: budget)
  claim.settings.range = range.map { [$0] }
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try claim.verdict(seed: seed, sample: sample)
  }
}
