import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct TrainingCheckpointTests {
  /// A run that is interrupted after some updates, saved, and resumed by another.
  private func resumed<Action>(
    _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>, steps: Int,
    after updateCount: Int, evaluation: EvaluationSettings? = nil,
    spoiling spoil: (Training<Action>) -> Void = { _ in }
  ) throws -> TrainingRun {
    let first = Training(
      algorithm, on: environment, steps: steps, seed: 5, evaluation: evaluation)
    for _ in 0..<updateCount { first.advance() }
    let second = try Training(
      resuming: try first.checkpoint(), algorithm, on: environment, steps: steps, seed: 5,
      evaluation: evaluation)
    spoil(second)
    return second.finish()
  }

  private func expectTheSame<Action>(
    _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>, steps: Int,
    after updateCounts: [Int], evaluation: EvaluationSettings? = nil
  ) throws {
    let whole = Training(
      algorithm, on: environment, steps: steps, seed: 5, evaluation: evaluation
    ).finish()
    #expect(whole.updates.count > updateCounts.max() ?? 0)
    for count in updateCounts {
      let run = try resumed(
        algorithm, environment, steps: steps, after: count, evaluation: evaluation)
      // A bare comparison would print both runs.
      let isTheSame = run == whole
      #expect(isTheSame, "after \(count) updates")
    }
  }

  @Test func `PPO with everything that may be on`() throws {
    var algorithm = PPO.rlZoo
    algorithm.collection.normalizesObservations = true
    algorithm.collection.normalizesRewards = true
    algorithm.surrogate = .penalized(targetDivergence: 1e-4, initialCoefficient: 1)
    algorithm.criticLearningRate = .constant(1e-3)
    let evaluation = EvaluationSettings(every: 500, episodeCount: 3)
    try expectTheSame(
      algorithm, .cartPole, steps: 2_000, after: [0, 1, 2, 6], evaluation: evaluation)
    // The penalty's coefficient was on its way.
    let run = algorithm.train(on: .cartPole, steps: 2_000, seed: 5)
    #expect(run.updates[6].penaltyCoefficient != run.updates[0].penaltyCoefficient)
  }

  @Test func `every algorithm and kind of environment`() throws {
    try expectTheSame(PPO.rlZooPendulum, .pendulum, steps: 9_000, after: [1])
    try expectTheSame(A2C.rlZoo, .cartPole, steps: 2_000, after: [17])
    try expectTheSame(A2C.rlZooPendulum, .mountainCarContinuous, steps: 2_000, after: [11])
    try expectTheSame(TRPO.rlZoo, .cartPole, steps: 4_000, after: [1, 3])
    try expectTheSame(TRPO.rlZooMountainCar, .mountainCar, steps: 4_000, after: [1])
    try expectTheSame(PPO.rlZooAcrobot, .acrobot, steps: 9_000, after: [2])
    var natural = NaturalPolicyGradient.spinningUp
    natural.collection.length = .steps(256)
    natural.critic.minibatchSize = 256
    try expectTheSame(natural, .cartPole, steps: 1_000, after: [1, 3])
    var spinningUp = PPO.spinningUp
    spinningUp.collection.length = .steps(256)
    spinningUp.minibatchSize = 256
    try expectTheSame(spinningUp, .pendulum, steps: 1_000, after: [1, 3])
    var trust = TRPO.spinningUp
    trust.collection.length = .steps(256)
    trust.critic.minibatchSize = 256
    try expectTheSame(trust, .pendulum, steps: 1_000, after: [2])
    let reinforce = REINFORCE(
      episodeCount: 4, discount: 0.99, learningRate: .constant(0.01), baseline: .critic)
    try expectTheSame(reinforce, .cartPole, steps: 1_000, after: [2])
    var plain = reinforce
    plain.rule = .gradient
    let cliff = LearningEnvironment.finite("cliff", .cliffWalking(), timeLimit: 50)
    try expectTheSame(plain, cliff, steps: 500, after: [2])
    plain.rule = .momentum(0.9)
    try expectTheSame(plain, cliff, steps: 500, after: [2])
  }

  /// Plain values: saved as they are.
  struct Walk: Environment {
    enum Side { case left, right }
    let actionSpace = DiscreteActions(count: 2)
    var position: Double = 0
    var lastStep = Side.left
    var isTired = false

    mutating func reset(using generator: inout RandomStream) {
      position = generator.uniform()
      isTired = false
    }

    mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
      lastStep = action == 1 ? .right : .left
      position += (action == 1 ? 1 : -1) * (isTired ? 0.5 : 1) + 0.1 * generator.normal()
      isTired = generator.bernoulli(0.2)
      if position.magnitude < 5 { return .running(reward: 0) }
      return .terminated(reward: position > 0 ? 1 : 0)
    }

    var observation: Vector { [position, isTired ? 1 : 0, lastStep == .left ? 1 : 0] }
  }

  /// Holds an array.
  struct Trail: Environment {
    let actionSpace = DiscreteActions(count: 2)
    var steps: [Double] = []

    mutating func reset(using generator: inout RandomStream) { steps = [generator.uniform()] }

    mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
      steps.append(generator.uniform() + Double(action))
      return .running(reward: steps.reduce(0, +) / Double(steps.count))
    }

    var observation: Vector { [steps.reduce(0, +), Double(steps.count)] }
  }

  struct ResumableTrail: ResumableEnvironment {
    var trail = Trail()
    var actionSpace: DiscreteActions { trail.actionSpace }
    mutating func reset(using generator: inout RandomStream) { trail.reset(using: &generator) }
    mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
      trail.step(action, using: &generator)
    }
    var observation: Vector { trail.observation }
    var snapshot: [Double] {
      get { trail.steps }
      set { trail.steps = newValue }
    }
  }

  private func environment<Single: Environment>(
    _ single: Single
  ) -> LearningEnvironment<Int> where Single.Action == Int {
    LearningEnvironment("own") { single.batch(count: $0, seed: $1, timeLimit: 30) }
  }

  @Test func `one's own environments`() throws {
    try expectTheSame(A2C.rlZoo, environment(Walk()), steps: 1_000, after: [3, 10])
    try expectTheSame(A2C.rlZoo, environment(ResumableTrail()), steps: 1_000, after: [3, 10])
    var normalizing = A2C.rlZoo
    normalizing.collection.normalizesObservations = true
    try expectTheSame(normalizing, environment(Walk()), steps: 1_000, after: [7])
    let unsaved = Training(A2C.rlZoo, on: environment(Trail()), steps: 1_000, seed: 5)
    let message =
      "this run cannot be saved: Trail holds an array, a string, a class or the like; conform it "
      + "to ResumableEnvironment, with a `snapshot` of the numbers that change"
    do {
      _ = try unsaved.finish(savingTo: "/nowhere", every: 1)
      Issue.record("it was saved")
    } catch {
      #expect(error.description == message)
      // It was told before the first update.
      #expect(unsaved.run.updates.isEmpty)
    }
  }

  @Test func `what is not put back is noticed`() throws {
    // Negative control: each part of the state matters.
    var algorithm = PPO.rlZoo
    algorithm.collection.normalizesObservations = true
    let whole = algorithm.train(on: .cartPole, steps: 2_000, seed: 5)
    func isTheSame(_ spoil: (Training<Int>) -> Void) throws -> Bool {
      try resumed(algorithm, .cartPole, steps: 2_000, after: 3, spoiling: spoil) == whole
    }
    let (unspoiled, without) = (
      try isTheSame { _ in },
      [
        try isTheSame { _ = $0.collector.random.next() },
        try isTheSame { _ = $0.learner.random.next() },
        try isTheSame { training in
          training.collector.observationNormalizer?.update(
            training.collector.environments.observations)
        },
        try isTheSame { $0.learner.parameters.start[7] += 0x1p-20 },
        try isTheSame { training in
          let count = training.learner.parameters.count
          training.learner.optimizers[0] = Adam(parameterCount: count, epsilon: 1e-5)
        },
        try isTheSame { training in
          let memory = training.collector.environments.ledger.memory
          _ = memory.generators[2].next()
        },
      ]
    )
    #expect(unspoiled)
    #expect(!without.contains(true))
  }

  @Test func `a run that is over stays over`() throws {
    var training = Training(A2C.rlZoo, on: .cartPole, steps: 100, seed: 5)
    training.finish()
    let run = training.run
    training = try Training(
      resuming: try training.checkpoint(), A2C.rlZoo, on: .cartPole, steps: 100, seed: 5)
    #expect(training.run == run)
    #expect(!training.advance())
    #expect(training.run.ending == .finished)
    // One that diverged keeps why.
    var wild = A2C.rlZoo
    wild.learningRate = .constant(1e20)
    wild.maximumGradientNorm = nil
    let diverged = Training(wild, on: .cartPole, steps: 10_000, seed: 5)
    diverged.finish()
    let again = try Training(
      resuming: try diverged.checkpoint(), wild, on: .cartPole, steps: 10_000, seed: 5)
    #expect(again.run.ending == diverged.run.ending)
    guard case .diverged = again.run.ending else {
      Issue.record("it did not diverge")
      return
    }
  }

  @Test func `another run`() throws {
    let evaluation = EvaluationSettings(every: 500)
    let bytes = try Training(
      PPO.rlZoo, on: .cartPole, steps: 2_000, seed: 5, evaluation: evaluation
    ).checkpoint()
    func complaint(
      _ algorithm: any LearningAlgorithm = PPO.rlZoo,
      _ environment: LearningEnvironment<Int> = .cartPole, steps: Int = 2_000, seed: UInt64 = 5,
      evaluation: EvaluationSettings? = EvaluationSettings(every: 500)
    ) -> String? {
      do {
        _ = try Training(
          resuming: bytes, algorithm, on: environment, steps: steps, seed: seed,
          evaluation: evaluation)
        return nil
      } catch {
        return error.description
      }
    }
    func said(_ field: String, _ saved: String, _ now: String) -> String {
      "the file is of another run or policy: its \(field) is \(saved), not \(now)"
    }
    #expect(complaint() == nil)
    #expect(complaint(A2C.rlZoo) == said("algorithm", "PPO", "A2C"))
    #expect(complaint(PPO.rlZoo, .acrobot) == said("environment", "CartPole-v1", "Acrobot-v1"))
    #expect(complaint(steps: 2_001) == said("count of steps", "2000", "2001"))
    #expect(complaint(seed: 6) == said("seed", "5", "6"))
    #expect(
      complaint(evaluation: EvaluationSettings(every: 400))
        == said("evaluation.interval", "500", "400"))
    #expect(complaint(evaluation: nil) == said("count of settings of evaluation", "3", "1"))
    var other = PPO.rlZoo
    other.collection.discount = 0.99
    #expect(complaint(other) == said("PPO.collection.discount", "0.98", "0.99"))
    other = .rlZoo
    other.network.hidden = [64]
    #expect(complaint(other) == said("PPO.network.hidden", "[64, 64]", "[64]"))
    other = .rlZoo
    other.learningRate = .constant(1e-3)
    #expect(
      complaint(other)
        == said("PPO.learningRate", "linear(from: 0.001, to: 0.0)", "constant(0.001)"))
    // The same name, another environment.
    let impostor = LearningEnvironment("CartPole-v1") { Acrobot(count: $0, seed: $1) }
    #expect(complaint(PPO.rlZoo, impostor) == said("kind of environments", "CartPole", "Acrobot"))
    let shorter = LearningEnvironment("CartPole-v1") {
      CartPole(count: $0, seed: $1, timeLimit: 200)
    }
    #expect(complaint(PPO.rlZoo, shorter) == said("time limit", "500", "200"))
  }
}
