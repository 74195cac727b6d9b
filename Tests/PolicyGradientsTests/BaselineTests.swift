import PolicyGradients
import Testing

@Suite struct BaselineTests {
  private let policy = SoftmaxPolicy(probabilities: [0.7, 0.2, 0.1])
  private let bandit = Bandit(arms: [.deterministic(1), .bernoulli(0.5), .deterministic(3)])

  // ‖s‖² = 1 − 2π(a) + Σπ² with Σπ² = 0.54: weights π‖s‖² = 0.098, 0.228, 0.134, sum 0.46;
  // b* = (0.098 · 1 + 0.228 · 0.5 + 0.134 · 3) / 0.46 = 0.614 / 0.46.
  @Test func `the optimal baseline by hand`() {
    #expect((variance(.optimal) - variance(.constant(0.614 / 0.46))).magnitude < 1e-15)
  }

  @Test func `no constant does better than the optimal one`() {
    for shift in [-1, -0.1, -0.001, 0.001, 0.1, 1] {
      #expect(variance(.constant(0.614 / 0.46 + shift)) > variance(.optimal))
    }
    #expect(variance(.value) > variance(.optimal))
  }

  @Test func `a value is a constant in a single state`() {
    let value = bandit.value(of: policy)
    #expect(variance(.value) == variance(.constant(value)))
    #expect(variance(.constants([value])) == variance(.constant(value)))
    #expect(variance(.none) == variance(.constant(0)))
  }

  @Test func `a deterministic policy has no variance`() {
    let steep = SoftmaxPolicy(logits: [2_000, 0, 0])
    let estimator = ScoreFunctionEstimator(policy: steep, bandit: bandit, baseline: .optimal)
    #expect(estimator.totalVariance == 0)
  }

  private func variance(_ baseline: Baseline) -> Double {
    ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline).totalVariance
  }
}
