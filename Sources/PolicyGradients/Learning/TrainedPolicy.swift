public import VectorMath

/// A policy that was trained, to act with.
///
///     let run = PPO.rlZoo.train(on: .cartPole, steps: 50_000, seed: 1)
///     let policy = run.policy(on: .cartPole)
///     policy.mode(at: [0, 0, 0.02, 0])                        // the most probable action
///     policy.sample(at: [0, 0, 0.02, 0], using: &random)      // one drawn from π(·∣s)
///     policy.returns(episodeCount: 100, isGreedy: true, seed: 2)
///
/// It is a value: what a run learns afterwards does not change it. Observations are given as the
/// environment shows them; where the run normalised them, their mean and variance were written down
/// with the parameters, and stay as they were.
///
/// It is saved and loaded by itself, ``save(to:)``, or comes from the checkpoint of a training:
///
///     let training = try Training(
///       resuming: "run.checkpoint", PPO.rlZoo, on: .cartPole, steps: 50_000, seed: 1)
///     let policy = training.policy
///
/// Every method traps, with the number, at an observation that is not finite or has another count of
/// numbers than those the policy was trained with.
///
/// - SeeAlso: Raffin et al. 2021, "Stable-Baselines3", JMLR 22(268): `predict`, `evaluate_policy`.
public struct TrainedPolicy<Action: Sendable>: Sendable {
  /// Where it was trained.
  public let environment: LearningEnvironment<Action>

  /// How many steps of environments it was trained with; those of an update that diverged do not
  /// count.
  public internal(set) var stepCount: Int

  /// The parameters of policy and critic, as in ``TrainingRun/parameters``.
  public internal(set) var parameters: [Float]

  /// The mean and variance by which observations are shown to it; nil if they are shown as they are.
  public internal(set) var observationNormalizer: ObservationNormalizer?

  var form: PolicyForm
  /// An environment of those that it fits.
  let prototype: any EnvironmentBatch<Action>

  /// How many numbers an observation has.
  public var observationCount: Int { prototype.observationCount }

  /// The most probable action, which greedy episodes take; of a density squashed by tanh, the median.
  ///
  /// - Parameter observation: What the environment shows of s; shape ``observationCount``.
  /// - Returns: An action, as the environment takes it.
  public func mode(at observation: Vector) -> Action {
    asked(at: observation) { model, _ in model.action(model.mode(0)) }
  }

  /// Draws an action from π(·∣s).
  ///
  /// Noise that depends on the state is drawn anew for each action.
  ///
  /// - Parameters:
  ///   - observation: What the environment shows of s; shape ``observationCount``.
  ///   - generator: The source of randomness.
  /// - Returns: An action, as the environment takes it.
  public func sample(at observation: Vector, using generator: inout RandomStream) -> Action {
    asked(at: observation) { model, _ in
      model.explore(step: 0, rowCount: 1, using: &generator)
      return model.action(model.sample(0, using: &generator).action)
    }
  }

  /// The critic's V(s).
  ///
  /// - Parameter observation: What the environment shows of s; shape ``observationCount``.
  /// - Returns: Discounted reward, in the unit that the run learned from: with normalised rewards not
  ///   the environment's. Nil if no critic was trained.
  public func value(at observation: Vector) -> Double? {
    asked(at: observation) { model, value in
      form.learnsCritic && model.hasCritic ? Double(value) : nil
    }
  }

  /// How many parameters such networks have.
  var expectedParameterCount: Int { makeModel(rowCapacity: 1).parameterCount }

  func makeModel(rowCapacity: Int) -> any ActorCriticModel<Action> {
    environment.makeModel(
      ModelDemand(
        environments: prototype, network: form.network, continuousActions: form.continuousActions,
        rowCapacity: rowCapacity))
  }

  /// What is read from a model that was evaluated at an observation, and the critic's value there.
  private func asked<Answer>(
    at observation: Vector, _ question: (any ActorCriticModel<Action>, Float) -> Answer
  ) -> Answer {
    if observation.count != observationCount {
      fatalError(
        "TrainedPolicy: an observation of \(observation.count) numbers, but \(environment.name) "
          + "shows \(observationCount)")
    }
    let row = FloatMemory(count: observationCount)
    for feature in 0..<observationCount {
      row.start[feature] = Float(observation[feature])
      if !row.start[feature].isFinite {
        fatalError(
          "TrainedPolicy: number \(feature) of the observation is \(observation[feature]), which is "
            + "not finite as a Float")
      }
    }
    observationNormalizer?.normalize(row.start, rowCount: 1)
    let model = makeModel(rowCapacity: 1)
    var value: Float = 0
    model.evaluate(row.start, rowCount: 1, parameters: parameters, values: &value)
    // A model may look at the observation again, to draw from it.
    return withExtendedLifetime(row) { question(model, value) }
  }
}

