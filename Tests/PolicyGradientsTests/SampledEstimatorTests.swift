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
      problem, policy: TabularSoftmaxPolicy.problemA, discount: 0.9, stepLimit: 200)
    let sampled = long.sampled(RewardToGo())
    #expect(sampled.exactMean == nil)
    #expect(sampled.range == nil)
    var random = RandomStream(seed: 1)
    #expect(sampled.sample(using: &random).count == 4)
  }
}
