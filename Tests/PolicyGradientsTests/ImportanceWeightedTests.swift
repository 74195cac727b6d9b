import PolicyGradients
import Testing

@Suite struct ImportanceWeightedTests {
  private let acting = TabularSoftmaxPolicy.problemA
  private let target = TabularSoftmaxPolicy.random(for: .problemA, seed: 3, scale: 0.5)

  private func estimator(_ correction: ImportanceWeighted.Correction) -> ImportanceWeighted {
    ImportanceWeighted(target: target, acting: acting, correction: correction)
  }

  @Test func `the target's gradient from the acting policy's episodes`() {
    let oracle = OracleTests.a
    let gradient = oracle.withPolicy(target).gradient
    #expect((gradient - oracle.gradient).norm > 0.1)
    let whole = oracle.moments(of: estimator(.wholeTrajectory))
    let perDecision = oracle.moments(of: estimator(.perDecision))
    #expect(whole.mean.isClose(to: gradient, tolerance: 1e-14))
    #expect(perDecision.mean.isClose(to: gradient, tolerance: 1e-14))
    #expect(perDecision.totalVariance < whole.totalVariance)
    // E47: one ratio corrects neither the states nor what follows.
    let oneStep = oracle.moments(of: estimator(.oneStep))
    #expect((oneStep.mean - gradient).norm > 0.02 * gradient.norm)
  }

  @Test func `for one step, or the same policy, one ratio is enough`() {
    let oracle = Oracle(MarkovDecisionProcess.problemA.withHorizon(1), policy: acting, discount: 1)
    let gradient = oracle.withPolicy(target).gradient
    #expect(oracle.mean(of: estimator(.oneStep)).isClose(to: gradient, tolerance: 1e-14))
    let same = ImportanceWeighted(target: acting, acting: acting, correction: .oneStep)
    #expect(OracleTests.a.bias(of: same).norm < 1e-14)
  }

  @Test func `it takes the acting policy's episodes only`() async {
    let other = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let acting = TabularSoftmaxPolicy.problemA
      let target = TabularSoftmaxPolicy.random(for: .problemA, seed: 3)
      let oracle = Oracle(.problemA, policy: target, discount: 1)
      _ = oracle.mean(of: ImportanceWeighted(target: target, acting: acting))
    }
    expectTrap(other, says: "the oracle's policy is not the acting one: action 0 at state 0 has")
    let never = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let acting = TabularSoftmaxPolicy(logits: [[0, 2_000], [1, 0]])
      let oracle = Oracle(.problemA, policy: acting, discount: 1)
      _ = oracle.sampled(ImportanceWeighted(target: TabularSoftmaxPolicy.problemA, acting: acting))
    }
    expectTrap(never, says: "the acting policy never takes action 0 at state 0, which the target")
    let episode = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let acting = TabularSoftmaxPolicy(logits: [[0, 2_000], [1, 0]])
      let estimator = ImportanceWeighted(target: TabularSoftmaxPolicy.problemA, acting: acting)
      _ = estimator.weights(
        of: Episode(states: [0, 1], actions: [0], rewards: [1]), discount: 1)
    }
    expectTrap(episode, says: "the episode is not one of the acting policy, under which action 0")
  }

  // Where π never comes, μ may do as it likes.
  @Test func `only what the target can reach has to be seen`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1, 0, 0], actionCount: 2, terminalStates: [2], horizon: 2
    ) { state, action in
      [.init(probability: 1, nextState: state == 0 && action == 1 ? 1 : 2, reward: 1)]
    }
    let target = TabularSoftmaxPolicy(logits: [[2_000, 0], [0, 0]])
    let acting = TabularSoftmaxPolicy(logits: [[0, 0], [2_000, 0]])
    let oracle = Oracle(problem, policy: acting, discount: 1)
    let mean = oracle.mean(of: ImportanceWeighted(target: target, acting: acting))
    #expect(mean.isClose(to: oracle.withPolicy(target).gradient, tolerance: 1e-12))
  }

  @Test func `draws and single estimates use the target's scores`() {
    let oracle = OracleTests.a
    let sampled = oracle.sampled(estimator(.perDecision))
    var (one, other) = (RandomStream(seed: 1), RandomStream(seed: 1))
    for _ in 0..<50 {
      let episode = oracle.problem.sampleEpisode(following: acting, using: &one)
      let expected = estimator(.perDecision).estimate(
        from: episode, policy: acting, discount: 0.8)
      #expect(sampled.sample(using: &other).isClose(to: expected, tolerance: 1e-13))
    }
  }
}
