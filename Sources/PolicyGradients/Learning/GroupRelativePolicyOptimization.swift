public import VectorMath

/// Learning to answer prompts from groups of answers: GRPO, and its relatives without critic.
///
/// One update:
///
/// 1. M prompts are drawn, and the policy draws N answers to each.
/// 2. An answer's advantage is its reward compared with the rest of its group.
/// 3. θ ← θ + α ∇L(θ), K times on the same answers, L as in ``GroupSurrogate``.
///
/// Steps are plain gradient ascent, where DeepSeekMath has AdamW: Adam divides by the gradient's own
/// size, and would hide how the normalisations change it.
///
/// Nothing of it is saved to a checkpoint: a curve, run again from its seed, is the same, and whoever
/// calls ``update(_:on:reference:using:)`` has all that there is, policy and generator.
///
/// - SeeAlso: Shao et al. 2024, arXiv:2402.03300, algorithm 1.
public struct GroupRelativePolicyOptimization: Equatable, Sendable {
  /// L.
  public let surrogate: GroupSurrogate

  /// α.
  public let learningRate: Double

  /// M, how many prompts an update has.
  public let promptsPerUpdate: Int

  /// K, how many steps are taken on the same answers; μ in DeepSeekMath.
  public let innerStepCount: Int

  /// The algorithm of an objective.
  ///
  /// - Parameters:
  ///   - surrogate: L.
  ///   - learningRate: α, above 0 and finite.
  ///   - promptsPerUpdate: M, at least 1.
  ///   - innerStepCount: K, at least 1; with 1 nothing is ever clipped.
  public init(
    surrogate: GroupSurrogate, learningRate: Double, promptsPerUpdate: Int, innerStepCount: Int = 1
  ) {
    if !(learningRate > 0 && learningRate.isFinite) {
      fatalError(
        "GroupRelativePolicyOptimization: the learning rate \(learningRate) is not above 0")
    }
    if promptsPerUpdate < 1 || innerStepCount < 1 {
      fatalError(
        "GroupRelativePolicyOptimization: \(promptsPerUpdate) prompts and \(innerStepCount) inner "
          + "steps an update; each must be at least 1")
    }
    self.surrogate = surrogate
    self.learningRate = learningRate
    self.promptsPerUpdate = promptsPerUpdate
    self.innerStepCount = innerStepCount
  }

  /// What an update saw and did.
  public struct Report: Equatable, Sendable {
    /// The mean reward of the answers drawn.
    public let meanReward: Double
    /// The share of groups whose answers all earned the same: they teach nothing.
    public let silentGroupFraction: Double
    /// The share of steps with an advantage that the clip held still after the last inner step.
    public let zeroGradientFraction: Double
  }

  /// One update.
  ///
  /// - Parameters:
  ///   - policy: Acts, and is changed.
  ///   - problem: The prompts and their rewards.
  ///   - reference: π_ref; without a penalty it does not matter.
  ///   - generator: The source of randomness.
  /// - Returns: What the update saw and did.
  /// - Randomness: draws one value a prompt, and what the policy draws for every token.
  @discardableResult
  public func update<Model: DiscretePolicy>(
    _ policy: inout Model, on problem: TokenProblem, reference: Model,
    using generator: inout RandomStream
  ) -> Report {
    let groups = (0..<promptsPerUpdate).map { _ in
      let prompt = generator.categorical(problem.promptProbabilities)
      return problem.sampleGroup(
        of: surrogate.estimator.groupSize, answering: prompt, following: policy, using: &generator)
    }
    let batch = surrogate.batch(of: groups, actedBy: policy)
    for _ in 0..<innerStepCount {
      let gradient = surrogate.gradient(of: batch, policy: policy, reference: reference)
      policy = policy.withParameters(policy.parameters + learningRate * gradient)
    }
    return report(batch, policy)
  }

  /// What is measured while a policy learns: before the first update, and after each.
  ///
  /// The reference policy is the one that learning starts from.
  ///
  /// - Parameters:
  ///   - problem: The prompts and their rewards.
  ///   - policy: Where learning starts.
  ///   - updateCount: How many updates; at least 0.
  ///   - seed: The same seed gives the same curve, on every machine.
  ///   - measure: Anything about a policy, such as its exact J.
  /// - Returns: `updateCount + 1` measurements.
  public func learningCurve<Model: DiscretePolicy, Measurement>(
    on problem: TokenProblem, from policy: Model, updateCount: Int, seed: UInt64,
    measuring measure: (Model) -> Measurement
  ) -> [Measurement] {
    var generator = RandomStream(seed: seed, label: "GroupRelativePolicyOptimization")
    var learner = policy
    var curve = [measure(learner)]
    for _ in 0..<updateCount {
      update(&learner, on: problem, reference: policy, using: &generator)
      curve.append(measure(learner))
    }
    return curve
  }

  private func report(_ batch: GroupSurrogate.Batch, _ policy: some DiscretePolicy) -> Report {
    let rewards = batch.groups.map { $0.map(\.undiscountedReturn) }
    let silent = rewards.count { group in group.allSatisfy { $0 == group[0] } }
    let all = rewards.flatMap { $0 }
    return Report(
      meanReward: all.reduce(0, +) / Double(all.count),
      silentGroupFraction: Double(silent) / Double(rewards.count),
      zeroGradientFraction: surrogate.zeroGradientFraction(of: batch, policy: policy))
  }
}