extension TrainedPolicy where Action == Int {
  /// π(·∣s), action by action.
  ///
  /// - Parameter observation: What the environment shows of s; shape ``observationCount``.
  /// - Returns: One number an action, whose sum is 1 but for rounding to `Float`.
  public func probabilities(at observation: Vector) -> Vector {
    asked(at: observation) { model, _ in
      Vector((0..<model.keptCount).map { .exp(Double(model.keptDistributions[$0])) })
    }
  }
}

extension TrainedPolicy where Action == Double {
  /// The mean and the deviation of the normal distribution that actions are drawn from, before they
  /// are clipped or squashed.
  ///
  /// - Parameter observation: What the environment shows of s; shape ``observationCount``.
  /// - Returns: Numbers in the action's unit, or in that of its hyperbolic arc tangent; nil for a
  ///   ``DifferentiablePolicy``, of which only the density is known.
  public func moments(at observation: Vector) -> (mean: Double, deviation: Double)? {
    asked(at: observation) { model, _ in
      if model.keptCount == 0 { return nil }
      return (
        mean: Double(model.keptDistributions[0]),
        deviation: .exp(Double(model.keptDistributions[1]))
      )
    }
  }
}

extension TrainedPolicy: Equatable {
  /// Whether two policies do the same everywhere.
  ///
  /// Policies of one's own are told apart by their parameters alone.
  ///
  /// - Parameters:
  ///   - left: A policy.
  ///   - right: Another.
  /// - Returns: Whether name and actions of the environment, networks, count of steps, parameters and
  ///   what observations are shown by are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.environment.name == right.environment.name && left.form == right.form
      && left.stepCount == right.stepCount && left.parameters == right.parameters
      && left.observationNormalizer == right.observationNormalizer
  }
}

/// What has to be known of an algorithm to act with its parameters.
struct PolicyForm: Equatable, Sendable {
  /// The actions, in words.
  var actionSpace = ""
  var network = NetworkShape()
  var continuousActions = ContinuousActionSettings()
  var learnsCritic = true

  init() {}

  init(_ algorithm: any LearningAlgorithm, actionSpace: any Sendable) {
    self.actionSpace = "\(actionSpace)"
    network = algorithm.network
    continuousActions = algorithm.continuousActions
    learnsCritic = algorithm.learnsCritic
  }
}

extension TrainedPolicy {
  init(
    _ run: TrainingRun, on environment: LearningEnvironment<Action>,
    like prototype: any EnvironmentBatch<Action>
  ) {
    let stepCount =
      if case .diverged(_, let stepCount, _) = run.ending { stepCount } else { run.stepCount }
    self.init(
      environment: environment, stepCount: stepCount, parameters: run.parameters,
      observationNormalizer: run.observationNormalizer, form: run.form, prototype: prototype)
  }
}

extension TrainingRun {
  /// The policy that the run ended with; of a run that diverged, the one before it did.
  ///
  /// - Parameter environment: The environment of the run, with the policy of one's own if it was
  ///   learned by one; traps if its name is another, or if it wants other counts of parameters.
  /// - Returns: A policy to act with.
  public func policy<Action>(on environment: LearningEnvironment<Action>) -> TrainedPolicy<Action> {
    if environment.name != self.environment {
      fatalError("TrainingRun: it was trained on \(self.environment), not on \(environment.name)")
    }
    let prototype = environment.makeUnnormalized(1, 0)
    if "\(prototype.actionSpace)" != form.actionSpace {
      fatalError(
        "TrainingRun: it was trained with \(form.actionSpace), but \(environment.name) takes "
          + "\(prototype.actionSpace)")
    }
    let result = TrainedPolicy(self, on: environment, like: prototype)
    let count = result.expectedParameterCount
    if count != parameters.count {
      fatalError(
        "TrainingRun: it has \(parameters.count) parameters, a policy on \(environment.name) would "
          + "have \(count); name the environment that it was trained on, "
          + "with learned(by:critic:) if it was")
    }
    return result
  }
}

extension Training {
  /// The policy of the last update.
  public var policy: TrainedPolicy<Action> {
    TrainedPolicy(run, on: environment, like: collector.environments)
  }
}
