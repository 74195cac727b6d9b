import PolicyGradients
import Testing

@Suite struct MarkovDecisionProcessTests {
  @Test func `tables become sparse outcomes`() {
    let problem = MarkovDecisionProcess.problemZ
    #expect(problem.stateCount == 4)
    #expect(problem.actionCount == 3)
    #expect(problem.horizon == 4)
    #expect((0..<4).map { problem.isTerminal($0) } == [false, false, false, true])
    let row = Array(problem.outcomes(of: 2, at: 1))
    #expect(row.map(\.probability) == [0.15, 0.45, 0.35, 0.05])
    #expect(row.map(\.nextState) == [0, 1, 2, 3])
    #expect(row.allSatisfy { $0.reward == 0.9 })
    #expect((problem.expectedReward(of: 2, at: 1) - 0.9).magnitude < 1e-15)
    #expect(problem.outcomes(of: 0, at: 3).isEmpty)
    #expect(problem.expectedReward(of: 0, at: 3) == 0)
  }

  @Test func `equal outcomes are joined and impossible ones dropped`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1, 0], actionCount: 1, terminalStates: [1]
    ) { _, _ in
      [(0.25, 0, 1.0), (0.5, 0, 1), (0.25, 0, 2), (0, 1, 0)].map {
        .init(probability: $0.0, nextState: $0.1, reward: $0.2)
      }
    }
    #expect(
      Array(problem.outcomes(of: 0, at: 0)) == [
        .init(probability: 0.75, nextState: 0, reward: 1),
        .init(probability: 0.25, nextState: 0, reward: 2),
      ])
  }

  @Test func `another horizon keeps everything else`() {
    let problem = MarkovDecisionProcess.problemZ.withHorizon(nil)
    #expect(problem.horizon == nil)
    for state in 0..<4 {
      for action in 0..<3 {
        let original = MarkovDecisionProcess.problemZ.outcomes(of: action, at: state)
        #expect(Array(problem.outcomes(of: action, at: state)) == Array(original))
      }
    }
  }

  @Test func `a row that does not sum to 1 is named`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[[0.5, 0.5]], [[0.5, 0.4]]],
        rewards: [[0], [0]])
    }
    expectTrap(result, says: "state 1, action 0: the probabilities sum to 0.9, not to 1")
  }

  @Test func `a negative probability is named`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[[1.5, -0.5]], [[1, 0]]], rewards: [[0], [0]])
    }
    expectTrap(result, says: "state 0, action 0: the probability of next state 0 is 1.5")
  }

  @Test func `a probability that is NaN is named`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[[1, 0]], [[.nan, 1]]], rewards: [[0], [0]])
    }
    expectTrap(result, says: "state 1, action 0: the probability of next state 0 is nan")
  }

  @Test func `a reward that is NaN is named`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[[0, 1]], [[1, 0]]],
        rewards: [[0], [.nan]])
    }
    expectTrap(result, says: "state 1, action 0: the reward with next state 0 is nan")
  }

  @Test func `initial probabilities are checked`() async {
    let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(initialProbabilities: [0.5, 0.6], actionCount: 1) { _, _ in [] }
    }
    expectTrap(sum, says: "the initial probabilities sum to 1.1, not to 1")
    let terminal = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [0.5, 0.5], actionCount: 1, terminalStates: [1]
      ) { _, _ in [] }
    }
    expectTrap(terminal, says: "the terminal state 1 has initial probability 0.5")
  }

  @Test func `shapes are checked`() async {
    let actions = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[[0, 1], [0, 1]], [[1, 0], [1, 0]]],
        rewards: [[0, 0], [0]])
    }
    expectTrap(actions, says: "state 1 has transitions of 2 actions and rewards of 1, expected 2")
    let states = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[[0, 1]], [[1]]], rewards: [[0], [0]])
    }
    expectTrap(states, says: "state 1, action 0 have 1 probabilities, there are 2 states")
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(
        initialProbabilities: [1, 0], transitions: [[], []], rewards: [[], []])
    }
    expectTrap(empty, says: "the action count 0 is below 1")
    let next = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(initialProbabilities: [1], actionCount: 1) { _, _ in
        [.init(probability: 1, nextState: 1, reward: 0)]
      }
    }
    expectTrap(next, says: "state 0, action 0: the next state 1 is outside 0..<1")
    let horizon = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess.problemA.withHorizon(0)
    }
    expectTrap(horizon, says: "the horizon 0 is below 1")
  }
}
