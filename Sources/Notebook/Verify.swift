/// Checks, by drawing samples, that the mean of a random vector is what a claim says.
///
/// The answer is *verified* when every coordinate's interval lies within the margin of its claimed
/// value, *refuted* when some interval lies wholly outside, and *undecided* when the budget is
/// spent before either. It goes on the page with its evidence.
///
/// - Parameters:
///   - statement: The claim in words, such as `"E[R ∇log π] = ∇J"`.
///   - expected: The claimed mean, exact: from a sum over all outcomes.
///   - margin: How far each coordinate may be off; a zero `expected` needs
///     `.relative(0.02, to: gradient)` or `.absolute(0.01)`.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of samples.
///   - expecting: The verdict the lesson announces; another one is a failure.
///   - range: The range of every coordinate of a sample, if known: then α holds at every sample
///     size, otherwise in the limit of many.
///   - smallestOutcomeProbability: The probability of the rarest outcome, if known.
///   - sample: One independent draw: an episode or a batch, never one step of an episode.
/// - Returns: The verdict.
@discardableResult
public func verify(
  _ statement: String, equals expected: Vector, within margin: Margin = .relative(0.02),
  alpha: Double = 1e-6, budget: Int = 4_000_000, expecting: Verdict.Kind = .verified,
  range: ClosedRange<Double>? = nil, smallestOutcomeProbability: Double? = nil,
  sample: (inout RandomStream) -> Vector
) -> Verdict {
  var claim = MeanClaim(equals: expected, within: margin)
  claim.settings = ClaimSettings(alpha: alpha, budget: budget)
  claim.settings.range = range.map { Array(repeating: $0, count: expected.count) }
  claim.settings.smallestOutcomeProbability = smallestOutcomeProbability
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try claim.verdict(seed: seed, sample: sample)
  }
}

/// Checks, by drawing samples, that the mean of a random number is what a claim says.
///
/// - Parameters:
///   - statement: The claim in words, such as `"E[R] = J"`.
///   - expected: The claimed mean, exact.
///   - margin: How far the mean may be off; a zero `expected` needs `.absolute(0.01)`.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of samples.
///   - expecting: The verdict the lesson announces; another one is a failure.
///   - range: The range of a sample, if known: then α holds at every sample size.
///   - smallestOutcomeProbability: The probability of the rarest outcome, if known.
///   - sample: One independent draw.
/// - Returns: The verdict.
@discardableResult
public func verify(
  _ statement: String, equals expected: Double, within margin: Margin = .relative(0.02),
  alpha: Double = 1e-6, budget: Int = 4_000_000, expecting: Verdict.Kind = .verified,
  range: ClosedRange<Double>? = nil, smallestOutcomeProbability: Double? = nil,
  sample: (inout RandomStream) -> Double
) -> Verdict {
  var claim = MeanClaim(equals: expected, within: margin)
  claim.settings = ClaimSettings(alpha: alpha, budget: budget)
  claim.settings.range = range.map { [$0] }
  claim.settings.smallestOutcomeProbability = smallestOutcomeProbability
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try claim.verdict(seed: seed, sample: sample)
  }
}

/// Checks, by drawing samples, that an estimator's mean is what a claim says.
///
/// What is known about the estimator is used: with known ranges α holds at every sample size.
///
/// - Parameters:
///   - statement: The claim in words.
///   - estimator: The estimator.
///   - expected: The claimed mean, exact.
///   - margin: How far each coordinate may be off.
///   - alpha: The probability of a wrong verdict.
///   - budget: The largest number of samples.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict.
@discardableResult
public func verify(
  _ statement: String, _ estimator: some Estimator, equals expected: Vector,
  within margin: Margin = .relative(0.02), alpha: Double = 1e-6, budget: Int = 4_000_000,
  expecting: Verdict.Kind = .verified
) -> Verdict {
  var claim = MeanClaim(equals: expected, within: margin)
  claim.settings = ClaimSettings(alpha: alpha, budget: budget)
  return judge(statement, expecting: expecting) { seed throws(ClaimError) in
    try claim.verdict(of: estimator, seed: seed)
  }
}

/// Checks, by drawing samples, that an event's probability is what a claim says.
///
/// - Parameters:
///   - statement: The claim in words, such as `"P(A = 1) = 0.3"`.
///   - expected: The claimed probability, exact.
///   - margin: How far the probability may be off.
///   - alpha: The probability of a wrong verdict, at every sample size.
///   - budget: The largest number of samples.
///   - expecting: The verdict the lesson announces; another one is a failure.
///   - event: Whether the event happens in one independent draw.
/// - Returns: The verdict.
@discardableResult
public func verifyProbability(
  _ statement: String, equals expected: Double, within margin: Margin = .absolute(0.01),
  alpha: Double = 1e-6, budget: Int = 4_000_000, expecting: Verdict.Kind = .verified,
  event: (inout RandomStream) -> Bool
) -> Verdict {
  if !(0...1).contains(expected) {
    fatalError("verifyProbability: \(expected) is no probability, which lies in 0...1")
  }
  return verify(
    statement, equals: expected, within: margin, alpha: alpha, budget: budget,
    expecting: expecting, range: 0...1
  ) { (random: inout RandomStream) -> Double in event(&random) ? 1 : 0 }
}
