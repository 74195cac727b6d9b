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
    trust.critic.minibatchSize = 128
    diverged(trust, on: payer(1e30), says: "or lower the critic's learning rate")
    trust.critic.learningRate = .constant(1e7)
    trust.critic.epochCount = 1
    diverged(
      trust, on: .cartPole,
      says: "lower the divergence limit, or the critic's learning rate")
    var natural = NaturalPolicyGradient.spinningUp
    natural.collection.length = .steps(64)
    natural.critic.minibatchSize = 64
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

  @Test(arguments: [100, 1e4])
  func `a critic that runs away but stays finite ends the run`(rate: Double) {
    var a2c = A2C.rlZoo
    a2c.learningRate = .constant(rate)
    diverged(
      a2c, on: .cartPole,
      says: "was out of proportion for 5 updates: no return is above 100, whose square is 10000; "
        + "lower the learning rate \(rate)")
    var ppo = PPO.rlZoo
    ppo.learningRate = .constant(rate)
    diverged(ppo, on: .cartPole, says: "lower the learning rate \(rate)")
  }

  @Test func `a resumed run ends where the whole one does`() throws {
    var algorithm = A2C.rlZoo
    algorithm.learningRate = .constant(100)
    let whole = Training(algorithm, on: .cartPole, steps: 20_000, seed: 1)
    whole.finish()
    guard case .diverged(let update, _, _) = whole.run.ending else {
      Issue.record("the run ended as \(whole.run.ending)")
      return
    }
    // Within the updates that are out of proportion.
    let before = Training(algorithm, on: .cartPole, steps: 20_000, seed: 1)
    for _ in 0..<update - 1 { before.advance() }
    let after = try Training(
      resuming: before.checkpoint(), algorithm, on: .cartPole, steps: 20_000, seed: 1)
    #expect(after.valueScale.bound == before.valueScale.bound)
    #expect((after.valueScale.bound - 100).magnitude < 1e-9)
    let isSame = after.finish() == whole.run
    #expect(isSame)
  }

  @Test func `a value is as large as rewards make it, or the first critic`() {
    func bound(
      _ reward: Double, _ discount: Double, timeLimit: Int?,
      truncation: CollectionSettings.Truncation = .asTermination
    ) -> Double {
      var settings = CollectionSettings(
        environmentCount: 1, length: .steps(2), discount: discount, lambda: 1)
      settings.truncation = truncation
      let rollout = PolicyGradients.Rollout(
        environmentCount: 1, stepCapacity: 2, observationCount: 1, keptCount: 0)
      rollout.rows = [0, 1]
      rollout.rewards.start[1] = Float(-reward)
      rollout.values.start[0] = -3
      var scale = ValueScale()
      scale.take(rollout, isFirst: true, settings: settings, timeLimit: timeLimit)
      rollout.values.start[0] = 1e9
      rollout.rewards.start[1] = 0
      // Later values are not the first critic's, and a reward that was seen stays seen.
      scale.take(rollout, isFirst: false, settings: settings, timeLimit: timeLimit)
      return scale.bound
    }
    #expect(bound(2, 0.75, timeLimit: nil) == 8)
    #expect(bound(2, 0.75, timeLimit: 3) == 6)
    #expect(bound(2, 1, timeLimit: 50) == 100)
    // What follows a cut has a value of its own.
    #expect(bound(2, 0.75, timeLimit: 3, truncation: .bootstrap) == 8)
    #expect(bound(2, 1, timeLimit: nil) == .infinity)
    #expect(bound(0.5, 0.75, timeLimit: nil) == 3)
    #expect(bound(0, 1, timeLimit: nil) == 3)
  }

  @Test func `five updates have to be out of proportion`() {
    func complaint(_ errors: [Double], returnBound: Double = 2) -> String? {
      let scale = ValueScale(returnBound: returnBound, valueBound: 1)
      return scale.complaint(
        about: errors.map {
          var record = UpdateRecord()
          record.valueError = $0
          return record
        })
    }
    #expect(
      complaint([1, 401, 401, 401, 401, 12_345]) == "the critic's error is 12345, and was out of "
        + "proportion for 5 updates: no return is above 2, whose square is 4")
    #expect(complaint([401, 401, 401, 401]) == nil)
    #expect(complaint([401, 401, 400, 401, 401]) == nil)
    // Nothing is known of returns before the first reward.
    #expect(complaint([401, 401, 401, 401, 401], returnBound: 0) == nil)
  }

  /// Shows and earns nothing for eight steps, then shows something, and pays once at the end.
  private struct Late: Environment {
    let actionSpace = DiscreteActions(count: 2)
    var length = 0
    var cue = 0.0

    mutating func reset(using generator: inout RandomStream) {
      length = 0
      cue = generator.uniform()
    }

    mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
      length += 1
      return length < 200 ? .running(reward: 0) : .terminated(reward: 1)
    }

    var observation: Vector { length < 8 ? [0, 0] : [cue, Double(length) / 40] }
  }

  @Test func `values before the first reward do not end a run`() {
    let late = LearningEnvironment("Late") { Late().batch(count: $0, seed: $1) }
    let run = Training(A2C.rlZoo, on: late, steps: 8_000, seed: 1).finish()
    #expect(run.ending == .finished && run.meanReturn() == 1)
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
    // The critic's error is large for long, because returns are, or because rewards are so small that
    // the first critic is far off.
    for reward in [1e6, 1e-6, 0] {
      for algorithm in [PPO.rlZoo, A2C.rlZoo] as [any LearningAlgorithm] {
        let run = algorithm.train(on: payer(reward), steps: 4_000, seed: 1)
        #expect(run.ending == .finished)
        if reward == 1e6 { #expect(run.updates.allSatisfy { $0.valueError > 1e9 }) }
      }
    }
    var pendulum = A2C.rlZooPendulum
    pendulum.collection.normalizesRewards = false
    pendulum.collection.normalizesObservations = false
    let run = pendulum.train(on: .pendulum, steps: 20_000, seed: 1)
    #expect(run.ending == .finished && run.updates[0].valueError > 100)
  }
}
