import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct SavedPolicyTests {
  /// A policy after some updates.
  private func policy<Action>(
    _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>
  ) -> TrainedPolicy<Action> {
    let training = Training(algorithm, on: environment, steps: 1_000_000, seed: 1)
    for _ in 0..<3 { training.advance() }
    return training.policy
  }

  private func expectTheSame<Action>(
    _ algorithm: any LearningAlgorithm, _ environment: LearningEnvironment<Action>
  ) throws {
    let saved = policy(algorithm, environment)
    let loaded = try TrainedPolicy(loading: try saved.checkpoint(), on: environment)
    // A bare comparison would print all parameters.
    let isTheSame = loaded == saved
    #expect(isTheSame)
    func evaluation(_ policy: TrainedPolicy<Action>) -> Evaluation {
      policy.evaluate(episodeCount: 2, seed: 3)
    }
    #expect(evaluation(loaded) == evaluation(saved) && saved.stepCount > 0)
  }

  @Test func `policies of every form come back`() throws {
    try expectTheSame(A2C.rlZoo, .cartPole)
    try expectTheSame(A2C.rlZooPendulum, .pendulum)
    var algorithm = A2C.rlZoo
    algorithm.network = NetworkShape(
      hidden: [3, 5], activation: .relu, sharesTrunk: true,
      initialization: .orthogonal(policyGain: 0.5, criticGain: 2, hiddenGain: 1.25))
    algorithm.continuousActions.squashing = .tanh
    algorithm.continuousActions.deviationDependsOnState = true
    algorithm.continuousActions.initialLogDeviation = -0.75
    try expectTheSame(algorithm, .mountainCarContinuous)
    algorithm.continuousActions = ContinuousActionSettings()
    algorithm.continuousActions.noise = .stateDependent(resampledEvery: 4)
    algorithm.collection.normalizesObservations = true
    algorithm.collection.observationLimit = 1.5
    try expectTheSame(algorithm, .pendulum)
    let reinforce = REINFORCE(episodeCount: 2, discount: 1, learningRate: .constant(0.1))
    try expectTheSame(reinforce, .cartPole)
    try expectTheSame(reinforce, .cartPole.learned(by: Leaning(), critic: false))
    try expectTheSame(A2C.rlZoo, .cartPole.learned(by: Leaning()))
  }

  @Test func `a file is written and read`() throws {
    try inFolder { folder in
      let path = "\(folder)/a.policy"
      let saved = policy(A2C.rlZooPendulum, .pendulum)
      try saved.save(to: path)
      let isTheSame = try TrainedPolicy(loading: path, on: .pendulum) == saved
      #expect(isTheSame)
      // Negative control.
      try policy(A2C.rlZooPendulum, .mountainCarContinuous).save(to: path)
      #expect(
        failure { _ = try TrainedPolicy(loading: path, on: .pendulum) }
          == .different(
            field: "environment", saved: "MountainCarContinuous-v0", now: "Pendulum-v1"))
      let missing = "\(folder)/b.policy"
      #expect(
        failure { _ = try TrainedPolicy(loading: missing, on: .pendulum) }
          == .unreadable(path: missing, reason: "No such file or directory"))
    }
  }

  @Test func `what does not fit is named`() throws {
    let bytes = try policy(A2C.rlZoo, .cartPole).checkpoint()
    let wider = LearningEnvironment<Int>("CartPole-v1") { Acrobot(count: $0, seed: $1) }
    #expect(
      failure { _ = try TrainedPolicy(loading: bytes, on: wider) }
        == .different(field: "count of numbers of an observation", saved: "4", now: "6"))
    let moreActions = LearningEnvironment<Int>("CartPole-v1") { count, seed in
      Choices().batch(count: count, seed: seed, timeLimit: 5)
    }
    #expect(
      failure { _ = try TrainedPolicy(loading: bytes, on: moreActions) }
        == .different(
          field: "action space", saved: "DiscreteActions(count: 2)",
          now: "DiscreteActions(count: 3)"))
    let weaker = LearningEnvironment<Double>("Pendulum-v1") { count, seed in
      Weak().batch(count: count, seed: seed, timeLimit: 5)
    }
    let pendulum = try policy(A2C.rlZooPendulum, .pendulum).checkpoint()
    #expect(
      failure { _ = try TrainedPolicy(loading: pendulum, on: weaker) }?.description
        .hasPrefix("the file is of another run or policy: its action space is") == true)
    // The checkpoint of a run is none of a policy, nor the other way round.
    let run = try Training(A2C.rlZoo, on: .cartPole, steps: 40, seed: 1).checkpoint()
    #expect(
      failure { _ = try TrainedPolicy(loading: run, on: .cartPole) }
        == .different(field: "kind", saved: "A2C", now: "policy"))
    #expect(
      CheckpointError.different(field: "kind", saved: "A2C", now: "policy").description
        .contains("Training(resuming:…).policy"))
    #expect(
      CheckpointError.different(field: "algorithm", saved: "policy", now: "A2C").description
        .contains("Training.save(to:)"))
    #expect(
      failure {
        _ = try Training(resuming: bytes, A2C.rlZoo, on: .cartPole, steps: 40, seed: 1)
      } == .different(field: "algorithm", saved: "policy", now: "A2C"))
  }

  @Test func `contents that end early or hold nonsense are refused`() throws {
    var algorithm = A2C.rlZooPendulum
    algorithm.network.hidden = [2]
    let saved = policy(algorithm, .pendulum)
    let contents = try CheckpointEnvelope.opened(try saved.checkpoint())
    for count in contents.indices {
      let bytes = CheckpointEnvelope.sealed(Array(contents[..<count]))
      #expect(
        failure { _ = try TrainedPolicy(loading: bytes, on: .pendulum) } != nil, "\(count) bytes")
    }
    #expect(
      failure {
        _ = try TrainedPolicy(loading: CheckpointEnvelope.sealed(contents + [0]), on: .pendulum)
      } == .damaged("1 bytes are left over"))
    var changed = saved
    for width in [0, 1_000_000_000_000] {
      changed.form.network.hidden = [width]
      let bytes = try changed.checkpoint()
      #expect(
        failure { _ = try TrainedPolicy(loading: bytes, on: .pendulum) }
          == .damaged("hidden layers of [\(width)] outputs"))
    }
    func complaint(_ change: (inout TrainedPolicy<Double>) -> Void) -> CheckpointError? {
      var changed = saved
      change(&changed)
      return failure {
        _ = try TrainedPolicy(loading: try changed.checkpoint(), on: .pendulum)
      }
    }
    #expect(complaint { _ in } == nil)
    #expect(complaint { $0.stepCount = -5 } == .damaged("-5 steps of training"))
    #expect(
      complaint { $0.parameters[1] = .nan } == .damaged("parameters that are not finite"))
    changed = saved
    changed.form.continuousActions.noise = .stateDependent(resampledEvery: 0)
    let bytes = try changed.checkpoint()
    #expect(
      failure { _ = try TrainedPolicy(loading: bytes, on: .pendulum) }
        == .damaged("noise that is drawn every 0 steps"))
    #expect(
      complaint {
        $0.form.network.initialization = .orthogonal(
          policyGain: 1, criticGain: 1, hiddenGain: -1)
      } == .damaged("the gain -1.0 of hidden layers is not a number above 0"))
  }
}

/// Shows three numbers, as Pendulum does, and pushes less than it can.
private struct Weak: Environment {
  let actionSpace = ContinuousActions(-0.1...0.1)

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Double, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: 0)
  }

  var observation: Vector { [0, 0, 0] }
}

/// Shows four numbers, as CartPole does, and takes three actions, as it does not.
private struct Choices: Environment {
  let actionSpace = DiscreteActions(count: 3)

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: 0)
  }

  var observation: Vector { [0, 0, 0, 0] }
}
