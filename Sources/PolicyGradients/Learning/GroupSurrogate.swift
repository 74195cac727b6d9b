public import VectorMath

/// The objective of GRPO for answers that have been drawn, and its gradient.
///
/// For M groups of N episodes, drawn by the policy π_old, with advantages Â_i within each group and
/// the ratios `ρ_{i,t} = π(a_{i,t}∣s_{i,t}) / π_old(a_{i,t}∣s_{i,t})`,
///
///     L(θ) = 1/M Σ_groups 1/N Σ_i 1/T_i Σ_t [ min(ρ Â_i, clip(ρ, 1 − ε, 1 + ε) Â_i) − penalty ]
///     ∇L(θ) = the same sum of [ (Â_i, or 0 where clipped) ρ − the penalty's factor ] ∇log π
///
/// without 1/T_i unless the estimator divides by the length. At θ = θ_old nothing is clipped, and
/// without penalty ∇L *is* the estimate of ``GroupRelative``, averaged over the groups.
///
/// - SeeAlso: Shao et al. 2024, arXiv:2402.03300, eq. 3.
public struct GroupSurrogate: Equatable, Sendable {
  /// What makes advantages of the returns of a group, and whether lengths are divided by.
  public let estimator: GroupRelative

  /// min and clip; `nil` for ρ Â as it is.
  public let clipping: ClippedSurrogate?

  /// What leaving a reference policy costs; `nil` for nothing.
  public let penalty: ReferencePenalty?

  /// An objective.
  ///
  /// - Parameters:
  ///   - estimator: What makes advantages of the returns of a group.
  ///   - clipRange: ε, above 0 and below 1; `nil` for no clipping.
  ///   - penalty: What leaving the reference policy costs.
  public init(
    estimator: GroupRelative, clipRange: Double? = nil, penalty: ReferencePenalty? = nil
  ) {
    self.estimator = estimator
    clipping = clipRange.map { ClippedSurrogate(clipRange: $0) }
    self.penalty = penalty
  }

  /// Groups of episodes with what the objective needs to know of them and of who acted.
  public struct Batch: Sendable {
    /// M groups of N episodes.
    public let groups: [[Episode]]
    /// Â_i / (M N), divided by T_i where the estimator does; shape `[M][N]`.
    let weights: [[Double]]
    /// log π_old; shape `[M][N][T]`.
    let actingLogProbabilities: [[[Double]]]
  }

  /// Prepares groups of episodes.
  ///
  /// - Parameters:
  ///   - groups: M groups, at least one, of N ended episodes each; returns are not discounted.
  ///   - acting: π_old, the policy that drew them.
  /// - Returns: What ``value(of:policy:reference:)`` and ``gradient(of:policy:reference:)`` take.
  public func batch(of groups: [[Episode]], actedBy acting: some DiscretePolicy) -> Batch {
    if groups.isEmpty { fatalError("GroupSurrogate: there are no groups") }
    if let group = groups.first(where: { $0.count != estimator.groupSize }) {
      fatalError(
        "GroupSurrogate: a group has \(group.count) episodes, expected \(estimator.groupSize)")
    }
    return Batch(
      groups: groups,
      weights: groups.map { group in
        let advantages = estimator.advantages(of: group.map(\.undiscountedReturn))
        return zip(group, advantages).map { $1 * share(of: $0, groupCount: groups.count) }
      },
      actingLogProbabilities: groups.map { group in
        group.map { episode in episode.map { acting.logProbability(of: $0) } }
      })
  }

  /// L(θ).
  ///
  /// - Parameters:
  ///   - batch: Episodes.
  ///   - policy: π, with the parameters θ.
  ///   - reference: π_ref; without a penalty it does not matter.
  /// - Returns: In the advantages' unit; to be maximised.
  public func value(
    of batch: Batch, policy: some DiscretePolicy, reference: some DiscretePolicy
  ) -> Double {
    var result = 0.0
    forEachStep(of: batch, policy) { step, ratio, weight, share in
      result += clipping?.value(ratio: ratio, advantage: weight) ?? ratio * weight
      if let penalty {
        result -= share * penalty.value(at: step, of: policy, relativeTo: reference)
      }
    }
    return result
  }

  /// ∇L(θ).
  ///
  /// - Parameters:
  ///   - batch: Episodes.
  ///   - policy: π, with the parameters θ.
  ///   - reference: π_ref; without a penalty it does not matter.
  /// - Returns: Shape `[d]`.
  public func gradient(
    of batch: Batch, policy: some DiscretePolicy, reference: some DiscretePolicy
  ) -> Vector {
    var result = Array(repeating: 0.0, count: policy.parameterCount)
    func add(_ factor: Double, _ action: Int, _ state: Int) {
      if factor == 0 { return }
      let block = policy.scoreBlock(of: action, at: state)
      for index in block.components.indices {
        result[block.offset + index] += factor * block.components[index]
      }
    }
    forEachStep(of: batch, policy) { step, ratio, weight, share in
      let slope = clipping?.derivative(ratio: ratio, advantage: weight) ?? weight
      add(slope * ratio, step.action, step.state)
      penalty?.forEachScore(at: step, of: policy, relativeTo: reference) { action, factor in
        add(-share * factor, action, step.state)
      }
    }
    return Vector(result)
  }

  /// The share of the steps with an advantage whose gradient the clip has taken away.
  ///
  /// - Parameters:
  ///   - batch: Episodes.
  ///   - policy: π.
  /// - Returns: In `0...1`; 0 if no step has an advantage, and at π = π_old.
  public func zeroGradientFraction(of batch: Batch, policy: some DiscretePolicy) -> Double {
    guard let clipping else { return 0 }
    var (still, all) = (0, 0)
    forEachStep(of: batch, policy) { _, ratio, weight, _ in
      if weight == 0 { return }
      all += 1
      if clipping.derivative(ratio: ratio, advantage: weight) == 0 { still += 1 }
    }
    return all == 0 ? 0 : Double(still) / Double(all)
  }

  /// 1 / (M N), or 1 / (M N T).
  private func share(of episode: Episode, groupCount: Int) -> Double {
    let count = groupCount * estimator.groupSize
    return 1 / Double(estimator.dividesByLength ? count * episode.length : count)
  }

  private func forEachStep(
    of batch: Batch, _ policy: some DiscretePolicy,
    _ body: (_ step: Step, _ ratio: Double, _ weight: Double, _ share: Double) -> Void
  ) {
    for (index, group) in batch.groups.enumerated() {
      for (member, episode) in group.enumerated() {
        let share = share(of: episode, groupCount: batch.groups.count)
        let acting = batch.actingLogProbabilities[index][member]
        for t in 0..<episode.length {
          let step = episode[t]
          let ratio = Double.exp(policy.logProbability(of: step) - acting[t])
          body(step, ratio, batch.weights[index][member], share)
        }
      }
    }
  }
}
