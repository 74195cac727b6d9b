import PolicyGradients
import Testing

@Suite struct GroupRelativeTests {
  private let a = OracleTests.a

  @Test func `advantages by hand`() {
    let returns = [1.0, 2, 6]
    func advantages(_ normalization: GroupRelative.Normalization) -> [Double] {
      GroupRelative(groupSize: 3, normalization: normalization).advantages(of: returns)
    }
    #expect(advantages(.mean) == [-2, -1, 3])
    #expect(advantages(.leaveOneOut) == [-3, -1.5, 4.5])
    // Σ = 14; divisor 3 or 2.
    let sample = advantages(.standardized(degreesOfFreedom: 1))
    #expect(Vector(sample).isClose(to: Vector([-2, -1, 3]) / 7.0.squareRoot(), tolerance: 1e-15))
    let population = advantages(.standardized(degreesOfFreedom: 0))
    #expect((population[2] - 3 / (14.0 / 3).squareRoot()).magnitude < 1e-15)
    let equal = GroupRelative(groupSize: 2, normalization: .standardized(degreesOfFreedom: 1))
    #expect(equal.advantages(of: [0.1, 0.1]) == [0, 0])
  }

  // E34: the group's own mean shrinks the gradient by 1 − 1/N exactly; leaving one out does not.
  @Test(arguments: [2, 3])
  func `exact means over all groups`(size: Int) {
    let a = Oracle(
      MarkovDecisionProcess.problemA.withHorizon(4 - size), policy: TabularSoftmaxPolicy.problemA,
      discount: 0.8)
    let mean = a.mean(of: GroupRelative(groupSize: size, normalization: .mean))
    let factor = 1 - 1 / Double(size)
    #expect(mean.isClose(to: factor * a.gradient, tolerance: 1e-12))
    #expect((mean - a.gradient).norm > 0.3 * a.gradient.norm)
    let others = a.moments(of: GroupRelative(groupSize: size, normalization: .leaveOneOut))
    #expect(others.mean.isClose(to: a.gradient, tolerance: 1e-12))
    // Draw by draw the same up to the factor.
    let own = a.covariance(of: GroupRelative(groupSize: size, normalization: .mean)).trace
    #expect((own - factor * factor * others.totalVariance).magnitude < 1e-12)
  }

  // E34 at N = 4, on a bandit of two arms: relative bias exactly ¼.
  @Test func `a group of four`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1], transitions: [[[1], [1], [1]]], rewards: [[1, 0.2, -0.5]],
      horizon: 1)
    let oracle = Oracle(problem, policy: SoftmaxPolicy(logits: [0.2, 0, 0.5]), discount: 1)
    let mean = oracle.biasVariance(of: GroupRelative(groupSize: 4, normalization: .mean))
    #expect((mean.relativeBias - 0.25).magnitude < 1e-13)
    #expect((mean.cosine - 1).magnitude < 1e-14)
    // Amendment 10: the scale depends on the rewards' unit, the direction does not.
    func standardized(_ unit: Double) -> BiasVariance {
      let scaled = MarkovDecisionProcess(
        initialProbabilities: [1], transitions: [[[1], [1], [1]]],
        rewards: [unit * Vector([1, 0.2, -0.5])], horizon: 1)
      return Oracle(scaled, policy: SoftmaxPolicy(logits: [0.2, 0, 0.5]), discount: 1)
        .biasVariance(
          of: GroupRelative(
            groupSize: 4, normalization: .standardized(degreesOfFreedom: 1)))
    }
    let (one, ten) = (standardized(1), standardized(10))
    #expect((one.scale / ten.scale - 10).magnitude < 1e-9)
    #expect((one.cosine - ten.cosine).magnitude < 1e-12)
    #expect(one.cosine < 1 - 1e-6)
    #expect(one.relativeBias > 0.01)
  }

  @Test func `division by length biases the direction`() {
    let problem = MarkovDecisionProcess.random(
      states: 2, actions: 2, horizon: 3, hasTerminalState: true, seed: 5)
    let policy = TabularSoftmaxPolicy.random(for: problem, seed: 5)
    let oracle = Oracle(problem, policy: policy, discount: 1)
    let (plain, divided) = (
      oracle.biasVariance(of: GroupRelative(groupSize: 2, normalization: .leaveOneOut)),
      oracle.biasVariance(
        of: GroupRelative(groupSize: 2, normalization: .leaveOneOut, dividesByLength: true))
    )
    #expect(plain.relativeBias < 1e-12)
    #expect(divided.relativeBias > 0.05)
    #expect(divided.cosine < 1 - 1e-5)
  }

  @Test func `draws are groups`() {
    let estimator = GroupRelative(groupSize: 3, normalization: .leaveOneOut)
    let sampled = Oracle(
      .problemA, policy: TabularSoftmaxPolicy.problemA, discount: 0.8, enumerationLimit: 1_000
    )
    .sampled(estimator)
    // 128³ tuples are more than the limit.
    #expect(sampled.exactMean == nil)
    #expect(sampled.episodeCount == 3)
    var (one, other) = (RandomStream(seed: 1), RandomStream(seed: 1))
    for _ in 0..<50 {
      let group = (0..<3).map { _ in
        a.problem.sampleEpisode(following: TabularSoftmaxPolicy.problemA, using: &one)
      }
      let expected = estimator.estimate(
        from: group, policy: TabularSoftmaxPolicy.problemA, discount: 0.8)
      #expect(sampled.sample(using: &other).isClose(to: expected, tolerance: 1e-13))
    }
  }

  @Test func `sizes are checked`() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupRelative(groupSize: 1, normalization: .leaveOneOut)
    }
    expectTrap(size, says: "the group size 1 is below 2")
    let degrees = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupRelative(groupSize: 2, normalization: .standardized(degreesOfFreedom: 2))
    }
    expectTrap(degrees, says: "2 degrees of freedom are outside 0..<2")
  }
}
