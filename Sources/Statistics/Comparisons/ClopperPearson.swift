/// The exact interval for a probability, from a number of successes: "18 of 20 seeds".
///
/// It holds every p that would not make the result too surprising on either side:
///
///     lower:  P(X ≥ k∣p) = α/2      upper:  P(X ≤ k∣p) = α/2
///
/// It misses with probability *at most* α for every p and every n, and for most p with less: few
/// trials make it wide. With k = 0 the lower end is 0, with k = n the upper end 1.
///
/// - Parameters:
///   - successCount: k, in `0...trialCount`.
///   - trialCount: n, at least 1.
///   - alpha: The probability that the interval misses p, above 0 and below 1.
/// - Returns: The proportion k/n and the interval, within 1e-12.
/// - Complexity: O(*n*) times some hundred bisections.
/// - SeeAlso: Clopper and Pearson 1934, "The use of confidence or fiducial limits illustrated in the
///   case of the binomial", Biometrika 26(4).
public func clopperPearsonInterval(
  successCount: Int, trialCount: Int, alpha: Double = 0.05
) -> ConfidenceInterval {
  checkCounts(successCount, trialCount, "clopperPearsonInterval")
  ConfidenceInterval.check(alpha: alpha, "clopperPearsonInterval")
  let failureCount = trialCount - successCount
  // P(X ≤ k∣p) is the probability of at least n − k failures, each of probability 1 − p.
  return ConfidenceInterval(
    estimate: Double(successCount) / Double(trialCount),
    lowerBound: leastProbability(successCount, trialCount, tail: alpha / 2),
    upperBound: 1 - leastProbability(failureCount, trialCount, tail: alpha / 2), alpha: alpha)
}

/// The p at which at least k successes have a given probability, by bisection; 0 for k = 0.
private func leastProbability(_ k: Int, _ n: Int, tail: Double) -> Double {
  if k == 0 { return 0 }
  var (low, high) = (0.0, 1.0)
  while true {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { return middle }
    if binomialTail(atLeast: k, of: n, probability: middle) < tail {
      low = middle
    } else {
      high = middle
    }
  }
}
