import PolicyGradients
import Testing

@Suite struct ScoreFunctionRangeTests {
  private let policy = SoftmaxPolicy(logits: [0.5, -0.3, 0.1])
  private let bandit = Bandit(arms: [.deterministic(2), .bernoulli(0.3), .deterministic(-1)])

  @Test func `the range is the hull of the outcomes`() throws {
    let estimator = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .constant(0.5))
    let range = try #require(estimator.range)
    let estimates = [(0, 2.0), (1, 0), (1, 1), (2, -1)].map {
      ($0.1 - 0.5) * policy.score(of: $0.0)
    }
    for index in 0..<3 {
      #expect(range[index].lowerBound == estimates.map { $0[index] }.min())
      #expect(range[index].upperBound == estimates.map { $0[index] }.max())
    }
  }

  @Test func `a normal arm is unbounded`() {
    let noisy = Bandit(arms: [.normal(mean: 0, deviation: 1), .deterministic(1), .deterministic(1)])
    #expect(ScoreFunctionEstimator(policy: policy, bandit: noisy).range == nil)
  }

  @Test(arguments: [2, 3, 12])
  func `batches of every size stay within their range`(size: Int) throws {
    for baseline in [Baseline.batchMean(size: size), .leaveOneOut(size: size)] {
      let estimator = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline)
      let range = try #require(estimator.range)
      var random = RandomStream(seed: 1)
      var (low, high) = (Vector.zero(count: 3), Vector.zero(count: 3))
      for _ in 0..<20_000 {
        let sample = estimator.sample(using: &random)
        for index in 0..<3 {
          #expect(range[index].lowerBound - 1e-12 <= sample[index])
          #expect(range[index].upperBound + 1e-12 >= sample[index])
          low[index] = min(low[index], sample[index])
          high[index] = max(high[index], sample[index])
        }
      }
      // Few outcomes: the extremes of small batches are met, so the range is the least one.
      if size <= 3 {
        for index in 0..<3 {
          #expect((range[index].lowerBound - low[index]).magnitude < 1e-12)
          #expect((range[index].upperBound - high[index]).magnitude < 1e-12)
        }
      }
    }
  }

  @Test func `very large batches get a bound`() throws {
    let (small, large) = (
      ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .leaveOneOut(size: 2)),
      ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .leaveOneOut(size: 1_000))
    )
    // The mean over pairs of what a batch of two gives.
    #expect(try #require(large.range) == #require(small.range))
  }

  @Test func `the rarest outcome of one draw`() {
    let rare = SoftmaxPolicy(probabilities: [0.6, 0.3999, 0.0001])
    let bandit = Bandit(rewards: [1, 0.9, 50])
    let single = ScoreFunctionEstimator(policy: rare, bandit: bandit, baseline: .value)
    #expect(single.smallestOutcomeProbability == 0.0001)
    let batch = ScoreFunctionEstimator(
      policy: rare, bandit: bandit, baseline: .leaveOneOut(size: 4))
    // 1 − 0.9999⁴
    #expect((batch.smallestOutcomeProbability - 3.999_400_039_999e-4).magnitude < 1e-14)
    let coin = ScoreFunctionEstimator(
      policy: SoftmaxPolicy(probabilities: [0.5, 0.5]),
      bandit: Bandit(arms: [.bernoulli(0.125), .deterministic(1)]))
    #expect(coin.smallestOutcomeProbability == 0.0625)
  }
}
