import Testing
import VectorMath

@testable import PolicyGradients

/// A run without one update.
private func begun(steps: Int = 1) -> Training<Int> {
  Training(A2C.rlZoo, on: .cartPole, steps: steps, seed: 1)
}

/// Compares two policies; a bare comparison would print all parameters.
private func expect<Action>(
  _ one: TrainedPolicy<Action>, isSameAs other: TrainedPolicy<Action>, _ expected: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let isTheSame = one == other
  #expect(isTheSame == expected, sourceLocation: sourceLocation)
}

@Suite struct TrainedPolicyTests {
  /// A run with an evaluation after its last update.
  private func expectTheLastEvaluation<Action>(
    _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>, steps: Int
  ) throws {
    let episodeCount = 5
    let training = Training(
      algorithm, on: environment, steps: steps, seed: 4,
      evaluation: EvaluationSettings(every: steps, episodeCount: episodeCount))
    let run = training.finish()
    #expect(run.ending == .finished && run.evaluations.count == 1)
    func evaluation(_ stream: RandomStream, threadCount: Int) throws -> Evaluation {
      try run.policy(on: environment).evaluate(
        episodeCount: episodeCount, random: stream, in: environment, threadCount: threadCount)
    }
    for threadCount in 1...3 {
      #expect(
        try evaluation(training.evaluationStream, threadCount: threadCount)
          == run.evaluations[0])
    }
    // Negative controls: other episodes, and the policy before the last update.
    #expect(try evaluation(RandomStream(seed: 1), threadCount: 1) != run.evaluations[0])
    let earlier = Training(algorithm, on: environment, steps: steps, seed: 4)
    while earlier.run.updates.count < run.updates.count - 1 { earlier.advance() }
    #expect(
      try earlier.policy.evaluate(
        episodeCount: episodeCount, random: training.evaluationStream, in: environment,
        threadCount: 1) != run.evaluations[0])
  }

  @Test func `a policy repeats its run's last evaluation bit for bit`() throws {
    try expectTheLastEvaluation(PPO.rlZoo, .cartPole, steps: 1_024)
    // Normalised observations, and noise that depends on the state.
    try expectTheLastEvaluation(A2C.rlZooPendulum, .pendulum, steps: 1_024)
    try expectTheLastEvaluation(TRPO.rlZooMountainCar, .mountainCar, steps: 4_096)
    let reinforce = REINFORCE(
      episodeCount: 4, discount: 0.99, learningRate: .constant(0.01), baseline: .leaveOneOut)
    let cliff = LearningEnvironment.finite("Cliff", .cliffWalking(), timeLimit: 50)
    try expectTheLastEvaluation(reinforce, cliff, steps: 400)
  }

  @Test func `a policy of one's own acts too`() throws {
    let environment = LearningEnvironment.cartPole.learned(by: Leaning(), critic: false)
    try expectTheLastEvaluation(
      REINFORCE(episodeCount: 8, discount: 0.99, learningRate: .constant(0.1)), environment,
      steps: 400)
    let dial = LearningEnvironment.mountainCarContinuous.learned(by: Pushing())
    let policy = Training(A2C.rlZoo, on: dial, steps: 1, seed: 1).policy
    #expect(policy.mode(at: [-0.5, 0]) == 0.25 && policy.moments(at: [-0.5, 0]) == nil)
  }

  /// The return of the first greedy episode, one action after the other.
  private func played<Action>(
    _ policy: TrainedPolicy<Action>, _ environment: LearningEnvironment<Action>, seed: UInt64
  ) -> Double {
    var random = RandomStream(seed: seed).split("greedy")
    func play(_ batch: some EnvironmentBatch<Action>) -> Double {
      var batch = batch
      while batch.ends.isEmpty { batch.step([policy.mode(at: batch.observations[0])]) }
      return batch.ends[0].undiscountedReturn
    }
    return play(environment.make(1, random.next()))
  }

  @Test func `modes, one by one, earn what a greedy episode does`() {
    func check<Action>(
      _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>
    ) -> TrainedPolicy<Action> {
      let policy = algorithm.train(on: environment, steps: 1_024, seed: 2).policy(on: environment)
      for seed in 1...3 as ClosedRange<UInt64> {
        let returns = policy.returns(episodeCount: 1, isGreedy: true, seed: seed)
        #expect([played(policy, environment, seed: seed)] == returns)
      }
      return policy
    }
    _ = check(PPO.rlZoo, .cartPole)
    let normalized = check(A2C.rlZooPendulum, .pendulum)
    // Negative control: without the running mean it acts otherwise.
    var run = A2C.rlZooPendulum.train(on: .pendulum, steps: 1_024, seed: 2)
    run.observationNormalizer = nil
    let plain = run.policy(on: .pendulum)
    expect(plain, isSameAs: normalized, false)
    #expect(normalized.observationNormalizer != nil)
    #expect(played(plain, .pendulum, seed: 1) != played(normalized, .pendulum, seed: 1))
  }

  @Test func `what a run learns afterwards changes no policy`() {
    let training = Training(A2C.rlZooPendulum, on: .pendulum, steps: 10_000, seed: 3)
    for _ in 0..<4 { training.advance() }
    let policy = training.policy
    let normalizer = policy.observationNormalizer
    let observation: Vector = [0.6, 0.8, -1]
    let (mode, value) = (policy.mode(at: observation), policy.value(at: observation))
    let returns = policy.returns(episodeCount: 3, isGreedy: true, seed: 1)
    for _ in 0..<4 { training.advance() }
    #expect(policy.observationNormalizer == normalizer)
    #expect(policy.mode(at: observation) == mode && policy.value(at: observation) == value)
    #expect(policy.returns(episodeCount: 3, isGreedy: true, seed: 1) == returns)
    // Negative control: the run went on, running mean and all.
    let later = training.policy
    #expect(later.observationNormalizer != normalizer)
    #expect(later.mode(at: observation) != mode)
    // A rollout that was not learned from is no part of the policy.
    training.gather()
    expect(training.policy, isSameAs: later)
    expect(policy, isSameAs: later, false)
    #expect(training.collector.observationNormalizer != later.observationNormalizer)
  }

  @Test func `a policy from a checkpoint is the same`() throws {
    let first = Training(A2C.rlZooPendulum, on: .pendulum, steps: 1_024, seed: 6)
    for _ in 0..<5 { first.advance() }
    let second = try Training(
      resuming: try first.checkpoint(), A2C.rlZooPendulum, on: .pendulum, steps: 1_024, seed: 6)
    expect(second.policy, isSameAs: first.policy)
    expect(second.run.policy(on: .pendulum), isSameAs: first.policy)
    // Negative control.
    second.advance()
    expect(second.policy, isSameAs: first.policy, false)
    first.advance()
    expect(second.policy, isSameAs: first.policy)
  }

  @Test func `of a run that diverged, the policy is the one before`() throws {
    var algorithm = A2C.rlZooPendulum
    algorithm.learningRate = .linear(from: 1e-3, to: 300)
    let training = Training(algorithm, on: .pendulum, steps: 20_000, seed: 1)
    let run = training.finish()
    guard case .diverged(let update, _, _) = run.ending else {
      Issue.record("the run ended as \(run.ending)")
      return
    }
    #expect(update > 0)
    let again = Training(algorithm, on: .pendulum, steps: 20_000, seed: 1)
    for _ in 0..<update { again.advance() }
    expect(run.policy(on: .pendulum), isSameAs: again.policy)
    #expect(run.observationNormalizer == again.run.observationNormalizer)
    #expect(run.policy(on: .pendulum).mode(at: [1, 0, 0]).isFinite)
    // The collector went on; what it knows is saved beside what the policy is shown by.
    #expect(training.collector.observationNormalizer != run.observationNormalizer)
    let resumed = try Training(
      resuming: try training.checkpoint(), algorithm, on: .pendulum, steps: 20_000, seed: 1)
    expect(resumed.policy, isSameAs: training.policy)
  }

  /// A linear policy with these parameters, the others 0.
  private func linear<Action>(
    _ environment: LearningEnvironment<Action>, _ algorithm: A2C,
    _ parameters: [Int: Float]
  ) -> TrainedPolicy<Action> {
    var algorithm = algorithm
    algorithm.network = NetworkShape(hidden: [])
    var run = Training(algorithm, on: environment, steps: 1, seed: 1).run
    for place in run.parameters.indices { run.parameters[place] = parameters[place] ?? 0 }
    return run.policy(on: environment)
  }

  @Test func `numbered actions are drawn as often as the probabilities say`() {
    // Six numbers and a bias make three logits; the first number tilts the last.
    let biases = [0.5, 0.3, 0.2].enumerated().map {
      (18 + $0.offset, Float(Double.log($0.element)))
    }
    let policy = linear(
      .acrobot, .rlZoo,
      Dictionary(uniqueKeysWithValues: biases + [(2, Float(Double.log(2)))]))
    let flat: Vector = [0, 1, 1, 0, 0, 0]
    let tilted: Vector = [1, 0, 1, 0, 0, 0]
    let expected: Vector = [0.5, 0.3, 0.2]
    for action in 0..<3 {
      #expect((policy.probabilities(at: flat)[action] - expected[action]).magnitude < 1e-6)
      let other = expected[action] * (action == 2 ? 2 : 1) / 1.2
      #expect((policy.probabilities(at: tilted)[action] - other).magnitude < 1e-6)
    }
    #expect(policy.mode(at: flat) == 0)

    // Deviations of a frequency; 5 are exceeded with probability 6e-7.
    let drawCount = 20_000
    func largestDeviation(drawnAt observation: Vector, from probabilities: Vector) -> Double {
      var counts = [0, 0, 0]
      var random = RandomStream(seed: 5)
      for _ in 0..<drawCount { counts[policy.sample(at: observation, using: &random)] += 1 }
      return (0..<3).map { action in
        let probability = probabilities[action]
        let error = Double(counts[action]) / Double(drawCount) - probability
        return error.magnitude / (probability * (1 - probability) / Double(drawCount)).squareRoot()
      }.max() ?? 0
    }
    #expect(largestDeviation(drawnAt: flat, from: policy.probabilities(at: flat)) < 5)
    #expect(largestDeviation(drawnAt: tilted, from: policy.probabilities(at: tilted)) < 5)
    // Negative control: 0.3 for 0.25 and 0.2 for 0.33 are seen.
    #expect(largestDeviation(drawnAt: tilted, from: policy.probabilities(at: flat)) > 5)
  }

  @Test(arguments: [false, true])
  func `real actions are drawn with the mean and the deviation`(dependsOnState: Bool) throws {
    var algorithm = A2C.rlZoo
    if dependsOnState { algorithm.continuousActions.noise = .stateDependent(resampledEvery: nil) }
    algorithm.continuousActions.squashing = .none
    // Two weights and a bias make the mean; one log σ, or one a number that is shown.
    let policy = linear(
      .mountainCarContinuous, algorithm, [0: 2, 1: -1, 2: 0.5, 3: -1, 4: dependsOnState ? -2 : 0])
    let observation: Vector = [-0.5, 3]
    let expected =
      dependsOnState
      ? (0.25 * Double.exp(-2) + 9 * .exp(-4) + 1e-6).squareRoot() : Double.exp(-1)
    let moments = try #require(policy.moments(at: observation))
    #expect((moments.mean + 3.5).magnitude < 1e-6)
    #expect((moments.deviation - expected).magnitude < 1e-6)
    #expect(policy.mode(at: observation) == moments.mean)

    let drawCount = 20_000
    var random = RandomStream(seed: 8)
    let drawn = (0..<drawCount).map { _ in policy.sample(at: observation, using: &random) }
    let mean = drawn.reduce(0, +) / Double(drawCount)
    let variance =
      drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(drawCount - 1)
    // Five deviations of a mean, and of a variance of normal numbers.
    let error = 5 / Double(drawCount).squareRoot()
    func agrees(_ moments: (mean: Double, deviation: Double)) -> Bool {
      (mean - moments.mean).magnitude < error * moments.deviation
        && (variance / (moments.deviation * moments.deviation) - 1).magnitude
          < error * 2.0.squareRoot()
    }
    #expect(agrees(moments))
    // Negative controls.
    #expect(!agrees((moments.mean, 1.05 * moments.deviation)))
    #expect(!agrees((moments.mean + 0.05 * moments.deviation, moments.deviation)))
  }

  @Test func `values are the critic's that gathers`() {
    func check<Action>(
      _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>
    ) {
      let training = Training(algorithm, on: environment, steps: 10_000, seed: 3)
      for _ in 0..<3 { training.advance() }
      let policy = training.policy
      let first = training.collector.environments.observations
      training.gather()
      for row in 0..<first.count {
        let value = policy.value(at: first[row])
        #expect(value == Double(training.learner.rollout.values.start[row]))
        #expect(value != 0)
      }
    }
    check(PPO.rlZoo, .cartPole)
    check(A2C.rlZooPendulum, .pendulum)
    var shared = A2C.rlZoo
    shared.network.sharesTrunk = true
    check(shared, .cartPole)
  }

  @Test func `there is a value only where a critic learned`() {
    func value(
      _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Int>
    ) -> Double? {
      Training(algorithm, on: environment, steps: 1, seed: 1).policy.value(at: [0, 0, 0.1, 0])
    }
    func reinforce(_ baseline: REINFORCE.Baseline) -> REINFORCE {
      REINFORCE(episodeCount: 2, discount: 1, learningRate: .constant(0.1), baseline: baseline)
    }
    #expect(value(reinforce(.critic), .cartPole) != nil && value(A2C.rlZoo, .cartPole) != nil)
    for baseline in [REINFORCE.Baseline.none, .mean, .leaveOneOut] {
      #expect(value(reinforce(baseline), .cartPole) == nil)
    }
    #expect(value(A2C.rlZoo, .cartPole.learned(by: Leaning())) != nil)
    #expect(value(A2C.rlZoo, .cartPole.learned(by: Leaning(), critic: false)) == nil)
  }

  @Test func `many episodes are the same on any count of threads`() {
    let policy = Training(A2C.rlZooPendulum, on: .pendulum, steps: 1, seed: 1).policy
    func returns(_ count: Int, isGreedy: Bool, _ threadCount: Int) -> [Double] {
      policy.returns(episodeCount: count, isGreedy: isGreedy, seed: 1, threadCount: threadCount)
    }
    for isGreedy in [false, true] {
      let alone = returns(70, isGreedy: isGreedy, 1)
      #expect(alone.count == 70 && alone.allSatisfy { $0 < 0 })
      for threadCount in [2, 3, 8] {
        #expect(returns(70, isGreedy: isGreedy, threadCount) == alone)
      }
      // Episodes that are played together have numbers of their own.
      #expect(alone[..<32] != alone[32..<64])
    }
    let both = policy.evaluate(episodeCount: 70, seed: 1, threadCount: 2)
    #expect(both.greedyReturns == returns(70, isGreedy: true, 1) && both.stepCount == 0)
    #expect(both.stochasticReturns == returns(70, isGreedy: false, 1))
  }

  @Test func `another environment of the same shape is taken`() {
    let short = LearningEnvironment<Int>("Short") { CartPole(count: $0, seed: $1, timeLimit: 3) }
    let policy = begun().policy
    #expect(policy.returns(episodeCount: 2, isGreedy: true, seed: 1, in: short) == [3, 3])
    #expect(policy.returns(episodeCount: 2, isGreedy: true, seed: 1).allSatisfy { $0 > 3 })
  }

  @Test func `what does not fit is refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().policy.mode(at: [0, 0, 0])
      }, says: "an observation of 3 numbers, but CartPole-v1 shows 4")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().policy.value(at: [0, 0, .nan, 0])
      }, says: "number 2 of the observation is nan, which is not finite")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().policy.probabilities(at: [0, 1e300, 0, 0])
      }, says: "number 1 of the observation is 1e+300, which is not finite as a Float")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().run.policy(on: .acrobot)
      }, says: "it was trained on CartPole-v1, not on Acrobot-v1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().run.policy(on: .cartPole.learned(by: Leaning()))
      }, says: "it has 9155 parameters, a policy on CartPole-v1 would have 4549; name")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().policy.evaluate(episodeCount: 0, seed: 1)
      }, says: "the episode count 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = begun().policy.evaluate(seed: 1, in: .acrobot)
      }, says: "Acrobot-v1: observations have 6 numbers, but 4")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let endless = LearningEnvironment<Int>("Endless") {
          CartPole(count: $0, seed: $1, timeLimit: nil)
        }
        _ = begun().policy.evaluate(seed: 1, in: endless)
      }, says: "Endless: episodes without a time limit may never end")
  }
}

/// Pushes towards where the pole leans, with four weights.
struct Leaning: DifferentiablePolicy {
  let parameterCount = 4

  private func probabilityOfRight(_ observation: Vector, _ parameters: Vector) -> Double {
    1 / (1 + Double.exp(-parameters.dot(observation)))
  }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    generator.bernoulli(probabilityOfRight(observation, parameters)) ? 1 : 0
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    let right = probabilityOfRight(observation, parameters)
    return Double.log(action == 1 ? right : 1 - right)
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    (Double(action) - probabilityOfRight(observation, parameters)) * observation
  }
}

/// Normal actions around one parameter, which begins at ¼.
private struct Pushing: DifferentiablePolicy {
  let parameterCount = 1

  func initialParameters(using generator: inout RandomStream) -> Vector { [0.25] }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Double {
    generator.normal(mean: parameters[0], deviation: 1)
  }

  func logProbability(of action: Double, at observation: Vector, parameters: Vector) -> Double {
    let error = action - parameters[0]
    return -0.5 * error * error - 0.5 * Double.log(2 * .pi)
  }

  func score(of action: Double, at observation: Vector, parameters: Vector) -> Vector {
    [action - parameters[0]]
  }

  func mode(at observation: Vector, parameters: Vector) -> Double? { parameters[0] }
}
