import VectorMath

/// An on-policy algorithm with its hyper-parameters.
///
/// An algorithm is a value; ``train(on:steps:seed:)-(LearningEnvironment<Int>,_,_)`` makes a run of
/// it. Objectives are maximised.
public protocol LearningAlgorithm: Sendable {
  /// What logs and checkpoints call it, for example "PPO".
  var name: String { get }

  /// How experience is gathered.
  var collection: CollectionSettings { get set }

  /// The networks of policy and critic.
  var network: NetworkShape { get set }

  /// How continuous actions are drawn.
  var continuousActions: ContinuousActionSettings { get set }

  /// Whether the critic is trained, so that its values mean something.
  var learnsCritic: Bool { get }

  /// What is wrong with the hyper-parameters, if anything is; told before anything is computed.
  var complaint: String? { get }

  /// Which optimisers move the parameters.
  ///
  /// - Returns: One for all parameters, or one for the policy's and one for the critic's.
  var optimizers: OptimizerSettings { get }

  /// Improves policy and critic by a rollout.
  ///
  /// - Parameters:
  ///   - learner: What is learned, with the rollout.
  ///   - progress: The share of training that is done, in `0..<1`.
  /// - Returns: What was done.
  func update(_ learner: Learner, progress: Double) -> UpdateRecord
}

extension LearningAlgorithm {
  /// It is.
  public var learnsCritic: Bool { true }
}

/// How continuous actions are drawn.
public struct ContinuousActionSettings: Equatable, Sendable {
  /// How actions are brought into the range of the environment.
  public enum Squashing: Equatable, Sendable {
    /// They are not; environments clip them, and say what they cost.
    case none
    /// What the environment is given is clipped; what is learned from is not.
    case clipped
    /// By tanh; the density takes part.
    case tanh
  }

  /// How actions are brought into the range.
  public var squashing = Squashing.clipped

  /// Whether σ depends on the state, by an output of the network.
  public var deviationDependsOnState = false

  /// log σ at the start; with noise that depends on the state, that of each hidden output's weight.
  public var initialLogDeviation = 0.0

  /// Where the noise comes from.
  public enum Noise: Equatable, Sendable {
    /// Each action has its own.
    case independent
    /// The noise is a linear function of the policy's last hidden outputs, or of the observation
    /// without hidden layers, drawn at the start of a rollout and every so many steps, at least 1;
    /// nil for never again in a rollout. Known as gSDE, generalised state-dependent exploration.
    case stateDependent(resampledEvery: Int?)
  }

  /// Where the noise comes from.
  public var noise = Noise.independent

  /// Clipped normal actions with σ = 1 at first, the same in every state.
  public init() {}

  /// Beyond, σ² is 0 or infinite in `Float`.
  static var logDeviationLimit: Double { 40 }

  /// What is wrong, if anything is.
  var complaint: String? {
    if case .stateDependent(let interval) = noise {
      if let interval, interval < 1 { return "noise that is drawn every \(interval) steps" }
      if deviationDependsOnState {
        return "noise that is a function of the state has a deviation that already depends on it"
      }
    }
    let limit = Self.logDeviationLimit
    if initialLogDeviation.magnitude <= limit { return nil }
    return "the initial log deviation \(initialLogDeviation) is outside \(-limit)...\(limit)"
  }
}

/// Which optimisers move the parameters.
public struct OptimizerSettings: Equatable, Sendable {
  /// A rule.
  public enum Rule: Equatable, Sendable {
    /// ``VectorMath/Adam`` with this ε, and β₁ and β₂, how much a step keeps of the means of
    /// gradients and of their squares, each in `0..<1`. 0.9 and 0.999 are the paper's and PyTorch's.
    case adam(epsilon: Double, firstDecay: Double = 0.9, secondDecay: Double = 0.999)
    /// ``VectorMath/RMSprop`` with this ε and the decay of its mean square, in `0..<1`.
    case rmsProp(epsilon: Double, decay: Double = 0.99)
    /// Plain steps.
    case gradient
    /// ``VectorMath/GradientStep`` with this μ, how much of its velocity a step keeps, in `0..<1`; 0
    /// is ``gradient``, PyTorch's own. A steady gradient's steps grow to 1/(1 − μ) times their length.
    case momentum(Double)
  }

  /// The rule.
  public var rule: Rule

  /// Whether the critic's parameters have an optimiser, and a limit of the gradient, of their own.
  public var separatesCritic: Bool

  /// Settings.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - separatesCritic: Whether the critic has an optimiser of its own.
  public init(_ rule: Rule, separatesCritic: Bool = false) {
    self.rule = rule
    self.separatesCritic = separatesCritic
  }

  /// What is wrong, if anything is.
  ///
  /// Without ε a parameter whose gradient is 0 would become 0/0.
  var complaint: String? {
    switch rule {
    case .adam(let epsilon, let first, let second):
      complaint("first decay", share: first) ?? complaint("second decay", share: second)
        ?? complaint(epsilon: epsilon)
    case .rmsProp(let epsilon, let decay):
      complaint("decay", share: decay) ?? complaint(epsilon: epsilon)
    case .gradient: nil
    case .momentum(let momentum): complaint("momentum", share: momentum)
    }
  }

  private func complaint(_ name: String, share: Double) -> String? {
    share >= 0 && share < 1 ? nil : "the optimiser's \(name) \(share) is outside 0..<1"
  }

  private func complaint(epsilon: Double) -> String? {
    // The optimisers count in `Float`.
    if Float(epsilon) > 0 && Float(epsilon).isFinite { return nil }
    return "the optimiser's epsilon \(epsilon) is not above 0"
  }

  func optimizer(parameterCount: Int) -> any Optimizer {
    switch rule {
    case .adam(let epsilon, let first, let second):
      Adam(
        parameterCount: parameterCount, firstDecay: first, secondDecay: second, epsilon: epsilon)
    case .rmsProp(let epsilon, let decay):
      RMSprop(parameterCount: parameterCount, decay: decay, epsilon: epsilon)
    case .gradient: GradientStep(parameterCount: parameterCount)
    case .momentum(let momentum):
      GradientStep(parameterCount: parameterCount, momentum: momentum)
    }
  }
}
