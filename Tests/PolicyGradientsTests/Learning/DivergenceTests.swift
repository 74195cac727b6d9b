import Testing

@testable import PolicyGradients

/// Earns what is told, in every step; never terminates.
private struct Payer: Environment {
  let actionSpace = DiscreteActions(count: 2)
  let reward: Double

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: action == 0 ? reward : 0)
  }

  var observation: Vector { [1] }
}

@Suite struct DivergenceTests {
  private func payer(_ reward: Double) -> LearningEnvironment<Int> {
    LearningEnvironment("Payer") { count, seed in
      Payer(reward: reward).batch(count: count, seed: seed, timeLimit: 10)
    }
  }

  /// The run, which has to diverge, and its parameters before the update that did it.
  private func diverged(
    _ algorithm: any LearningAlgorithm, on environment: LearningEnvironment<some Sendable>,
    says words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let training = Training(algorithm, on: environment, steps: 20_000, seed: 1)
    training.finish()
    guard case .diverged(let update, let stepCount, let cause) = training.run.ending else {
      Issue.record("the run ended as \(training.run.ending)", sourceLocation: sourceLocation)
      return
    }
    #expect(cause.contains(words), sourceLocation: sourceLocation)
    #expect(training.run.updates.count == update + 1, sourceLocation: sourceLocation)
    #expect(training.run.updates[update].stepCount == stepCount, sourceLocation: sourceLocation)
    let again = Training(algorithm, on: environment, steps: 20_000, seed: 1)
    for _ in 0..<update { _ = again.advance() }
    #expect(training.run.parameters == again.run.parameters, sourceLocation: sourceLocation)
    let areFinite = training.run.parameters.allSatisfy { $0.isFinite }
    #expect(areFinite, sourceLocation: sourceLocation)
    // The learner has gone back to them, so that the policy can still be looked at.
    #expect(
      training.learner.parameters.numbers == training.run.parameters,
      sourceLocation: sourceLocation)
    #expect(!training.advance(), sourceLocation: sourceLocation)
  }

  @Test func `a learning rate of a million ends the run`() {
    var ppo = PPO.rlZoo
    ppo.learningRate = .constant(1e6)
    diverged(ppo, on: .cartPole, says: "lower the learning rate 1000000.0")
    var a2c = A2C.rlZoo
    a2c.learningRate = .constant(1e6)
    diverged(a2c, on: .cartPole, says: "lower the learning rate 1000000.0")
    var reinforce = REINFORCE(
      episodeCount: 2, discount: 1, learningRate: .constant(1e6))
    reinforce.rule = .gradient
    diverged(reinforce, on: .cartPole, says: "lower the learning rate 1000000.0")
  }

  @Test(arguments: [1e30, 1e300])
  func `enormous rewards end the run`(reward: Double) {
    diverged(PPO.rlZoo, on: payer(reward), says: "the critic's error is")
    diverged(A2C.rlZoo, on: payer(reward), says: "normalise rewards")
  }

  @Test func `steps along a natural gradient are told of a rate only where they have one`() {
    var trust = TRPO.rlZoo
    trust.collection.length = .steps(64)
    diverged(trust, on: payer(1e30), says: "or lower the critic's learning rate")
    trust.critic.learningRate = .constant(1e7)
    trust.critic.epochCount = 1
    diverged(
      trust, on: .cartPole,
      says: "lower the divergence limit, or the critic's learning rate")
    var natural = NaturalPolicyGradient.spinningUp
    natural.collection.length = .steps(64)
    natural.step.length = .learningRate(1e9)
    diverged(natural, on: .cartPole, says: "lower the learning rate 1000000000.0")
  }

  @Test func `an update that goes wrong late keeps what was learned before`() {
    var algorithm = PPO.rlZoo
    algorithm.learningRate = .linear(from: 1e-3, to: 1e7)
    diverged(algorithm, on: .cartPole, says: "learning rate")
  }

  @Test func `a deviation that overflows ends the run before an action does`() {
    var algorithm = PPO.rlZooPendulum
    algorithm.collection.length = .steps(64)
    algorithm.continuousActions.squashing = .none
    algorithm.continuousActions.noise = .independent
    algorithm.learningRate = .constant(20)
    algorithm.network = NetworkShape(hidden: [])
    diverged(algorithm, on: .pendulum, says: "lower the learning rate 20.0")
    // A step of Adam is about the learning rate, wherever the gradient points.
    algorithm.learningRate = .constant(60)
    algorithm.minibatchSize = 256
    algorithm.epochCount = 1
    diverged(algorithm, on: .pendulum, says: "log σ is ")
  }

  @Test func `a run whose log holds NaN equals itself and no other`() {
    // Rewards whose squares overflow, and a learning rate that moves logits out of range.
    let environment = payer(1e300)
    func run(_ algorithm: any LearningAlgorithm, seed: UInt64 = 1) -> TrainingRun {
      algorithm.train(on: environment, steps: 20_000, seed: seed)
    }
    for algorithm in [PPO.rlZoo, A2C.rlZoo] as [any LearningAlgorithm] {
      let first = run(algorithm)
      let numbers = first.updates.flatMap { [$0.surrogate, $0.valueError, $0.gradientNorm] }
      #expect(numbers.contains { $0.isNaN })
      // A bare comparison would print both runs.
      let equalsItself = first == first
      let equalsAnother = first == run(algorithm, seed: 2)
      let equalsItsRepetition = first == run(algorithm)
      #expect(equalsItself && equalsItsRepetition && !equalsAnother)
    }
  }

  @Test func `records are equal where all their bits are`() {
    var (one, other) = (UpdateRecord(), UpdateRecord())
    one.naturalGradient = NaturalGradientRecord(
      iterationCount: 1, residual: .nan, ending: .notFinite, predictedDivergence: 0,
      predictedImprovement: 0)
    #expect(one == one && one.naturalGradient == one.naturalGradient && one != other)
    other.naturalGradient = one.naturalGradient
    #expect(one == other)
    other.naturalGradient?.predictedImprovement = -0.0
    #expect(one != other && one.naturalGradient != other.naturalGradient)
    func search(_ improvement: Double) -> LineSearchRecord {
      LineSearchRecord(tries: [
        .init(
          scale: 1, measurement: .init(improvement: improvement, divergence: 1), outcome: .notFinite
        )
      ])
    }
    #expect(search(.nan) == search(.nan) && search(.nan) != search(1))
    func evaluation(_ greedyReturn: Double) -> Evaluation {
      Evaluation(stepCount: 1, stochasticReturns: [2], greedyReturns: [greedyReturn])
    }
    #expect(evaluation(.nan) == evaluation(.nan) && evaluation(.nan) != evaluation(3))
    func episode(_ undiscountedReturn: Double) -> TrainingRun.EpisodeRecord {
      .init(
        stepCount: 1, environment: 0, length: 1, undiscountedReturn: undiscountedReturn,
        isTerminated: false)
    }
    #expect(episode(.nan) == episode(.nan) && episode(.nan) != episode(0))
  }

  @Test func `what is large but right does not end the run`() {
    // Negative control.
    #expect(PPO.rlZoo.train(on: payer(1e3), steps: 2_000, seed: 1).ending == .finished)
    var algorithm = PPO.rlZoo
    algorithm.collection.normalizesRewards = true
    #expect(algorithm.train(on: payer(1e30), steps: 2_000, seed: 1).ending == .finished)
  }
}
