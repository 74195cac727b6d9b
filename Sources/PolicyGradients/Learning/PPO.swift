public import VectorMath

/// Proximal policy optimisation: many steps along a surrogate of the same rollout.
///
///     L = E[min(r A, clip(r, 1 − ε, 1 + ε) A)] − c_V E[(V − R)²] + c_H E[H],  r = π(a∣s)/π_old(a∣s)
///
/// or, with a penalty instead of the clip, E[r A − β KL(old‖π)]. A rollout is gathered by π_old; its
/// rows are shuffled, cut into minibatches, and each makes one gradient step, epoch after epoch.
/// What a preset sets is a property; the presets are named after the code that they repeat.
///
/// - SeeAlso: Schulman et al. 2017, arXiv:1707.06347, equations 7 to 9 and Algorithm 1; Huang et
///   al. 2022, "The 37 Implementation Details of Proximal Policy Optimization".
public struct PPO: LearningAlgorithm, Equatable {
  /// What keeps the policy near the one that gathered the rollout.
  public enum Surrogate: Equatable, Sendable {
    /// The clip at 1 ± ε; ε is positive.
    case clipped(Schedule)
    /// −β KL(old‖π); after an update β is halved where the mean KL is below two thirds of the
    /// target, and doubled where it is above one and a half.
    case penalized(targetDivergence: Double, initialCoefficient: Double)
    /// Nothing: E[r A].
    case unclipped
  }

  /// Over what advantages are brought to mean 0 and deviation 1.
  public enum AdvantageNormalization: Equatable, Sendable {
    /// They are not.
    case none
    /// Over each minibatch.
    case minibatch
    /// Over the rollout.
    case rollout
  }

  /// What logs and checkpoints call it.
  public var name: String { "PPO" }

  /// How experience is gathered.
  public var collection: CollectionSettings

  /// The networks of policy and critic.
  public var network = NetworkShape()

  /// How continuous actions are drawn.
  public var continuousActions = ContinuousActionSettings()

  /// The optimiser.
  public var rule = OptimizerSettings.Rule.adam(epsilon: 1e-5)

  /// α, over the progress of training.
  public var learningRate: Schedule

  /// α of the critic, which then has an optimiser, epochs and a gradient limit of its own; with nil
  /// one optimiser moves all.
  public var criticLearningRate: Schedule?

  /// How many rows make a gradient step; the last of an epoch may have fewer.
  public var minibatchSize: Int

  /// How often each row is used.
  public var epochCount: Int

  /// How often each row is used by a critic with an optimiser of its own.
  public var criticEpochCount = 1

  /// What keeps the policy near.
  public var surrogate = Surrogate.clipped(.constant(0.2))

  /// How far V may move from its old value before its error has no gradient; nil for any distance.
  public var valueClipRange: Double?

  /// c_H.
  public var entropyCoefficient = 0.0

  /// c_V, of the mean of squares; code that halves the squares has half of its coefficient here.
  public var valueCoefficient = 0.5

  /// To which norm gradients are shortened; nil for any.
  public var maximumGradientNorm: Double? = 0.5

  /// Over what advantages are normalised.
  public var advantageNormalization = AdvantageNormalization.minibatch

  /// Where the mean of r − 1 − log r over a minibatch, in nats, is above this times
  /// ``targetDivergenceFactor``, the policy's epochs end before its step; nil for never.
  public var targetDivergence: Double?

  /// How many times ``targetDivergence`` is still allowed, above 0; without it this has no effect.
  ///
  /// 1.5 in Spinning Up and Stable-Baselines3, 1 in CleanRL.
  public var targetDivergenceFactor = 1.5

  /// PPO with nothing but what has to be said.
  ///
  /// - Parameters:
  ///   - collection: How experience is gathered.
  ///   - learningRate: α.
  ///   - minibatchSize: How many rows make a gradient step; at least 1, at most a rollout.
  ///   - epochCount: How often each row is used; at least 1.
  public init(
    _ collection: CollectionSettings, learningRate: Schedule, minibatchSize: Int, epochCount: Int
  ) {
    self.collection = collection
    self.learningRate = learningRate
    self.minibatchSize = minibatchSize
    self.epochCount = epochCount
  }

  /// One optimiser, or two.
  public var optimizers: OptimizerSettings {
    OptimizerSettings(rule, separatesCritic: criticLearningRate != nil)
  }

