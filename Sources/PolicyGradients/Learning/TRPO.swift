import VectorMath

/// Trust region policy optimisation: one long step a rollout, checked before it is taken.
///
///     maximise E[r A]  subject to  E_s[KL(π_old‖π)] ≤ δ,   r = π(a∣s)/π_old(a∣s)
///
/// The step goes along the natural gradient and is shortened until the divergence is within δ and the
/// surrogate E[r A] has grown, both over the rollout's own states and actions; if no try passes, the
/// policy stays. The critic learns by itself. Each check's verdict is in ``UpdateRecord/lineSearch``.
///
/// The divergence is KL(π_old‖π), as in the paper; sb3-contrib measures KL(π‖π_old). Their second
/// derivatives at π_old are the same.
///
/// - SeeAlso: Schulman et al. 2015, arXiv:1502.05477, equation 14 and appendix C.
public struct TRPO: LearningAlgorithm, Equatable {
  /// What logs and checkpoints call it.
  public var name: String { "TRPO" }

  /// How experience is gathered.
  public var collection: CollectionSettings

  /// The networks of policy and critic, which share nothing.
  public var network = NetworkShape()

  /// How continuous actions are drawn.
  public var continuousActions = ContinuousActionSettings()

  /// The step of the policy: δ, the solver, the line search.
  public var step: TrustRegionStep

  /// How the critic learns.
  public var critic: CriticFitting

  /// The critic's optimiser.
  public var rule = OptimizerSettings.Rule.adam(epsilon: 1e-5)

  /// Whether advantages are brought to mean 0 and deviation 1 over the rollout.
  public var normalizesAdvantages = true

  /// TRPO with nothing but what has to be said.
  ///
  /// - Parameters:
  ///   - collection: How experience is gathered.
  ///   - step: The step of the policy.
  ///   - critic: How the critic learns.
  public init(_ collection: CollectionSettings, step: TrustRegionStep, critic: CriticFitting) {
    self.collection = collection
    self.step = step
    self.critic = critic
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
      from: surrogate.parameters, gradient: surrogate.gradient,
      fisherProduct: surrogate.fisherProduct, measure: surrogate.measure)
    surrogate.move(to: result.parameters)
    record.naturalGradient = NaturalGradientRecord(result.fullStep)
    record.lineSearch = LineSearchRecord(tries: result.tries)
    if result.acceptedTry != nil, let accepted = result.tries.last {
      record.gradientStepCount = 1
      record.surrogate = accepted.measurement.improvement
      record.klDivergence = accepted.measurement.divergence
    }
    record.valueError = learner.fitCritic(critic, progress: progress)
    return record
  }
}

extension Learner {
  /// Estimates the rollout's advantages; returns the record of an update that has just begun.
  func prepareRollout(
    _ collection: CollectionSettings, normalizesAdvantages: Bool
  ) -> UpdateRecord {
    rollout.estimateAdvantages(
      discount: collection.discount, lambda: collection.lambda, target: collection.criticTarget)
    var record = UpdateRecord()
    record.explainedVariance = rollout.explainedVariance
    if normalizesAdvantages { rollout.normalizeAdvantages() }
    return record
  }
}
