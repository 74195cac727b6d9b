public import VectorMath

/// REINFORCE: one gradient step a batch of whole episodes.
///
///     ĝ = 1/N Σ_episodes Σ_t γᵗ (G_t − b) ∇log π(a_t∣s_t)
///
/// γᵗ and the baseline b are switches. Episodes that a time limit cuts are bootstrapped by the critic
/// where there is one, and end in nothing where there is none.
///
/// - SeeAlso: Williams 1992, "Simple statistical gradient-following algorithms"; Sutton and Barto
///   2018, section 13.4.
public struct REINFORCE: LearningAlgorithm, Equatable {
  /// What is subtracted from returns-to-go.
  ///
  /// The baseline of least variance, E[‖s‖² G] / E[‖s‖²], wants the norm of each step's score s by
  /// itself, which networks do not give; estimators with tables have it, `Baseline.optimal` there.
  public enum Baseline: Equatable, Sendable {
    /// Nothing.
    case none
    /// A number, in the reward's unit: unbiased. Refused where advantages are normalised, which takes
    /// it out again.
    case constant(Double)
    /// The mean of G_t over the batch's episodes at the same t, the own one among them; G_t is 0 after
    /// the end. Shrinks the gradient by 1 − 1/N.
    case mean
    /// The mean of G_t over the batch's *other* episodes at the same t: unbiased.
    case leaveOneOut
    /// The critic's V, learned with ``REINFORCE/valueCoefficient`` by the same optimiser.
    case critic
  }

  /// What logs and checkpoints call it.
  public var name: String { "REINFORCE" }

  /// How experience is gathered: whole episodes, one in each environment.
  public var collection: CollectionSettings

  /// The networks of policy and critic.
  public var network = NetworkShape()

  /// How continuous actions are drawn.
  public var continuousActions = ContinuousActionSettings()

  /// The optimiser.
  public var rule = OptimizerSettings.Rule.adam(epsilon: 1e-8)

  /// α, over the progress of training.
  public var learningRate: Schedule

  /// b; what follows a cut in ``collection`` is set with it.
  public var baseline: Baseline {
    didSet { collection.truncation = truncation }
  }

  /// Whether step t counts γᵗ times, as the gradient of the discounted return has it.
  public var weighsByDiscount = false

  /// Whether G − b is brought to mean 0 and deviation 1 over the batch: biased.
  public var normalizesAdvantages = false

  /// c_H.
  public var entropyCoefficient = 0.0

  /// c_V, of the mean of squares over steps, at least 0; without a critic it has no effect.
  ///
  /// 0.5 is Stable-Baselines3's of A2C; for REINFORCE no source has one.
  public var valueCoefficient = 0.5

  /// To which norm gradients are shortened; nil for any.
  public var maximumGradientNorm: Double?

  /// REINFORCE with nothing but what has to be said.
  ///
  /// - Parameters:
  ///   - episodeCount: N, how many episodes make a gradient step; at least 1.
  ///   - discount: γ, in `0...1`.
  ///   - learningRate: α.
  ///   - baseline: b.
  public init(
    episodeCount: Int, discount: Double, learningRate: Schedule, baseline: Baseline = .none
  ) {
    collection = CollectionSettings(
      environmentCount: episodeCount, length: .episodes, discount: discount, lambda: 1)
    self.learningRate = learningRate
    self.baseline = baseline
    collection.truncation = truncation
  }

  /// Cuts are followed by the critic's value exactly where there is a critic.
  private var truncation: CollectionSettings.Truncation {
    baseline == .critic ? .bootstrap : .asTermination
  }

  /// Whether the critic's V is the baseline.
  public var learnsCritic: Bool { baseline == .critic }

  /// One optimiser for policy and critic.
  public var optimizers: OptimizerSettings { OptimizerSettings(rule) }

  /// What is wrong with the hyper-parameters, if anything is.
  public var complaint: String? {
    if let complaint = collection.complaint { return complaint }
    if collection.length != .episodes { return "rollouts are not whole episodes" }
    if case .constant(let number) = baseline, !Float(number).isFinite {
      return "the baseline \(number) is not finite"
    }
    if case .constant(let number) = baseline, normalizesAdvantages {
      return "the baseline \(number) has no effect: advantages are normalised"
    }
    if baseline == .leaveOneOut && collection.environmentCount < 2 {
      return "leaving one out of one episode leaves none"
    }
    if baseline != .critic && collection.truncation == .bootstrap {
      return "without a critic there is no value to follow a cut"
    }
    if baseline == .critic && collection.truncation == .asTermination {
      return "the critic's value of what follows a cut is not used"
    }
    if collection.lambda != 1 {
      return "lambda \(collection.lambda) has no effect: returns are followed to the end"
    }
    if collection.criticTarget != .lambdaReturn {
      return "the critic's target \(collection.criticTarget) has no effect: it is the return"
    }
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
      discount: collection.discount, lambda: 1, usesCritic: baseline == .critic)
    var record = UpdateRecord()
    if baseline == .critic { record.explainedVariance = rollout.explainedVariance }
    subtractBaseline(rollout)
    if normalizesAdvantages { rollout.normalizeAdvantages() }
    if weighsByDiscount { weigh(rollout) }
    learner.gatherRollout()
    record.learningRate = learningRate.value(at: progress)
    var objective = learner.policyGradientObjective(
      valueCoefficient: baseline == .critic ? valueCoefficient : nil,
      entropyCoefficient: entropyCoefficient, into: &record)
    // A mean over episodes, where the rest is one over steps.
    let batch = learner.minibatch
    let factor = Float(batch.count) / Float(collection.environmentCount)
    for row in 0..<batch.count { batch.weights.start[row] *= factor }
    objective.entropy *= factor
    learner.differentiate(objective)
    record.gradientNorm = learner.ascend(
      learningRates: [record.learningRate], maximumNorm: maximumGradientNorm)
    record.gradientStepCount = 1
    return record
  }

  private func subtractBaseline(_ rollout: Rollout) {
    switch baseline {
    case .none, .critic: break
    case .constant(let number):
      for row in rollout.rows { rollout.advantages.start[row] -= Float(number) }
    case .mean: subtractMean(rollout, leavesOwnOut: false)
    case .leaveOneOut: subtractMean(rollout, leavesOwnOut: true)
    }
  }

  private func subtractMean(_ rollout: Rollout, leavesOwnOut: Bool) {
    let count = rollout.environmentCount
    var position = 0
    for step in 0..<rollout.stepCount {
      let first = position
      var sum = 0.0
      while position < rollout.rows.count && rollout.rows[position] < (step + 1) * count {
        sum += Double(rollout.advantages.start[rollout.rows[position]])
        position += 1
      }
      for row in rollout.rows[first..<position] {
        let own = Double(rollout.advantages.start[row])
        let mean = leavesOwnOut ? (sum - own) / Double(count - 1) : sum / Double(count)
        rollout.advantages.start[row] = Float(own - mean)
      }
    }
  }

  /// Multiplies the advantages of step t by γᵗ.
  private func weigh(_ rollout: Rollout) {
    var weights = [Float(1)]
    for _ in 1..<max(rollout.stepCount, 1) {
      weights.append(weights[weights.count - 1] * Float(collection.discount))
    }
    for row in rollout.rows {
      rollout.advantages.start[row] *= weights[row / rollout.environmentCount]
    }
  }
}
