import PolicyGradients
import Testing

@Suite struct OptimalControlTests {
  // FACTS (e).
  @Test func `cliff walking takes thirteen steps`() {
    let problem = MarkovDecisionProcess.cliffWalking()
    let optimum = problem.optimum(discount: 1)
    #expect(optimum.expectedReturn == -13)
    var (state, actions) = (36, [Int]())
    while !problem.isTerminal(state) && actions.count < 20 {
      let action = optimum.action(at: state)
      actions.append(action)
      state = problem.outcomes(of: action, at: state).first?.nextState ?? state
    }
    #expect(actions == [0] + Array(repeating: 1, count: 11) + [2])
    #expect(problem.withHorizon(13).optimum(discount: 1).expectedReturn == -13)
    // Twelve steps do not reach the goal, but any twelve cost −12.
    #expect(problem.withHorizon(12).optimum(discount: 1).expectedReturn == -12)
  }

  @Test func `frozen lake`() {
    let lake = MarkovDecisionProcess.frozenLake()
    // Without a time limit the best policy arrives with probability 14/17.
    #expect((lake.optimum(discount: 1).expectedReturn - 14.0 / 17).magnitude < 1e-8)
    let discounted = lake.optimum(discount: 0.99).expectedReturn
    #expect((discounted - 0.5420259).magnitude < 1e-6)
    // On the large map a policy exists that never falls.
    let large = MarkovDecisionProcess.frozenLake(.large).optimum(discount: 1)
    #expect((large.expectedReturn - 1).magnitude < 1e-6)
    // With it, what is best depends on time.
    let limited = lake.withHorizon(100)
    let timed = limited.optimum(discount: 1)
    let stationary = limited.values(
      ofGreedy: lake.optimum(discount: 1).actionValues, discount: 1)
    let without = stationary.row(0).dot(limited.initialProbabilities)
    #expect(timed.expectedReturn > without + 1e-4)
    #expect(timed.expectedReturn < 14.0 / 17)
    let achieved = limited.values(ofGreedy: timed.actionValues, discount: 1)
    #expect(
      (achieved.row(0).dot(limited.initialProbabilities) - timed.expectedReturn).magnitude < 1e-13)
  }

  @Test func `the optimum is reached by its greedy policy and by no other`() {
    for seed in 0..<10 as Range<UInt64> {
      for horizon in [nil, 4] as [Int?] {
        let problem = MarkovDecisionProcess.random(
          states: 4, actions: 3, horizon: horizon, hasTerminalState: true, seed: seed)
        let optimum = problem.optimum(discount: 0.9)
        let greedy = problem.values(ofGreedy: optimum.actionValues, discount: 0.9)
        #expect(greedy.row(0).isClose(to: optimum.values.row(0), tolerance: 1e-9))
        for other in 0..<10 as Range<UInt64> {
          let policy = TabularSoftmaxPolicy.random(for: problem, seed: other, scale: 5)
          let values = problem.values(of: policy, discount: 0.9).row(0)
          for state in 0..<4 { #expect(values[state] <= optimum.values.row(0)[state] + 1e-9) }
        }
      }
    }
  }

  @Test func `values that do not exist are refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let endless = MarkovDecisionProcess(initialProbabilities: [1], actionCount: 1) { _, _ in
        [.init(probability: 1, nextState: 0, reward: 1)]
      }
      _ = endless.optimum(discount: 1)
    }
    expectTrap(result, says: "without horizon the values do not converge")
  }
}
