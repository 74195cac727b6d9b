import Testing

@testable import PolicyGradients

@Suite struct RolloutTests {
  /// Two environments of seven steps with random numbers; the first terminates at step 2 and is cut
  /// at step 4, before a value of 5.
  private func rollout() -> PolicyGradients.Rollout {
    let result = PolicyGradients.Rollout(
      environmentCount: 2, stepCapacity: 7, observationCount: 1, keptCount: 1)
    result.stepCount = 7
    result.rows = Array(0..<14)
    var random = RandomStream(seed: 8)
    for row in 0..<14 {
      result.rewards.start[row] = Float(random.normal())
      result.values.start[row] = Float(random.normal())
      result.continues.start[row] = 1
    }
    result.lastValues.start[0] = 0.4
    result.lastValues.start[1] = -1.1
    result.continues.start[2 * 2] = 0
    result.continues.start[4 * 2] = 0
    result.following.start[4 * 2] = 5
    return result
  }

  /// A_t = Σ_k (γλ)^k δ_{t+k} up to the episode's end, δ from the rollout's numbers, each sum from t
  /// on: the closed form, without the recursion.
  private func closedForm(
    _ rollout: PolicyGradients.Rollout, discount: Double, lambda: Double, value scale: Double = 1
  ) -> [Double] {
    let (rewards, values) = (rollout.rewards.numbers, rollout.values.numbers)
    return (0..<14).map { row in
      var (sum, weight) = (0.0, 1.0)
      for later in stride(from: row, to: 14, by: 2) {
        let isOver = rollout.continues.start[later] == 0
        let next =
          isOver
          ? Double(rollout.following.start[later])
          : scale * Double(later + 2 < 14 ? values[later + 2] : rollout.lastValues.start[later % 2])
        let delta = Double(rewards[later]) + discount * next - scale * Double(values[later])
        sum += weight * delta
        weight *= discount * lambda
        if isOver { break }
      }
      return sum
    }
  }

  private func error(_ rollout: PolicyGradients.Rollout, _ expected: [Double]) -> Double {
    relativeError(rollout.advantages.numbers, expected)
  }

  @Test(arguments: [(0.9, 0.8), (1, 1), (0.99, 0), (0, 0.5)])
  func `advantages are their closed form, across a cut in the middle`(
    discount: Double, lambda: Double
  ) {
    let rollout = rollout()
    rollout.estimateAdvantages(discount: discount, lambda: lambda)
    let expected = closedForm(rollout, discount: discount, lambda: lambda)
    #expect(error(rollout, expected) < 1e-6)
    for row in 0..<14 {
      #expect(
        rollout.returns.start[row] == rollout.advantages.start[row] + rollout.values.start[row])
    }
    if discount == 0 { return }
    // Negative controls: a cut taken for an end, and an end that is not seen.
    let cut = rollout.following.start[8]
    rollout.following.start[8] = 0
    rollout.estimateAdvantages(discount: discount, lambda: lambda)
    #expect(error(rollout, expected) > 0.1)
    rollout.following.start[8] = cut
    rollout.continues.start[4] = 1
    rollout.estimateAdvantages(discount: discount, lambda: lambda)
    #expect(error(rollout, expected) > 0.01)
  }

  @Test func `lambda 0 is the one-step error and lambda 1 the return minus the value`() {
    let rollout = rollout()
    rollout.estimateAdvantages(discount: 0.9, lambda: 0)
    let one =
      Double(rollout.rewards.start[1]) + 0.9 * Double(rollout.values.start[3])
      - Double(rollout.values.start[1])
    #expect((Double(rollout.advantages.start[1]) - one).magnitude < 1e-6)
    rollout.estimateAdvantages(discount: 0.9, lambda: 1)
    var sum = 0.0
    var weight = 1.0
    for row in stride(from: 1, to: 14, by: 2) {
      sum += weight * Double(rollout.rewards.start[row])
      weight *= 0.9
    }
    sum += weight * Double(rollout.lastValues.start[1])
    #expect((Double(rollout.returns.start[1]) - sum).magnitude < 1e-5)
  }

  @Test func `without the critic advantages are returns-to-go`() {
    let rollout = rollout()
    rollout.estimateAdvantages(discount: 0.9, lambda: 1, usesCritic: false)
    #expect(error(rollout, closedForm(rollout, discount: 0.9, lambda: 1, value: 0)) < 1e-6)
    // Negative control: with it they are something else.
    #expect(error(rollout, closedForm(rollout, discount: 0.9, lambda: 1)) > 0.1)
  }

  @Test func `explained variance is 1 for a perfect critic and 0 for a constant one`() {
    let rollout = rollout()
    rollout.estimateAdvantages(discount: 0.9, lambda: 1)
    let returns = rollout.returns.numbers
    for row in 0..<14 { rollout.values.start[row] = returns[row] }
    #expect(rollout.explainedVariance == 1)
    for row in 0..<14 { rollout.values.start[row] = 3 }
    #expect(rollout.explainedVariance.magnitude < 1e-6)
    for row in 0..<14 { rollout.values.start[row] = -returns[row] }
    #expect((rollout.explainedVariance + 3).magnitude < 1e-6)
    for row in 0..<14 { rollout.returns.start[row] = 2 }
    #expect(rollout.explainedVariance == 0)
  }

  @Test func `normalised advantages have mean 0 and deviation 1 over n − 1`() {
    let rollout = rollout()
    rollout.estimateAdvantages(discount: 0.9, lambda: 0.8)
    let before = rollout.advantages.numbers.map(Double.init)
    rollout.rows = [0, 2, 3, 7, 11]
    rollout.normalizeAdvantages()
    let chosen = rollout.rows.map { before[$0] }
    let mean = chosen.reduce(0, +) / 5
    let squares = chosen.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    for row in 0..<14 {
      let value = Double(rollout.advantages.start[row])
      if rollout.rows.contains(row) {
        let expected = (before[row] - mean) / (squares / 4).squareRoot()
        #expect((value - expected).magnitude < 1e-6)
        // Negative control: over n it would be another number.
        let wrong = (before[row] - mean) / (squares / 5).squareRoot()
        #expect((value - wrong).magnitude > 0.01 * wrong.magnitude)
      } else {
        #expect(value == before[row])
      }
    }
    rollout.rows = [4]
    rollout.normalizeAdvantages()
    #expect(Double(rollout.advantages.start[4]) == before[4])
  }
}
