import PolicyGradients
import Testing

// The boxed REINFORCE algorithm from the library's parts, as lesson 04 writes it.
@Suite struct TrainingTests {
  private let corridor = MarkovDecisionProcess.corridor(length: 5, slip: 0.1, horizon: 40)

  private func trained(learningRate: Double, baseline: Bool) -> TabularSoftmaxPolicy {
    var policy = TabularSoftmaxPolicy.uniform(for: corridor)
    var random = RandomStream(seed: 1)
    for _ in 0..<1_000 {
      let episode = corridor.sampleEpisode(following: policy, using: &random)
      let values = baseline ? corridor.values(of: policy, discount: 0.95) : nil
      let gradient = RewardToGo(baseline: values).estimate(
        from: episode, policy: policy, discount: 0.95)
      policy = policy.withParameters(policy.parameters + learningRate * gradient)
    }
    return policy
  }

  @Test func `REINFORCE learns a corridor`() {
    let optimum = corridor.optimum(discount: 0.95).expectedReturn
    func regret(_ policy: TabularSoftmaxPolicy) -> Double {
      optimum - Oracle(corridor, policy: policy, discount: 0.95).expectedReturn
    }
    let start = regret(TabularSoftmaxPolicy.uniform(for: corridor))
    let learned = regret(trained(learningRate: 0.1, baseline: true))
    #expect(start > 4)
    #expect(learned > 0)
    #expect(learned < 0.5)
    // Negative control: without steps, or up the wrong hill, nothing is learned.
    #expect(regret(trained(learningRate: 0, baseline: false)) == start)
    #expect(regret(trained(learningRate: -0.1, baseline: true)) > start)
  }
}
