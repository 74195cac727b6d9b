/// A kind of environment to learn in: a name, and how to make many of it.
///
///     let problem = LearningEnvironment.cartPole
///     let own = LearningEnvironment("Walk") { count, seed in
///       Walk().batch(count: count, seed: seed, timeLimit: 100)
///     }
public struct LearningEnvironment<Action: Sendable>: Sendable {
  /// What logs and checkpoints call it.
  public let name: String

  /// Whether the policy or the critic is made of dense layers.
  var usesNetwork = true
  /// The ``DifferentiablePolicy``, if it is learned by one.
  var ownPolicy: (any Sendable)?
  let make: @Sendable (Int, UInt64) -> any EnvironmentBatch<Action>
  let makeModel: @Sendable (ModelDemand<Action>) -> any ActorCriticModel<Action>
}

extension LearningEnvironment {
  /// Environments that show what they see as it is: traps at those that normalise it.
  func makeUnnormalized(_ count: Int, _ seed: UInt64) -> any EnvironmentBatch<Action> {
    let batch = make(count, seed)
    if batch.count != count {
      fatalError("\(name): \(batch.count) environments were made, not \(count)")
    }
    if batch is any RunningObservations {
      fatalError(
        "\(name): these environments normalise observations by themselves, by a mean that is "
          + "another in each batch or is not the policy's; set collection.normalizesObservations "
          + "instead, which evaluations and the policy share")
    }
    return batch
  }

  /// More environments, for a model that was made for others: traps unless it fits them too.
  func make(
    _ count: Int, _ seed: UInt64, like others: any EnvironmentBatch<Action>
  ) -> any EnvironmentBatch<Action> {
    let batch = makeUnnormalized(count, seed)
    if batch.observationCount != others.observationCount {
      fatalError(
        "\(name): observations have \(batch.observationCount) numbers, but "
          + "\(others.observationCount) in environments that were made before")
    }
    let isSame: Bool =
      switch (batch.actionSpace as Any, others.actionSpace as Any) {
      case (let space as DiscreteActions, let other as DiscreteActions): space == other
      case (let space as ContinuousActions, let other as ContinuousActions): space == other
      default: false
      }
    if !isSame {
      fatalError(
        "\(name): the action space is \(batch.actionSpace), but \(others.actionSpace) in "
          + "environments that were made before")
    }
    return batch
  }
}

/// What a model has to fit.
struct ModelDemand<Action: Sendable> {
  var environments: any EnvironmentBatch<Action>
  var network: NetworkShape
  var continuousActions: ContinuousActionSettings
  var rowCapacity: Int
}

extension LearningEnvironment where Action == Int {
  /// A kind of environment with numbered actions.
  ///
  /// - Parameters:
  ///   - name: What logs and checkpoints call it.
  ///   - make: Makes a batch of so many environments from a seed; the same batch for the same seed.
  public init(
    _ name: String,
    make: @escaping @Sendable (_ count: Int, _ seed: UInt64) -> any EnvironmentBatch<Int>
  ) {
    self.name = name
    self.make = make
    makeModel = { demand in
      guard let space = demand.environments.actionSpace as? DiscreteActions else {
        fatalError("\(name): the action space is not DiscreteActions")
      }
      return ActorCriticNetwork(
        observationCount: demand.environments.observationCount, shape: demand.network,
        distribution: CategoricalDistribution(
          actionCount: space.count, rowCapacity: demand.rowCapacity),
        rowCapacity: demand.rowCapacity)
    }
  }

  /// CartPole-v1: 500 steps at most, solved from a mean return of 475 on.
  public static var cartPole: LearningEnvironment {
    LearningEnvironment("CartPole-v1") { CartPole(count: $0, seed: $1) }
  }

  /// Acrobot-v1: 500 steps at most, solved from a mean return of −100 on.
  public static var acrobot: LearningEnvironment {
    LearningEnvironment("Acrobot-v1") { Acrobot(count: $0, seed: $1) }
  }

  /// MountainCar-v0: 200 steps at most, solved from a mean return of −110 on.
  public static var mountainCar: LearningEnvironment {
    LearningEnvironment("MountainCar-v0") { MountainCar(count: $0, seed: $1) }
  }

  /// A finite problem, its states shown as vectors with a single one.
  ///
  /// - Parameters:
  ///   - name: What logs and checkpoints call it.
  ///   - problem: The problem.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  /// - Returns: A kind of environment.
  public static func finite(
    _ name: String, _ problem: MarkovDecisionProcess, timeLimit: Int?
  ) -> LearningEnvironment {
    LearningEnvironment(name) {
      FiniteEnvironment(problem, encoding: .oneHot)
        .batch(count: $0, seed: $1, timeLimit: timeLimit)
    }
  }
}

extension LearningEnvironment where Action == Double {
  /// A kind of environment with real actions.
  ///
  /// - Parameters:
  ///   - name: What logs and checkpoints call it.
  ///   - make: Makes a batch of so many environments from a seed; the same batch for the same seed.
  public init(
    _ name: String,
    make: @escaping @Sendable (_ count: Int, _ seed: UInt64) -> any EnvironmentBatch<Double>
  ) {
    self.name = name
    self.make = make
    makeModel = { demand in
      guard let space = demand.environments.actionSpace as? ContinuousActions else {
        fatalError("\(name): the action space is not ContinuousActions")
      }
      let settings = demand.continuousActions
      let squashing: GaussianDistribution.Squashing =
        switch settings.squashing {
        case .none: .none
        case .clipped: .clipped(space.range)
        case .tanh: .tanh(space.range)
        }
      if case .stateDependent(let interval) = settings.noise {
        return ActorCriticNetwork(
          observationCount: demand.environments.observationCount, shape: demand.network,
          distribution: StateDependentNoise(
            featureCount: demand.network.hidden.last ?? demand.environments.observationCount,
            squashing: squashing,
            initialLogDeviation: settings.initialLogDeviation, resampleInterval: interval,
            rowCapacity: demand.rowCapacity),
          rowCapacity: demand.rowCapacity)
      }
      return ActorCriticNetwork(
        observationCount: demand.environments.observationCount, shape: demand.network,
        distribution: GaussianDistribution(
          dependsOnState: settings.deviationDependsOnState, squashing: squashing,
          initialLogDeviation: settings.initialLogDeviation, rowCapacity: demand.rowCapacity),
        rowCapacity: demand.rowCapacity)
    }
  }

  /// Pendulum-v1: 200 steps; −200 is good.
  public static var pendulum: LearningEnvironment {
    LearningEnvironment("Pendulum-v1") { Pendulum(count: $0, seed: $1) }
  }

  /// MountainCarContinuous-v0: 999 steps at most, solved from a mean return of 90 on.
  public static var mountainCarContinuous: LearningEnvironment {
    LearningEnvironment("MountainCarContinuous-v0") { MountainCarContinuous(count: $0, seed: $1) }
  }
}
