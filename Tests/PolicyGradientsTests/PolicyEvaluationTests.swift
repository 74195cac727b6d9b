import PolicyGradients
import Testing

@Suite struct PolicyEvaluationTests {
  @Test func `sweeps approach the solved values`() {
    for seed in 0..<5 as Range<UInt64> {
      let problem = MarkovDecisionProcess.random(
        states: 20, actions: 3, horizon: nil, hasTerminalState: seed % 2 == 0, seed: seed)
      let policy = TabularSoftmaxPolicy.random(for: problem, seed: seed)
      let exact = problem.values(of: policy, discount: 0.95)
      for tolerance in [1e-2, 1e-10] {
        let swept = problem.iteratedValues(of: policy, discount: 0.95, tolerance: tolerance)
        #expect(swept.row().isClose(to: exact.row(), tolerance: tolerance))
      }
    }
  }

  @Test func `a random walk in a corridor by hand`() {
    // From cell k of 0…3 the mean number of steps to the goal at 4, with a reflecting left wall,
    // is 4·5 − k (k + 1).
    let problem = MarkovDecisionProcess.corridor(length: 5)
    let values = problem.values(of: TabularSoftmaxPolicy.uniform(for: problem), discount: 1)
    #expect(values.row().isClose(to: [-20, -18, -14, -8, 0], tolerance: 1e-12))
  }

  // FACTS (e).
  @Test func `the uniform policy on the cliff`() {
    let problem = MarkovDecisionProcess.cliffWalking()
    let values = problem.values(of: TabularSoftmaxPolicy.uniform(for: problem), discount: 1)
    #expect((values.value(at: 36) / -65_000 - 1).magnitude < 0.02)
  }

  @Test func `wrong arguments are refused`() async {
    let discount = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let problem = MarkovDecisionProcess.corridor(length: 3)
      _ = problem.iteratedValues(of: TabularSoftmaxPolicy.uniform(for: problem), discount: 1)
    }
    expectTrap(discount, says: "the discount 1.0 is outside 0..<1")
    let nan = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess.problemA.values(of: TabularSoftmaxPolicy.problemA, discount: .nan)
    }
    expectTrap(nan, says: "the discount nan is outside 0...1")
  }
}
