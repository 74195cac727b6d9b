import PolicyGradients
import Statistics
import Testing

@Suite struct SampledEstimatorTests {
  private let oracle = OracleTests.a

  @Test func `draws are estimates from sampled episodes`() {
    let policy = TabularSoftmaxPolicy.problemA
    let sampled = oracle.sampled(RewardToGo())
    let closure = oracle.sampled { RewardToGo().estimate(from: $0, policy: policy, discount: 0.8) }
    var streams = Array(repeating: RandomStream(seed: 3), count: 3)
    for _ in 0..<200 {
      let episode = oracle.problem.sampleEpisode(following: policy, using: &streams[0])
      let expected = RewardToGo().estimate(from: episode, policy: policy, discount: 0.8)
      #expect(sampled.sample(using: &streams[1]).isClose(to: expected, tolerance: 1e-14))
      #expect(closure.sample(using: &streams[2]) == expected)
    }
    #expect(streams[0] == streams[1])
    #expect(streams[0] == streams[2])
  }

  @Test func `a block holds the same draws`() {
    let sampled = oracle.sampled(RewardToGo(), episodeCount: 3)
    var block = SampleBlock(capacity: 20, dimension: 4)
    var (one, other) = (RandomStream(seed: 4), RandomStream(seed: 4))
    sampled.sample(into: &block, using: &one)
    for index in 0..<20 {
      let draw = sampled.sample(using: &other)
      #expect((0..<4).allSatisfy { block[index, $0] == draw[$0] })
    }
  }

  @Test func `a student's function of a group`() {
    let policy = TabularSoftmaxPolicy.problemA
    let sampled = oracle.sampled(groupSize: 2) { group in
      let difference = group[0].discountedReturn(0.8) - group[1].discountedReturn(0.8)
      return 0.5 * difference
        * (group[0].sum { policy.score(of: $0) } - group[1].sum { policy.score(of: $0) })
    }
    // The difference of two is leave-one-out for N = 2: unbiased.
    let library = oracle.moments(of: GroupRelative(groupSize: 2, normalization: .leaveOneOut))
    #expect(sampled.exactMean?.isClose(to: oracle.gradient, tolerance: 1e-12) == true)
    #expect(sampled.moments?.covariance.isClose(to: library.covariance, tolerance: 1e-12) == true)
    var random = RandomStream(seed: 1)
    #expect(sampled.sample(using: &random).count == 4)
  }

  // FACTS, "Variance claims": with each estimator's own exact mean, and the range known.
  @Test func `claims about variances`() throws {
    let (naive, toGo, withValues) = (
      oracle.sampled(TotalReturn()), oracle.sampled(RewardToGo()),
      oracle.sampled(RewardToGo(baseline: oracle.values))
    )
    // The true ratio is 0.501.
    let half = try VarianceClaim(factor: 0.6).verdict(of: toGo, against: naive, seed: 1)
    #expect(half.kind == .verified)
    #expect(half.evidence.method == .bounded)
    // The true ratio is 0.316.
    let quarter = try VarianceClaim(factor: 0.25).verdict(of: withValues, against: toGo, seed: 1)
    #expect(quarter.kind == .refuted)
    // Amendment 4: a biased estimator is compared about its own mean.
    let shifted = oracle.sampled(ShiftedReward())
    #expect(shifted.exactMean?.isClose(to: oracle.gradient, tolerance: 0.01) == false)
    let ratio = (shifted.moments?.totalVariance ?? 0) / oracle.totalVariance(of: RewardToGo())
    let above = try VarianceClaim(factor: 1.2 * ratio).verdict(of: shifted, against: toGo, seed: 1)
    #expect(above.kind == .verified)
  }

  // The range is known by enumeration, so the verdict holds at every sample size.
  @Test func `claims about it are bounded, and a wrong one is refuted`() throws {
    let claim = MeanClaim(equals: oracle.gradient, within: .relative(0.1))
    let right = try claim.verdict(of: oracle.sampled(RewardToGo(baseline: oracle.values)), seed: 1)
    #expect(right.kind == .verified)
    #expect(right.evidence.method == .bounded)
    let wrong = try claim.verdict(
      of: oracle.sampled(RewardToGo(weighting: .undiscounted, baseline: oracle.values)), seed: 1)
    #expect(wrong.kind == .refuted)
  }

  @Test func `without enumeration nothing is claimed to be known`() {
    let problem = MarkovDecisionProcess.problemA.withHorizon(nil)
    let long = Oracle(
      problem, policy: TabularSoftmaxPolicy.problemA, discount: 0.9)
    let sampled = long.withStepLimit(200).sampled(
      GeneralizedAdvantage(values: long.values, lambda: 1))
    #expect(sampled.exactMean == nil)
    #expect(sampled.range == nil)
    var random = RandomStream(seed: 1)
    #expect(sampled.sample(using: &random).count == 4)
  }
}
