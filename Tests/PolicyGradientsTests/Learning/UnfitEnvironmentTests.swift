import Testing

@testable import PolicyGradients

/// Says and shows what it is told, also what is wrong.
struct Faulty: Environment {
  var actionSpace = DiscreteActions(count: 2)
  var reward = 1.0
  var shown = 0.0
  var stepCount = 0

  mutating func reset(using generator: inout RandomStream) { stepCount = 0 }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    stepCount += 1
    return .running(reward: stepCount == 3 ? reward : 0)
  }

  var observation: Vector { [stepCount == 3 ? shown : 0] }
}

func faulty(
  reward: Double = 1, shown: Double = 0, timeLimit: Int? = 10
) -> LearningEnvironment<Int> {
  LearningEnvironment("Faulty") { count, seed in
    Faulty(reward: reward, shown: shown).batch(count: count, seed: seed, timeLimit: timeLimit)
  }
}

/// A training with an evaluation of three episodes.
private func evaluate(
  _ make: @escaping @Sendable (Int, UInt64) -> any EnvironmentBatch<Int>
) -> TrainingRun {
  A2C.rlZoo.train(
    on: LearningEnvironment("Changing", make: make), steps: 40, seed: 1,
    evaluation: EvaluationSettings(every: 40, episodeCount: 3))
}

@Suite struct UnfitEnvironmentTests {
  @Test func `a run that cannot be traps before anything is done`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = PPO.rlZoo
        algorithm.surrogate = .clipped(.constant(0))
        _ = Training(algorithm, on: .cartPole, steps: 10, seed: 1)
      }, says: "PPO: the clip range is 0")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(PPO.rlZoo, on: .cartPole, steps: 0, seed: 1)
      }, says: "PPO: 0 steps of training")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = EvaluationSettings(every: 0)
      }, says: "EvaluationSettings: the interval 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var evaluation = EvaluationSettings(every: 1)
        evaluation.interval = 0
        _ = Training(PPO.rlZoo, on: .cartPole, steps: 1, seed: 1, evaluation: evaluation)
      }, says: "EvaluationSettings: the interval 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = PPO.rlZooPendulum
        algorithm.continuousActions.initialLogDeviation = .nan
        _ = Training(algorithm, on: .pendulum, steps: 1, seed: 1)
      }, says: "PPO: the initial log deviation nan is outside -40.0...40.0")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = PPO.rlZoo
        algorithm.network.initialization = .orthogonal(policyGain: .nan, criticGain: 1)
        _ = Training(algorithm, on: .cartPole, steps: 1, seed: 1)
      }, says: "DenseLayer: the gain nan is not finite")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = PPO.rlZoo
        algorithm.network.initialization = .orthogonal(
          policyGain: 0.01, criticGain: 1, hiddenGain: 0)
        _ = Training(algorithm, on: .cartPole, steps: 1, seed: 1)
      }, says: "PPO: the gain 0.0 of hidden layers is not a number above 0")
    // Nor is one that overflows, is 0 in `Float`, or is none; others are.
    for (gain, isTaken) in [
      (-1.0, false), (.infinity, false), (.nan, false), (1e60, false), (1e-60, false), (0.5, true),
    ] {
      let shape = NetworkShape(
        initialization: .orthogonal(policyGain: 0, criticGain: 0, hiddenGain: gain))
      #expect((shape.complaint == nil) == isTaken, "\(gain)")
    }
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = NetworkShape(hidden: [64, 0])
      }, says: "NetworkShape: a hidden layer of 0 outputs")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = PPO.rlZoo
        algorithm.rule = .adam(epsilon: .nan)
        _ = Training(algorithm, on: .cartPole, steps: 1, seed: 1)
      }, says: "PPO: the optimiser's epsilon nan is not above 0")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = TRPO.rlZoo
        algorithm.rule = .rmsProp(epsilon: 0)
        _ = Training(algorithm, on: .cartPole, steps: 1, seed: 1)
      }, says: "TRPO: the optimiser's epsilon 0.0 is not above 0")
  }

  @Test func `an environment that does not fit is named`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let algorithm = REINFORCE(episodeCount: 2, discount: 1, learningRate: .constant(1))
        _ = Training(algorithm, on: faulty(timeLimit: nil), steps: 1, seed: 1)
      }, says: "Faulty: whole episodes want a time limit")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: faulty(timeLimit: nil), steps: 1, seed: 1,
          evaluation: EvaluationSettings(every: 1))
      },
      says: "Faulty: evaluations want a time limit; give the environment a time limit: "
        + "batch(count:seed:timeLimit:)")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let few = LearningEnvironment("Few") { _, seed in CartPole(count: 3, seed: seed) }
        _ = Training(A2C.rlZoo, on: few, steps: 1, seed: 1)
      }, says: "Few: 3 environments were made, not 8")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = A2C.rlZoo.train(on: faulty(reward: .nan), steps: 100, seed: 1)
      }, says: "Faulty.step: the reward of environment 0 is nan")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = A2C.rlZoo.train(on: faulty(shown: .infinity), steps: 100, seed: 1)
      }, says: "Faulty: the observation [inf] of environment 0 is not finite")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = A2C.rlZoo.train(on: faulty(timeLimit: 0), steps: 100, seed: 1)
      }, says: "Faulty: the time limit 0 is below 1")
  }

  @Test func `environments of one name have to be alike`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = evaluate { count, seed in
          count == 3 ? CartPole(count: 2, seed: seed) : CartPole(count: count, seed: seed)
        }
      }, says: "Changing: 2 environments were made, not 3")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = evaluate { count, seed in
          if count == 3 {
            MountainCar(count: 3, seed: seed)
          } else {
            CartPole(count: count, seed: seed)
          }
        }
      }, says: "Changing: observations have 2 numbers, but 4 in environments")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = evaluate { count, seed in
          var environment = Faulty()
          if count == 3 { environment.actionSpace = DiscreteActions(count: 5) }
          return environment.batch(count: count, seed: seed, timeLimit: 10)
        }
      },
      says: "Changing: the action space is DiscreteActions(count: 5), but DiscreteActions(count: 2)"
    )
    // Negative control.
    let run = evaluate { count, seed in CartPole(count: count, seed: seed) }
    #expect(run.evaluations.count == 1)
  }

  @Test func `an environment without a time limit can be learned in without evaluations`() {
    // Negative control: what is refused above is refused for its reason only.
    let run = A2C.rlZoo.train(on: faulty(timeLimit: nil), steps: 80, seed: 1)
    #expect(run.ending == .finished && run.episodes.isEmpty)
  }
}
