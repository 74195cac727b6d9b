import PolicyGradients
import Testing

@Suite struct ScoreFunctionEstimatorTests {
  @Test func `one draw is (R − b) times the score`() {
    let policy = SoftmaxPolicy(logits: [0.1, 0.2, -0.3])
    let bandit = Bandit(rewards: [1, 2, 0.5])
    let estimator = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .constant(1.5))
    let possible = (0..<3).map { (bandit.expectedReward(of: $0) - 1.5) * policy.score(of: $0) }
    var (random, actions) = (RandomStream(seed: 1), RandomStream(seed: 1))
    for _ in 0..<200 {
      #expect(estimator.sample(using: &random) == possible[policy.sample(using: &actions)])
    }
  }

  @Test func `a batch draw follows its definition`() {
    let policy = SoftmaxPolicy(logits: [0.1, 0.2, -0.3])
    let bandit = Bandit(rewards: [1, 2, 0.5])
    let size = 5
    for baseline in [Baseline.batchMean(size: size), .leaveOneOut(size: size)] {
      let estimator = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline)
      #expect(estimator.batchSize == size)
      var (random, actions) = (RandomStream(seed: 1), RandomStream(seed: 1))
      for _ in 0..<50 {
        let batch = (0..<size).map { _ in policy.sample(using: &actions) }
        let rewards = Vector(batch.map { bandit.expectedReward(of: $0) })
        var expected = Vector.zero(count: 3)
        for (index, action) in batch.enumerated() {
          var number = rewards.sum / Double(size)
          if case .leaveOneOut = baseline {
            number = (rewards.sum - rewards[index]) / Double(size - 1)
          }
          expected += (rewards[index] - number) * policy.score(of: action) / Double(size)
        }
        #expect(estimator.sample(using: &random).isClose(to: expected, tolerance: 1e-14))
      }
    }
  }

  @Test func `a contextual problem uses each state's own baseline`() {
    let policy = TabularSoftmaxPolicy(probabilities: [[0.75, 0.25], [0.5, 0.5]])
    let bandit = ContextualBandit(
      stateProbabilities: [0.5, 0.5],
      arms: [[.deterministic(1), .deterministic(0)], [.deterministic(10), .deterministic(8)]])
    let values = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .value)
    let constants = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .constants([0.75, 9]))
    #expect(values.mean.isClose(to: values.exactGradient, tolerance: 1e-15))
    #expect(values.covariance.isClose(to: constants.covariance, tolerance: 1e-15))
    // With two actions b* is the reversed mean, and the estimate is the same for both actions.
    let optimal = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .optimal)
    let reversed = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .constants([0.25, 9]))
    #expect(optimal.covariance.isClose(to: reversed.covariance, tolerance: 1e-15))
    #expect(optimal.totalVariance < values.totalVariance)
    // A batch mean over different states is worse than the states' own values, but unbiased when
    // each draw leaves itself out.
    let batch = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .leaveOneOut(size: 2))
    #expect(batch.bias.norm < 1e-15)
    #expect(batch.totalVariance > values.totalVariance)
  }

  @Test func `wrong sizes are named`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ScoreFunctionEstimator(
        policy: SoftmaxPolicy(logits: [0, 0]), bandit: Bandit(rewards: [1, 0]),
        baseline: .leaveOneOut(size: 1))
    }
    let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(message?.contains("Baseline.leaveOneOut: the size 1 is below 2") == true)
  }

  @Test func `a policy that does not fit is named`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Bandit(rewards: [1, 0]).gradient(of: SoftmaxPolicy(logits: [0, 0, 0]))
    }
    let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(message?.contains("the policy has 3 actions, the bandit has 2") == true)
  }
}