  /// What is wrong with the hyper-parameters, if anything is.
  public var complaint: String? {
    if let complaint = collection.complaint { return complaint }
    if let complaint = collection.complaint("the minibatch size", minibatchSize) {
      return complaint
    }
    if epochCount < 1 { return "the epoch count \(epochCount) is below 1" }
    if criticEpochCount < 1 { return "the critic's epoch count \(criticEpochCount) is below 1" }
    if criticLearningRate != nil && network.sharesTrunk {
      return "a critic that shares its trunk has no learning rate of its own"
    }
    switch surrogate {
    case .clipped(let range):
      if let complaint = range.complaint("the clip range") {
        return complaint
      }
    case .penalized(let target, let coefficient):
      if !(target > 0 && target.isFinite) {
        return "the target divergence \(target) is not positive"
      }
      if !(coefficient > 0 && coefficient.isFinite) {
        return "the penalty coefficient \(coefficient) is not positive"
      }
    case .unclipped: break
    }
    if let range = valueClipRange, !(range > 0) {
      return "the value clip range \(range) is not positive"
    }
    if let norm = maximumGradientNorm, !(norm > 0) {
      return "the maximum gradient norm \(norm) is not positive"
    }
    if let target = targetDivergence, !(target > 0) {
      return "the target divergence \(target) is not positive"
    }
    if !(targetDivergenceFactor > 0 && targetDivergenceFactor.isFinite) {
      return "the factor \(targetDivergenceFactor) of the target divergence is not positive"
    }
    if !entropyCoefficient.isFinite {
      return "the entropy coefficient \(entropyCoefficient) is not finite"
    }
    if !(valueCoefficient >= 0 && valueCoefficient.isFinite) {
      return "the value coefficient \(valueCoefficient) is not a number from 0 on"
    }
    return criticLearningRate?.complaint("the critic's learning rate")
      ?? learningRate.complaint("the learning rate")
  }

  /// Epochs of gradient steps on the learner's rollout.
  ///
  /// - Parameters:
  ///   - learner: What is learned, with the rollout.
  ///   - progress: The share of training that is done, in `0..<1`.
  /// - Returns: What was done.
  public func update(_ learner: Learner, progress: Double) -> UpdateRecord {
    let rollout = learner.rollout
    rollout.estimateAdvantages(
      discount: collection.discount, lambda: collection.lambda, target: collection.criticTarget)
    if advantageNormalization == .rollout { rollout.normalizeAdvantages() }
    var record = UpdateRecord()
    record.learningRate = learningRate.value(at: progress)
    record.explainedVariance = rollout.explainedVariance
    var step = PPOStep(self, progress: progress, penalty: penalty(learner))
    let criticRate = criticLearningRate?.value(at: progress)
    var order = rollout.rows
    epochs: for _ in 0..<epochCount {
      learner.random.shuffle(&order)
      var start = 0
      while start < order.count {
        let end = min(start + minibatchSize, order.count)
        learner.gather(order[start..<end])
        if advantageNormalization == .minibatch { learner.minibatch.normalizeAdvantages() }
        let objective = step.objective(learner, isCriticAlone: false)
        if let targetDivergence, step.divergence > targetDivergenceFactor * targetDivergence {
          break epochs
        }
        learner.differentiate(objective)
        step.gradientNorm += learner.ascend(
          learningRates: criticRate == nil ? [record.learningRate] : [record.learningRate, nil],
          maximumNorm: maximumGradientNorm)
        step.finish()
        start = end
      }
    }
    if let criticRate {
      for _ in 0..<criticEpochCount {
        learner.random.shuffle(&order)
        for start in stride(from: 0, to: order.count, by: minibatchSize) {
          learner.gather(order[start..<min(start + minibatchSize, order.count)])
          learner.differentiate(step.objective(learner, isCriticAlone: true))
          learner.ascend(learningRates: [nil, criticRate], maximumNorm: maximumGradientNorm)
        }
      }
    }
    step.write(to: &record)
    adaptPenalty(learner)
    return record
  }

  private func penalty(_ learner: Learner) -> Double {
    guard case .penalized(_, let initial) = surrogate else { return 0 }
    return learner.memory ?? initial
  }

  private func adaptPenalty(_ learner: Learner) {
    guard case .penalized(let target, _) = surrogate else { return }
    learner.gatherRollout()
    let factor = PenalizedSurrogate.adaption(to: learner.meanDivergence(), target: target)
    if factor != 1 { learner.memory = penalty(learner) * factor }
  }
}
