/// Checks that two exactly computed vectors agree, up to rounding.
///
/// - Parameters:
///   - statement: The claim in words.
///   - value: One of the values.
///   - expected: The value it is claimed to equal.
///   - tolerance: The rounding to allow, relative to the norm of `expected`.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict: verified or refuted.
@discardableResult
public func verifyExact(
  _ statement: String, _ value: Vector, equals expected: Vector, tolerance: Double = 1e-9,
  expecting: Verdict.Kind = .verified
) -> Verdict {
  judge(statement, expecting: expecting) { _ throws(ClaimError) in
    try ExactClaim(value, equals: expected, tolerance: tolerance).verdict
  }
}

/// Checks that two exactly computed numbers agree, up to rounding.
///
/// - Parameters:
///   - statement: The claim in words.
///   - value: One of the values.
///   - expected: The value it is claimed to equal.
///   - tolerance: The rounding to allow, relative to the magnitude of `expected`.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict: verified or refuted.
@discardableResult
public func verifyExact(
  _ statement: String, _ value: Double, equals expected: Double, tolerance: Double = 1e-9,
  expecting: Verdict.Kind = .verified
) -> Verdict {
  verifyExact(
    statement, Vector([value]), equals: Vector([expected]), tolerance: tolerance,
    expecting: expecting)
}

/// Checks that an estimator's exact mean is what a claim says, up to rounding.
///
/// - Parameters:
///   - statement: The claim in words.
///   - estimator: An estimator whose exact mean is known, by enumeration.
///   - expected: The claimed mean, exact.
///   - tolerance: The rounding to allow, relative to the norm of `expected`.
///   - expecting: The verdict the lesson announces; another one is a failure.
/// - Returns: The verdict: verified or refuted.
@discardableResult
public func verifyExact(
  _ statement: String, _ estimator: some Estimator, equals expected: Vector,
  tolerance: Double = 1e-9, expecting: Verdict.Kind = .verified
) -> Verdict {
  guard let mean = estimator.exactMean else {
    preconditionFailure(
      "verifyExact(\"\(statement)\"): the estimator's exact mean is not known; use verify(…)")
  }
  return verifyExact(
    statement, mean, equals: expected, tolerance: tolerance, expecting: expecting)
}
