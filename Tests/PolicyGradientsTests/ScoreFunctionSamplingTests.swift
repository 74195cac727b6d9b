import PolicyGradients
import Testing

@Suite struct ScoreFunctionSamplingTests {
  private let policy = SoftmaxPolicy(logits: [0.1, 0.2, -0.3])

  private static let bandits = [
    Bandit(rewards: [1, 2, 0.5]),
    Bandit(arms: [.bernoulli(0.3), .bernoulli(0.6), .deterministic(0.5)]),
    Bandit(arms: [
      .normal(mean: 1, deviation: 0.5), .bernoulli(0.6), .normal(mean: 0, deviation: 2),
    ]),
  ]

  private static let baselines: [Baseline] = [
    .none, .constant(1), .value, .optimal, .batchMean(size: 3), .leaveOneOut(size: 3),
  ]

  @Test(arguments: bandits.indices, baselines)
  func `bulk moments are those of single draws`(index: Int, baseline: Baseline) {
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: Self.bandits[index], baseline: baseline)
    var (single, bulk) = (RandomStream(seed: 3), RandomStream(seed: 3))
    // Not a multiple of 32, and not from the start of a group.
    _ = (single.next(), bulk.next())
    let sampleCount = 1_003
    let sample = (0..<sampleCount).map { _ in estimator.sample(using: &single) }
    let moments = estimator.moments(sampleCount: sampleCount, using: &bulk)
    #expect(single == bulk)
    var mean = Vector.zero(count: 3)
    for draw in sample { mean += draw / Double(sampleCount) }
    var covariance = Matrix.zero(rowCount: 3, columnCount: 3)
    for draw in sample {
      covariance += (1 / Double(sampleCount - 1)) * Matrix.outer(draw - mean, draw - mean)
    }
    #expect(moments.sampleCount == sampleCount)
    #expect(moments.mean.isClose(to: mean, tolerance: 1e-12))
    #expect(moments.covariance.isClose(to: covariance, tolerance: 1e-12))
    #expect((moments.totalVariance - covariance.trace).magnitude < 1e-12)
  }

  // 6.5 standard errors on each of three components: wrong once in 10⁹ fresh seeds; a bias of 13
  // standard errors is missed as rarely. The variance is compared within 5 %, more than ten of its
  // standard errors for these bounded or normal terms.
  @Test(arguments: bandits.indices, baselines)
  func `sampled moments approach the exact ones`(index: Int, baseline: Baseline) {
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: Self.bandits[index], baseline: baseline)
    var random = RandomStream(seed: 4).split(index)
    let moments = estimator.moments(sampleCount: 100_000, using: &random)
    func agrees(_ mean: Vector) -> Bool {
      (0..<3).allSatisfy {
        (moments.mean[$0] - mean[$0]).magnitude <= 6.5 * moments.standardError[$0]
      }
    }
    #expect(agrees(estimator.mean))
    // Negative control: 13.5 standard errors away in one component.
    #expect(!agrees(estimator.mean + [13.5 * moments.standardError[0], 0, 0]))
    #expect(
      moments.covariance.isClose(
        to: estimator.covariance, tolerance: 0.05 * estimator.totalVariance))
  }

  // The batch mean's shrinkage is far outside the noise: the same test must reject ∇J as its mean.
  @Test func `the batch mean is refuted as unbiased`() {
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: Self.bandits[0], baseline: .batchMean(size: 4))
    var random = RandomStream(seed: 5)
    let moments = estimator.moments(sampleCount: 100_000, using: &random)
    let distance = moments.mean - estimator.exactGradient
    #expect(distance[1].magnitude > 6.5 * moments.standardError[1])
  }

  @Test func `one draw has no variance`() {
    let estimator = ScoreFunctionEstimator(policy: policy, bandit: Self.bandits[0])
    var random = RandomStream(seed: 6)
    let moments = estimator.moments(sampleCount: 1, using: &random)
    #expect(moments.totalVariance == 0)
  }

  // The promise "same bytes everywhere": these must never change.
  @Test func `golden values`() {
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: Self.bandits[2], baseline: .value)
    var random = RandomStream(seed: 2026, label: "golden")
    let moments = estimator.moments(sampleCount: 10_000, using: &random)
    #expect(
      Array(moments.mean) == [0.1374309728113682, -0.012603420514752843, -0.12482755229661537])
    #expect(moments.totalVariance == 1.0226834594876952)
  }
}
