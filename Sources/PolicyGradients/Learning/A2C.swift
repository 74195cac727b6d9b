public import VectorMath

/// Advantage actor-critic: one gradient step a rollout of a few steps.
///
///     L = E[A log π(a∣s)] − c_V E[(V − R)²] + c_H E[H]
///
/// with A of ``CollectionSettings/lambda`` = 1, n-step returns R that end in the critic's value: what
/// Mnih et al. call A3C, with synchronous environments instead of threads.
///
/// - SeeAlso: Mnih et al. 2016, arXiv:1602.01783, Algorithm S3; Wu et al. 2017, "OpenAI Baselines:
///   ACKTR and A2C".
public struct A2C: LearningAlgorithm, Equatable {
  /// What logs and checkpoints call it.
  public var name: String { "A2C" }

  /// How experience is gathered.
  public var collection: CollectionSettings

  /// The networks of policy and critic.
  public var network = NetworkShape()

  /// How continuous actions are drawn.
  public var continuousActions = ContinuousActionSettings()

  /// The optimiser.
  public var rule = OptimizerSettings.Rule.rmsProp(epsilon: 1e-5)

  /// α, over the progress of training.
  public var learningRate: Schedule

  /// c_H.
  public var entropyCoefficient = 0.0

  /// c_V, of the mean of squares.
  public var valueCoefficient = 0.5

  /// To which norm gradients are shortened; nil for any.
  public var maximumGradientNorm: Double? = 0.5

  /// Whether advantages are brought to mean 0 and deviation 1 over the rollout.
  public var normalizesAdvantages = false

  /// A2C with nothing but what has to be said.
  ///
  /// - Parameters:
  ///   - collection: How experience is gathered.
  ///   - learningRate: α.
  public init(_ collection: CollectionSettings, learningRate: Schedule) {
    self.collection = collection
    self.learningRate = learningRate
  }

  /// RL Baselines3 Zoo's CartPole: 8 environments of 5 steps, RMSprop with α 7 · 10⁻⁴, γ 0.99, λ 1.
  public static var rlZoo: A2C {
    A2C(
      CollectionSettings(environmentCount: 8, length: .steps(5), discount: 0.99, lambda: 1),
      learningRate: .constant(7e-4))
  }

  /// RL Baselines3 Zoo's Pendulum: 8 environments of 8 steps, α from 7 · 10⁻⁴ to 0, γ 0.9, λ 0.9,
  /// observations and rewards normalised, PyTorch's initialisation, noise that depends on the state,
  /// drawn for each rollout with log σ −2 at first.
  ///
  /// A million steps, the zoo's, from seeds 0 to 59: greedy episodes of 54 runs end with a mean
  /// between −131 and −267, as the zoo's one does; those of the other 6 stay below −600.
  /// With independent noise, log σ 0 at first, the last 100 episodes of these six have means between
  /// −149 and −182.
  public static var rlZooPendulum: A2C {
    var result = A2C(
      CollectionSettings(environmentCount: 8, length: .steps(8), discount: 0.9, lambda: 0.9),
      learningRate: .linear(from: 7e-4, to: 0))
    result.collection.schedulesCountRollout = true
    result.collection.normalizesObservations = true
    result.collection.normalizesRewards = true
    result.network.initialization = .uniform
    result.valueCoefficient = 0.4
    result.continuousActions.noise = .stateDependent(resampledEvery: nil)
    result.continuousActions.initialLogDeviation = -2
    return result
  }

  /// One optimiser for policy and critic.
  public var optimizers: OptimizerSettings { OptimizerSettings(rule) }

  /// What is wrong with the hyper-parameters, if anything is.
  public var complaint: String? {
    if let complaint = collection.complaint { return complaint }
    if let norm = maximumGradientNorm, !(norm > 0) {
      return "the maximum gradient norm \(norm) is not positive"
    }
    if !entropyCoefficient.isFinite {
      return "the entropy coefficient \(entropyCoefficient) is not finite"
    }
    if !(valueCoefficient >= 0 && valueCoefficient.isFinite) {
      return "the value coefficient \(valueCoefficient) is not a number from 0 on"
    }
    return learningRate.complaint("the learning rate")
  }

  /// One gradient step on the learner's rollout.
  ///
  /// - Parameters:
  ///   - learner: What is learned, with the rollout.
  ///   - progress: The share of training that is done, in `0..<1`.
  /// - Returns: What was done.
  public func update(_ learner: Learner, progress: Double) -> UpdateRecord {
    let rollout = learner.rollout
    rollout.estimateAdvantages(
      discount: collection.discount, lambda: collection.lambda, target: collection.criticTarget)
    var record = UpdateRecord()
    record.learningRate = learningRate.value(at: progress)
    record.explainedVariance = rollout.explainedVariance
    learner.gatherRollout()
    if normalizesAdvantages { learner.minibatch.normalizeAdvantages() }
    let objective = learner.policyGradientObjective(
      valueCoefficient: valueCoefficient, entropyCoefficient: entropyCoefficient, into: &record)
    learner.differentiate(objective)
    record.gradientNorm = learner.ascend(
      learningRates: [record.learningRate], maximumNorm: maximumGradientNorm)
    record.gradientStepCount = 1
    return record
  }
}

extension Learner {
  /// The objective E[A log π] − c_V E[(V − R)²] + c_H E[H] over the minibatch.
  ///
  /// - Parameters:
  ///   - valueCoefficient: c_V; nil to leave the critic alone.
  ///   - entropyCoefficient: c_H.
  ///   - record: Is told of the surrogate, the value's error and the entropy.
  /// - Returns: What to differentiate.
  func policyGradientObjective(
    valueCoefficient: Double?, entropyCoefficient: Double, into record: inout UpdateRecord
  ) -> ObjectiveWeights {
    let batch = minibatch
    batch.evaluate(model, parameters: parameters.start)
    let share = 1 / Float(batch.count)
    let scale = Float(-2 * (valueCoefficient ?? 0)) * share
    for row in 0..<batch.count {
      batch.weights.start[row] = share * batch.advantages.start[row]
      batch.valueWeights.start[row] = scale * (batch.values.start[row] - batch.returns.start[row])
    }
    record.surrogate = batch.mean {
      batch.advantages.start[$0] * batch.logProbabilities.start[$0]
    }
    record.entropy = batch.mean { batch.entropies.start[$0] }
    record.valueError = batch.mean {
      let error = batch.values.start[$0] - batch.returns.start[$0]
      return error * error
    }
    return ObjectiveWeights(
      logProbability: UnsafePointer(batch.weights.start),
      entropy: Float(entropyCoefficient) * share,
      value: valueCoefficient == nil ? nil : UnsafePointer(batch.valueWeights.start))
  }
}
