import PolicyGradients
import Testing

@Suite struct ActionValueLearningTests {
  private let corridor = MarkovDecisionProcess.corridor(length: 4, slip: 0.1)

  @Test func `Q-learning finds the optimal values`() {
    let optimum = corridor.optimum(discount: 0.9)
    var random = RandomStream(seed: 1)
    let learned = ActionValueLearning(discount: 0.9, learningRate: 0.02, exploration: 0.3)
      .qLearning(on: corridor, episodeCount: 4_000, using: &random)
    for state in 0..<3 {
      #expect(learned.actionValues.greedyAction(at: state) == 1)
      #expect(
        (learned.actionValues.row(at: state)[1] - optimum.actionValues.row(at: state)[1]).magnitude
          < 0.15)
    }
    #expect(learned.returns.count == 4_000)
  }

  // The agent explores: Monte Carlo learns what its own policy earns, which is less.
  @Test func `Monte-Carlo control learns the exploring policy`() {
    let exploration = 0.3
    var random = RandomStream(seed: 2)
    let learned = ActionValueLearning(
      discount: 0.9, learningRate: 0.005, exploration: exploration
    ).monteCarloControl(
      on: corridor, episodeCount: 20_000, cutEpisodes: .leftOut, using: &random)
    let policy = TabularSoftmaxPolicy(
      probabilities: Array(repeating: [exploration / 2, 1 - exploration / 2], count: 4))
    let exact = Oracle(corridor, policy: policy, discount: 0.9).actionValues
    let optimum = corridor.optimum(discount: 0.9).actionValues
    #expect((learned.actionValues.row(at: 0)[1] - exact.row(at: 0)[1]).magnitude < 0.15)
    #expect((learned.actionValues.row(at: 0)[1] - optimum.row(at: 0)[1]).magnitude > 0.3)
  }

  // One step from the end of a truncated episode the value goes on, after a terminated one it is 0.
  @Test func `the two ends differ`() {
    let loop = MarkovDecisionProcess(initialProbabilities: [1], actionCount: 1) { _, _ in
      [.init(probability: 1, nextState: 0, reward: 1)]
    }
    func learned(_ problem: MarkovDecisionProcess, stepLimit: Int?) -> Double {
      var random = RandomStream(seed: 1)
      return ActionValueLearning(
        discount: 0.5, learningRate: 0.5, exploration: 0, stepLimit: stepLimit
      ).qLearning(on: problem, episodeCount: 200, using: &random).actionValues.row(at: 0)[0]
    }
    #expect((learned(loop, stepLimit: 1) - 2).magnitude < 1e-12)
    #expect((learned(loop.withHorizon(1), stepLimit: nil) - 1).magnitude < 1e-12)
  }

  // One state, one action, a reward of 1 a step, γ = ½: worth 2. Cut after one step, 1 was seen.
  @Test func `Monte-Carlo control does with a cut episode what it is told`() {
    let loop = MarkovDecisionProcess(initialProbabilities: [1], actionCount: 1) { _, _ in
      [.init(probability: 1, nextState: 0, reward: 1)]
    }
    func learned(_ cutEpisodes: ActionValueLearning.CutEpisodes) -> Double {
      var random = RandomStream(seed: 1)
      let result = ActionValueLearning(
        discount: 0.5, learningRate: 0.5, stepLimit: 1, initialValue: 7
      ).monteCarloControl(
        on: loop, episodeCount: 200, cutEpisodes: cutEpisodes, using: &random)
      #expect(result.returns == Array(repeating: 1, count: 200))
      return result.actionValues.row(at: 0)[0]
    }
    #expect((learned(.bootstrapped) - 2).magnitude < 1e-12)
    #expect((learned(.takenAsTerminated) - 1).magnitude < 1e-12)
    #expect(learned(.leftOut) == 7)
  }

  @Test func `rates are checked`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ActionValueLearning(discount: 0.9, learningRate: 1.5)
    }
    expectTrap(result, says: "the learning rate 1.5 is outside 0...1")
  }
}
