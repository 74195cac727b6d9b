import PolicyGradients
import Testing

@Suite struct GroupRelativePolicyOptimizationTests {
  private let problem = TokenProblemTests.sums
  private let start = TabularSoftmaxPolicy.uniform(for: TokenProblemTests.sums.process)

  private func curve(
    _ surrogate: GroupSurrogate, rate: Double, innerSteps: Int = 1, updates: Int = 150,
    seed: UInt64 = 1
  ) -> [Double] {
    GroupRelativePolicyOptimization(
      surrogate: surrogate, learningRate: rate, promptsPerUpdate: 2, innerStepCount: innerSteps
    ).learningCurve(on: problem, from: start, updateCount: updates, seed: seed) {
      problem.expectedReturn(of: $0)
    }
  }

  @Test(arguments: [
    (GroupSurrogate.deepSeekMath(groupSize: 8), 1.0, 2), (.drGRPO(groupSize: 8), 1, 2),
    (.leaveOneOut(groupSize: 8), 1, 1),
  ])
  func `learns to add`(surrogate: GroupSurrogate, rate: Double, innerSteps: Int) {
    let curve = curve(surrogate, rate: rate, innerSteps: innerSteps)
    #expect(curve.count == 151)
    #expect((curve[0] - problem.expectedReturn(of: start)).magnitude == 0)
    #expect(curve[0] < 0.15)
    #expect(curve[150] > 0.8)
    // Negative control: hardly any rate, hardly any learning.
    #expect(self.curve(surrogate, rate: 1e-6, innerSteps: innerSteps)[150] < 0.15)
  }

  @Test func `a seed is a curve`() {
    let surrogate = GroupSurrogate.drGRPO(groupSize: 4)
    #expect(curve(surrogate, rate: 1, updates: 20) == curve(surrogate, rate: 1, updates: 20))
    #expect(
      curve(surrogate, rate: 1, updates: 20) != curve(surrogate, rate: 1, updates: 20, seed: 2))
  }

  // One inner step of RLOO moves along ∇J on average: exactly, over all groups.
  @Test func `one update is a step along the estimate`() {
    let algorithm = GroupRelativePolicyOptimization(
      surrogate: .leaveOneOut(groupSize: 4), learningRate: 0.3, promptsPerUpdate: 2)
    var policy = start
    var random = RandomStream(seed: 7)
    let report = algorithm.update(&policy, on: problem, reference: start, using: &random)
    // The same draws again.
    var again = RandomStream(seed: 7)
    var groups: [[Episode]] = []
    for _ in 0..<2 {
      let prompt = again.categorical(problem.promptProbabilities)
      groups.append(
        problem.sampleGroup(of: 4, answering: prompt, following: start, using: &again))
    }
    var step = Vector.zero(count: start.parameterCount)
    for group in groups {
      step +=
        GroupRelative(groupSize: 4, normalization: .leaveOneOut)
        .estimate(from: group, policy: start, discount: 1) / 2
    }
    #expect(policy.parameters.isClose(to: start.parameters + 0.3 * step, tolerance: 1e-15))
    let rewards = groups.flatMap { $0.map(\.undiscountedReturn) }
    #expect(report.meanReward == rewards.reduce(0, +) / 8)
    #expect(report.zeroGradientFraction == 0)
  }

  @Test func `silent groups teach nothing`() {
    let hopeless = TokenProblem(prompts: ["?"], letters: ["a"], maximumLength: 2) { _ in 0 }
    var policy = TabularSoftmaxPolicy.uniform(for: hopeless.process)
    let before = policy.parameters
    var random = RandomStream(seed: 1)
    let report = GroupRelativePolicyOptimization(
      surrogate: .drGRPO(groupSize: 4), learningRate: 1, promptsPerUpdate: 3
    ).update(&policy, on: hopeless, reference: policy, using: &random)
    #expect(report.silentGroupFraction == 1)
    #expect(policy.parameters == before)
  }

  // Clipping holds repeated steps on the same answers back.
  @Test func `the clip stops what went far enough`() {
    func divergence(_ clipRange: Double?) -> (Double, Double) {
      var policy = start
      var random = RandomStream(seed: 3)
      let report = GroupRelativePolicyOptimization(
        surrogate: GroupSurrogate(
          estimator: GroupRelative(groupSize: 16, normalization: .leaveOneOut),
          clipRange: clipRange),
        learningRate: 1, promptsPerUpdate: 3, innerStepCount: 30
      ).update(&policy, on: problem, reference: start, using: &random)
      let oracle = Oracle(problem.process, policy: policy, discount: 1)
      return (oracle.trajectoryDivergence(relativeTo: start), report.zeroGradientFraction)
    }
    let (clipped, free) = (divergence(0.2), divergence(nil))
    #expect(clipped.0 < 0.5 * free.0)
    #expect(clipped.1 > 0.1)
    #expect(free.1 == 0)
  }

  @Test func `bad settings stop with a message`() async {
    let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupRelativePolicyOptimization(
        surrogate: .drGRPO(groupSize: 4), learningRate: .nan, promptsPerUpdate: 1)
    }
    expectTrap(rate, says: "the learning rate nan is not above 0")
    let prompts = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GroupRelativePolicyOptimization(
        surrogate: .drGRPO(groupSize: 4), learningRate: 1, promptsPerUpdate: 0)
    }
    expectTrap(prompts, says: "0 prompts and 1 inner steps an update")
  }
}
