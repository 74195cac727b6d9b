import PolicyGradients
import Testing

@Suite struct BanditTests {
  private let bandit = Bandit(arms: [
    .normal(mean: 1, deviation: 1), .bernoulli(0.3), .deterministic(2),
  ])
  private let policy = SoftmaxPolicy(probabilities: [0.5, 0.3, 0.2])

  @Test func `a hand-computed case`() {
    #expect(bandit.expectedReward(of: 1) == 0.3)
    #expect(bandit.expectedRewards == [1, 0.3, 2])
    // ½ · 1 + 0.3 · 0.3 + 0.2 · 2
    #expect((bandit.expectedReturn(of: policy) - 0.99).magnitude < 1e-15)
    #expect(bandit.value(of: policy) == bandit.expectedReturn(of: policy))
    #expect(bandit.gradient(of: policy).isClose(to: [0.005, -0.207, 0.202], tolerance: 1e-15))
    #expect(bandit.gradient(of: policy).sum.magnitude < 1e-15)
  }

  @Test func `constant rewards in short`() {
    #expect(Bandit(rewards: [1, 0]).arms == [.deterministic(1), .deterministic(0)])
    #expect(Bandit(rewards: [1, 0]).rewardRange == 0...1)
    #expect(bandit.rewardRange == nil)
  }

  @Test func `the gradient agrees with central differences`() {
    var random = RandomStream(seed: 1)
    for _ in 0..<100 {
      let logits = Vector((0..<3).map { _ in random.normal() })
      let difference = Vector(
        (0..<3).map { index in
          let step = 1e-5 * Vector.unit(index, count: 3)
          return
            (bandit.expectedReturn(of: SoftmaxPolicy(logits: logits + step))
            - bandit.expectedReturn(of: SoftmaxPolicy(logits: logits - step))) / 2e-5
        })
      let exact = bandit.gradient(of: SoftmaxPolicy(logits: logits))
      #expect(exact.isClose(to: difference, tolerance: 1e-9))
    }
  }

  @Test func `the gradient vanishes near determinism`() {
    let gradient = Bandit(rewards: [1, 0]).gradient(of: SoftmaxPolicy(logits: [40, 0]))
    #expect(gradient.norm < 1e-16)
  }

  // The cell of DESIGN.md, "What a cell looks like", with a mean in place of `verify`.
  @Test func `a lesson's cell reads like the mathematics`() {
    let bandit = Bandit(arms: [.normal(mean: 1, deviation: 1), .normal(mean: 2, deviation: 1)])
    let policy = SoftmaxPolicy(logits: [0.1, 0.2])
    let sample: (inout RandomStream) -> Vector = { random in
      let action = policy.sample(using: &random)
      return (bandit.reward(action, using: &random) - 1.5) * policy.score(of: action)
    }
    var random = RandomStream(seed: 1)
    var mean = Vector.zero(count: 2)
    for _ in 0..<100_000 { mean += sample(&random) / 100_000 }
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .constant(1.5))
    // 6.1 standard errors: wrong once in 10⁹ fresh seeds.
    let tolerance = 6.1 * (estimator.covariance[0, 0] / 1e5).squareRoot()
    let gradient = bandit.gradient(of: policy)
    #expect(mean.isClose(to: gradient, tolerance: tolerance))
    // Negative control: a gradient 5 % too long.
    #expect(!mean.isClose(to: 1.1 * gradient, tolerance: tolerance))
  }

  @Test(arguments: ["arm 1: the probability 1.5 is outside 0...1"])
  func `an impossible arm is named`(expected: String) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Bandit(arms: [.deterministic(1), .bernoulli(1.5)])
    }
    let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(message?.contains(expected) == true)
  }
}
