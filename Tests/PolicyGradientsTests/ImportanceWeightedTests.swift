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
