import VectorMath

/// The probability of at least k successes in n independent trials.
///
///     P(X ≥ k) = Σ_{j ≥ k} C(n, j) pʲ (1 − p)ⁿ⁻ʲ = I_p(k, n − k + 1)
///
/// I is the regularised incomplete beta function, which for whole numbers is this sum. Its terms are
/// positive, and each is a ratio times the one before, so that few roundings touch a result; the
/// relative error is below 2e-12 for n up to 1 000 wherever the result is above 1e-300.
///
/// - Parameters:
///   - successCount: k, in `0...trialCount`.
///   - trialCount: n, at least 1.
///   - probability: p, in `0...1`.
/// - Returns: In `0...1`.
/// - Complexity: O(*n*).
/// - SeeAlso: Abramowitz and Stegun 1964, eq. 26.5.24.
public func binomialTail(
  atLeast successCount: Int, of trialCount: Int, probability: Double
) -> Double {
  checkCounts(successCount, trialCount, "binomialTail")
  if !(probability >= 0 && probability <= 1) {
    fatalError("binomialTail: the probability \(probability) is outside 0...1")
  }
  if successCount == 0 || probability == 1 { return 1 }
  if probability == 0 { return 0 }
  // Beyond the mean the terms fall from the first on; before it, those of the other tail do.
  if Double(successCount) < Double(trialCount) * probability {
    return 1 - fallingTail(trialCount - successCount + 1, trialCount, 1 - probability, probability)
  }
  return fallingTail(successCount, trialCount, probability, 1 - probability)
}

/// Σ_{j ≥ k} C(n, j) pʲ qⁿ⁻ʲ for k at or beyond the mean.
private func fallingTail(_ k: Int, _ n: Int, _ p: Double, _ q: Double) -> Double {
  // log C(n, k) = Σ_i log((n − k + i) / i), over the smaller of k and n − k.
  var logarithm = Double(k) * Double.log(p) + Double(n - k) * Double.log(q)
  let smaller = min(k, n - k)
  if smaller > 0 {
    for i in 1...smaller { logarithm += Double.log(Double(n - smaller + i) / Double(i)) }
  }
  var term = 1.0
  var sum = 1.0
  var j = k
  while j < n {
    term *= Double(n - j) / Double(j + 1) * (p / q)
    sum += term
    if term < 1e-18 * sum { break }
    j += 1
  }
  return min(Double.exp(logarithm) * sum, 1)
}

/// Traps unless 0 ≤ k ≤ n and n ≥ 1.
func checkCounts(_ successCount: Int, _ trialCount: Int, _ caller: StaticString) {
  if trialCount < 1 { fatalError("\(caller): the trial count \(trialCount) is below 1") }
  if !(0...trialCount).contains(successCount) {
    fatalError("\(caller): the success count \(successCount) is outside 0...\(trialCount)")
  }
}
