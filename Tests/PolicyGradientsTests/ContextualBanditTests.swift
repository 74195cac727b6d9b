import PolicyGradients
import Testing

@Suite struct ContextualBanditTests {
  private let bandit = ContextualBandit(
    stateProbabilities: [0.6, 0.4],
    arms: [
      [.deterministic(1), .bernoulli(0.5)], [.deterministic(2), .normal(mean: 0, deviation: 1)],
    ])
  private let logits: [Vector] = [[0.3, -0.2], [-0.4, 0.5]]

  @Test func `the return is the mean of the states' values`() {
    let policy = TabularSoftmaxPolicy(probabilities: [[0.5, 0.5], [0.25, 0.75]])
    #expect(bandit.value(of: policy, at: 0) == 0.75)
    #expect(bandit.value(of: policy, at: 1) == 0.5)
    #expect((bandit.expectedReturn(of: policy) - 0.65).magnitude < 1e-15)
    #expect(bandit.expectedReward(of: 0, at: 1) == 2)
    #expect(
      bandit.gradient(of: policy).isClose(to: [0.075, -0.075, 0.15, -0.15], tolerance: 1e-15))
    #expect(bandit.rewardRange == nil)
  }

  @Test func `the gradient agrees with central differences`() {
    let policy = TabularSoftmaxPolicy(logits: logits)
    let exact = bandit.gradient(of: policy)
    for index in 0..<4 {
      let (state, action) = (index / 2, index % 2)
      func shifted(_ step: Double) -> Double {
        var moved = logits
        moved[state][action] += step
        return bandit.expectedReturn(of: TabularSoftmaxPolicy(logits: moved))
      }
      #expect((exact[index] - (shifted(1e-5) - shifted(-1e-5)) / 2e-5).magnitude < 1e-9)
    }
  }

  // 6.1 standard errors: wrong once in 10⁹ fresh seeds.
  @Test func `states and rewards are drawn as stated`() {
    var random = RandomStream(seed: 1)
    var (first, sum) = (0.0, 0.0)
    for _ in 0..<100_000 {
      if bandit.sampleState(using: &random) == 0 { first += 1 }
      sum += bandit.reward(1, at: 0, using: &random)
    }
    #expect((first / 1e5 - 0.6).magnitude < 6.1 * (0.24 / 1e5).squareRoot())
    #expect((sum / 1e5 - 0.5).magnitude < 6.1 * (0.25 / 1e5).squareRoot())
    // Negative control.
    #expect((first / 1e5 - 0.62).magnitude > 6.1 * (0.24 / 1e5).squareRoot())
  }
}
