import PolicyGradients
import Testing

@Suite struct LinearSoftmaxPolicyTests {
  private func random(seed: UInt64) -> LinearSoftmaxPolicy {
    var random = RandomStream(seed: seed)
    let features = (0..<3).map { _ in
      (0..<4).map { _ in Vector((0..<2).map { _ in random.normal() }) }
    }
    return LinearSoftmaxPolicy(features: features, parameters: [0.7, -1.2])
  }

  @Test func `the laws of discrete policies`() {
    for seed in 0..<5 as Range<UInt64> { expectDiscretePolicyLaws(random(seed: seed)) }
    expectDiscretePolicyLaws(
      LinearSoftmaxPolicy(observations: [0, 1, 0], logits: [[1, 2], [0, -1]]))
  }

  @Test func `one feature a state and action is the tabular policy`() {
    let tabular = TabularSoftmaxPolicy.problemZ
    let linear = LinearSoftmaxPolicy(
      observations: [0, 1, 2], logits: (0..<3).map { tabular.policy(at: $0).logits })
    let (one, other) = (
      Oracle(.problemZ, policy: tabular, discount: 0.8),
      Oracle(.problemZ, policy: linear, discount: 0.8)
    )
    #expect(linear.parameters == tabular.parameters)
    #expect(one.gradient.isClose(to: other.gradient, tolerance: 1e-14))
    #expect(one.expectedReturn == other.expectedReturn)
  }

  // With shared parameters too the three routes agree.
  @Test(arguments: 0..<20)
  func `aliased states`(seed: Int) {
    let problem = MarkovDecisionProcess.random(
      states: 4, actions: 2, horizon: 3, seed: UInt64(seed))
    let policy = LinearSoftmaxPolicy(
      observations: [0, 0, 1, 1], logits: [[0.3, -0.5], [0.1, 0.9]])
    #expect(policy.probability(of: 1, at: 0) == policy.probability(of: 1, at: 1))
    let oracle = Oracle(problem, policy: policy, discount: 0.9)
    let exact = oracle.gradient
    #expect(exact.count == 4)
    #expect((oracle.gradientFromTrajectories - exact).norm <= 1e-8 * exact.norm)
    #expect((oracle.gradientFromDifferences() - exact).norm <= 1e-8 * exact.norm)
    #expect(oracle.bias(of: RewardToGo(baseline: oracle.values)).norm <= 1e-12)
  }

  // E43: with aliased states an exact step within the trust region, with a positive exact surrogate,
  // can lower the return; with unshared parameters it never does (Amendment 11).
  @Test func `a positive surrogate can lower the return`() {
    func falls(_ observations: [Int], _ logits: [Vector]) -> Int {
      var count = 0
      for seed in 0..<2_000 as Range<UInt64> {
        let problem = MarkovDecisionProcess.random(
          states: 4, actions: 2, horizon: nil, seed: seed)
        let policy = LinearSoftmaxPolicy(observations: observations, logits: logits)
        let oracle = Oracle(problem, policy: policy, discount: 0.95)
        let natural = oracle.naturalGradient
        let curvature = natural.dot(oracle.fisherInformation * natural)
        var step = curvature > 1e-12 ? (2 * 0.05 / curvature).squareRoot() : 0
        var moved = policy.withParameters(policy.parameters + step * natural)
        while oracle.meanDivergence(relativeTo: moved) > 0.05 {
          step *= 0.8
          moved = policy.withParameters(policy.parameters + step * natural)
        }
        let gain = oracle.withPolicy(moved).expectedReturn - oracle.expectedReturn
        if oracle.surrogate(of: moved) > 1e-9 && gain < -1e-9 { count += 1 }
      }
      return count
    }
    #expect(falls([0, 0, 0, 0], [[0.5, -0.5]]) == 32)
    #expect(falls([0, 1, 2, 3], Array(repeating: [0.5, -0.5], count: 4)) == 0)
  }

  @Test func `shapes are checked`() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LinearSoftmaxPolicy(features: [[[1, 2], [1]]], parameters: [0, 0])
    }
    expectTrap(count, says: "state 0, action 1 has 1 features, there are 2 parameters")
    let observation = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = LinearSoftmaxPolicy(observations: [0, 2], logits: [[1, 2]])
    }
    expectTrap(observation, says: "state 1 has the observation 2, there are logits for 0..<1")
  }
}
