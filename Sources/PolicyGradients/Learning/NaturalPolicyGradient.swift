import VectorMath

/// The natural policy gradient: one step a rollout along x ≈ (F + λI)⁻¹ g, taken unchecked.
///
/// With ``NaturalGradientStep/Length/divergence(_:)`` it is TRPO without its line search; with
/// ``NaturalGradientStep/Length/learningRate(_:)`` it is θ ← θ + α x.
///
/// - SeeAlso: Kakade 2001, "A natural policy gradient"; Rajeswaran et al. 2017, arXiv:1703.02660.
public struct NaturalPolicyGradient: LearningAlgorithm, Equatable {
  /// What logs and checkpoints call it.
  public var name: String { "NPG" }

  /// How experience is gathered.
  public var collection: CollectionSettings

  /// The networks of policy and critic, which share nothing.
  public var network = NetworkShape()

  /// How continuous actions are drawn.
  public var continuousActions = ContinuousActionSettings()

  /// The step of the policy: how long, and the solver.
  public var step: NaturalGradientStep

  /// How the critic learns.
  public var critic: CriticFitting

  /// The critic's optimiser.
  public var rule = OptimizerSettings.Rule.adam(epsilon: 1e-5)

  /// Whether advantages are brought to mean 0 and deviation 1 over the rollout.
  public var normalizesAdvantages = true

  /// The natural policy gradient with nothing but what has to be said.
  ///
  /// - Parameters:
  ///   - collection: How experience is gathered.
  ///   - step: The step of the policy.
  ///   - critic: How the critic learns.
  public init(_ collection: CollectionSettings, step: NaturalGradientStep, critic: CriticFitting) {
    self.collection = collection
    self.step = step
    self.critic = critic
  }

  /// Spinning Up's TRPO code with `algo='npg'`: as ``TRPO/spinningUp``, without the line search.
  public static var spinningUp: NaturalPolicyGradient {
    let other = TRPO.spinningUp
    var result = NaturalPolicyGradient(
      other.collection,
      step: NaturalGradientStep(
        length: .divergence(other.step.divergenceLimit), solver: other.step.solver),
      critic: other.critic)
    result.rule = other.rule
    result.network = other.network
    result.continuousActions = other.continuousActions
    return result
  }

  /// The critic's; the policy's is not used.
  public var optimizers: OptimizerSettings { OptimizerSettings(rule, separatesCritic: true) }

  /// What is wrong with the hyper-parameters, if anything is.
  public var complaint: String? {
    if let complaint = collection.complaint { return complaint }
    if network.sharesTrunk { return "the critic shares its trunk, but has to learn by itself" }
    return step.complaint ?? critic.complaint(about: collection)
  }

  /// One step of the policy, and epochs of the critic, on the learner's rollout.
  ///
  /// - Parameters:
  ///   - learner: What is learned, with the rollout.
  ///   - progress: The share of training that is done, in `0..<1`.
  /// - Returns: What was done.
  public func update(_ learner: Learner, progress: Double) -> UpdateRecord {
    var record = learner.prepareRollout(collection, normalizesAdvantages: normalizesAdvantages)
    let surrogate = PolicySurrogate(learner)
    record.entropy = surrogate.entropy
    record.gradientNorm = surrogate.gradient.norm
    let result = step.step(
      gradient: surrogate.gradient, fisherProduct: surrogate.fisherProduct)
    let measurement = surrogate.measure(surrogate.parameters + result.step)
    record.naturalGradient = NaturalGradientRecord(result)
    record.gradientStepCount = result.step.squaredNorm > 0 ? 1 : 0
    record.surrogate = measurement.improvement
    record.klDivergence = measurement.divergence
    if case .learningRate(let rate) = step.length { record.learningRate = rate }
    record.valueError = learner.fitCritic(critic, progress: progress)
    return record
  }
}
