import PolicyGradients
import Testing

@Suite struct ProblemsTests {
  private func rows(
    _ problem: MarkovDecisionProcess, _ state: Int, _ action: Int
  ) -> [Int: Double] {
    problem.outcomes(of: action, at: state).reduce(into: [:]) {
      $0[$1.nextState, default: 0] += $1.probability
    }
  }

  @Test func `corridor`() {
    let problem = MarkovDecisionProcess.corridor(length: 3, slip: 0.25, goalReward: 10)
    #expect(rows(problem, 0, 0) == [0: 0.75, 1: 0.25])
    #expect(rows(problem, 1, 1) == [0: 0.25, 2: 0.75])
    #expect(problem.isTerminal(2))
    #expect(problem.outcomes(of: 1, at: 1).map(\.reward) == [9, -1])
  }

  @Test func `gridworld`() {
    let problem = MarkovDecisionProcess.gridworld(["S.G", "H#."], slip: 0.2)
    #expect(problem.initialProbabilities == [1, 0, 0, 0, 0, 0])
    #expect(rows(problem, 1, 2) == [1: 0.8, 2: 0.1, 0: 0.1])
    #expect(rows(problem, 0, 2) == [3: 0.8, 1: 0.1, 0: 0.1])
    #expect(problem.outcomes(of: 2, at: 0).map(\.reward) == [-11, -1, -1])
    #expect(problem.isTerminal(2) && problem.isTerminal(3) && problem.isTerminal(4))
  }

  // Gymnasium's table: no episode ends in the cliff, and only the goal is terminal.
  @Test func `cliff walking`() {
    let problem = MarkovDecisionProcess.cliffWalking()
    #expect(problem.stateCount == 48)
    #expect((0..<48).filter { problem.isTerminal($0) } == [47])
    #expect(problem.initialProbabilities[36] == 1)
    func step(_ state: Int, _ action: Int) -> MarkovDecisionProcess.Outcome? {
      problem.outcomes(of: action, at: state).first
    }
    #expect(step(36, 1) == .init(probability: 1, nextState: 36, reward: -100))
    #expect(step(36, 0) == .init(probability: 1, nextState: 24, reward: -1))
    #expect(step(30, 2) == .init(probability: 1, nextState: 36, reward: -100))
    #expect(step(35, 2) == .init(probability: 1, nextState: 47, reward: -1))
    #expect(step(0, 3) == .init(probability: 1, nextState: 0, reward: -1))
  }

  @Test func `frozen lake`() {
    let lake = MarkovDecisionProcess.frozenLake()
    #expect((0..<16).filter { lake.isTerminal($0) } == [5, 7, 11, 12, 15])
    let third = 1.0 / 3
    // Gymnasium's P[0][0]: left slips to up, left, down; up and left stay.
    #expect(rows(lake, 0, 0) == [0: third + third, 4: third])
    #expect(rows(lake, 14, 2) == [10: third, 14: third, 15: third])
    #expect(lake.outcomes(of: 2, at: 14).first { $0.nextState == 15 }?.reward == 1)
    #expect(rows(.frozenLake(isSlippery: false), 0, 1) == [4: 1])
    let large = MarkovDecisionProcess.frozenLake(.large, horizon: FrozenLakeMap.large.timeLimit)
    #expect(large.horizon == 200)
    #expect(
      (0..<64).filter { large.isTerminal($0) } == [19, 29, 35, 41, 42, 46, 49, 52, 54, 59, 63])
  }

  @Test func `random problems are reproducible`() {
    let problem = MarkovDecisionProcess.random(
      states: 3, actions: 2, horizon: 4, hasTerminalState: true, seed: 7)
    let again = MarkovDecisionProcess.random(
      states: 3, actions: 2, horizon: 4, hasTerminalState: true, seed: 7)
    let other = MarkovDecisionProcess.random(
      states: 3, actions: 2, horizon: 4, hasTerminalState: true, seed: 8)
    #expect(Array(problem.outcomes(of: 1, at: 2)) == Array(again.outcomes(of: 1, at: 2)))
    #expect(Array(problem.outcomes(of: 1, at: 2)) != Array(other.outcomes(of: 1, at: 2)))
    #expect(problem.stateCount == 4)
    #expect(problem.isTerminal(3))
    #expect(problem.outcomes(of: 1, at: 2).count == 4)
  }

  // The promise "same bytes everywhere": these must never change.
  @Test func `golden values`() {
    let problem = MarkovDecisionProcess.random(states: 3, actions: 2, horizon: 4, seed: 7)
    let policy = TabularSoftmaxPolicy.random(for: problem, seed: 1)
    let oracle = Oracle(problem, policy: policy, discount: 0.8)
    #expect(oracle.expectedReturn == -1.2434576826806791)
    #expect(
      Array(oracle.gradient) == [
        -0.019218701921395288, 0.019218701921395288, 0.1348341758627007, -0.1348341758627007,
        0.08721179696312928, -0.08721179696312928,
      ])
    #expect(oracle.totalVariance(of: RewardToGo()) == 2.3947909051887697)
    var random = RandomStream(seed: 2026, label: "golden")
    let episode = problem.sampleEpisode(following: policy, using: &random)
    #expect(episode.states == [0, 1, 0, 0, 2])
    #expect(
      episode.rewards == [
        2.299808175604828, 0.864823906911503, -1.1198352857529934, -2.7843456640636863,
      ])
  }

  @Test func `mistakes in a map are named`() async {
    let length = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess.gridworld(["S.G", ".."])
    }
    expectTrap(length, says: "row 1 of the grid has 2 cells, row 0 has 3")
    let letter = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess.gridworld(["SxG"])
    }
    expectTrap(letter, says: "the grid contains \"x\"; the letters are S.#GH")
  }
}
