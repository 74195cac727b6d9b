public import VectorMath

/// A problem with one state and one step: an action, then a reward from that action's arm.
///
/// Everything about it is known exactly: `J(θ) = Σ_a π(a) E[R∣a]` and its gradient are sums over the
/// arms.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", chapter 2.
public struct Bandit: Sendable {
  /// One reward distribution per action; shape `[A]`.
  public let arms: [Arm]

  /// A bandit of given arms.
  ///
  /// - Parameter arms: One per action; at least one.
  public init(arms: [Arm]) {
    if arms.isEmpty { fatalError("Bandit: there are no arms") }
    for (action, arm) in arms.enumerated() {
      if let problem = arm.problem { fatalError("Bandit: arm \(action): \(problem)") }
    }
    self.arms = arms
  }

  /// A bandit whose arms always pay the same.
  ///
  /// - Parameter rewards: One per action; at least one.
  public init(rewards: Vector) {
    self.init(arms: rewards.map { .deterministic($0) })
  }

  /// How many actions there are, A.
  @inlinable public var actionCount: Int { arms.count }

  /// Draws the reward of an action.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - generator: The source of randomness.
  /// - Returns: One reward.
  /// - Randomness: draws one value, none when the arm is deterministic.
  @inlinable public func reward(_ action: Int, using generator: inout RandomStream) -> Double {
    check(action)
    return arms[action].sample(using: &generator)
  }

  /// The expected reward `Q(a) = E[R∣a]`.
  ///
  /// - Parameter action: In `0..<actionCount`.
  /// - Returns: In the reward's unit.
  public func expectedReward(of action: Int) -> Double {
    check(action)
    return arms[action].mean
  }

  /// `Q(a)` for every action; shape `[A]`.
  public var expectedRewards: Vector { Vector(arms.map(\.mean)) }

  /// The objective `J = Σ_a π(a) Q(a)`, exact.
  ///
  /// - Parameter policy: As many actions as arms.
  /// - Returns: In the reward's unit.
  public func expectedReturn(of policy: SoftmaxPolicy) -> Double {
    check(policy)
    return policy.probabilities.dot(expectedRewards)
  }

  /// The value `V` of the single state, which is the expected return.
  ///
  /// - Parameter policy: As many actions as arms.
  /// - Returns: In the reward's unit.
  public func value(of policy: SoftmaxPolicy) -> Double {
    expectedReturn(of: policy)
  }

  /// The gradient ∇J by the logits, exact.
  ///
  ///     ∂J / ∂θ[k] = π(k) (Q(k) − J)
  ///
  /// Its components sum to 0; it vanishes as the policy becomes deterministic.
  ///
  /// - Parameter policy: As many actions as arms.
  /// - Returns: Shape `[A]`, in the reward's unit.
  /// - SeeAlso: Sutton and Barto 2018, section 2.8.
  public func gradient(of policy: SoftmaxPolicy) -> Vector {
    let value = expectedReturn(of: policy)
    return Vector(
      zip(policy.probabilities, arms).map { probability, arm in probability * (arm.mean - value) })
  }

  /// The least interval that holds every reward; `nil` when an arm is unbounded.
  public var rewardRange: ClosedRange<Double>? {
    let ranges = arms.compactMap(\.range)
    guard ranges.count == arms.count, let low = ranges.map(\.lowerBound).min(),
      let high = ranges.map(\.upperBound).max()
    else { return nil }
    return low...high
  }

  private func check(_ policy: SoftmaxPolicy) {
    if policy.actionCount != actionCount {
      fatalError("the policy has \(policy.actionCount) actions, the bandit has \(actionCount)")
    }
  }

  @inlinable @inline(__always)
  func check(_ action: Int) {
    if UInt(bitPattern: action) >= UInt(bitPattern: actionCount) {
      trapOnAction(action, count: actionCount)
    }
  }
}
