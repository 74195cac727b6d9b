public import VectorMath

/// A problem of one step: a random state, an action, then a reward.
///
/// The state's distribution does not depend on the policy. Exact functions are sums over states and
/// actions.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", section 2.9.
public struct ContextualBandit: Sendable {
  /// ρ(s), the probability of each state; shape `[S]`.
  public let stateProbabilities: Vector

  /// One bandit per state, all with the same action count; shape `[S]`.
  public let bandits: [Bandit]

  @usableFromInline let states: Categorical

  /// A contextual bandit of given states and arms.
  ///
  /// - Parameters:
  ///   - stateProbabilities: One per state, not negative, with sum 1 within 1e-9.
  ///   - arms: For every state one arm per action; shape `[S][A]`.
  public init(stateProbabilities: Vector, arms: [[Arm]]) {
    if stateProbabilities.count != arms.count {
      fatalError(
        "ContextualBandit: \(stateProbabilities.count) state probabilities, arms for "
          + "\(arms.count) states")
    }
    states = Categorical(stateProbabilities)
    self.stateProbabilities = stateProbabilities
    bandits = arms.map { Bandit(arms: $0) }
    for (state, bandit) in bandits.enumerated() where bandit.actionCount != actionCount {
      fatalError(
        "ContextualBandit: state \(state) has \(bandit.actionCount) arms, state 0 has "
          + "\(actionCount)")
    }
  }

  /// How many states there are, S.
  @inlinable public var stateCount: Int { bandits.count }

  /// How many actions there are in every state, A.
  @inlinable public var actionCount: Int { bandits[0].actionCount }

  /// Draws a state from ρ.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: A state in `0..<stateCount`.
  /// - Randomness: draws exactly one value.
  @inlinable public func sampleState(using generator: inout RandomStream) -> Int {
    states.sample(using: &generator)
  }

  /// Draws the reward of an action.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  ///   - generator: The source of randomness.
  /// - Returns: One reward.
  /// - Randomness: draws one value, none when the arm is deterministic.
  @inlinable public func reward(
    _ action: Int, at state: Int, using generator: inout RandomStream
  ) -> Double {
    check(state)
    return bandits[state].reward(action, using: &generator)
  }

  /// The expected reward `Q(s, a)`.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: In the reward's unit.
  public func expectedReward(of action: Int, at state: Int) -> Double {
    check(state)
    return bandits[state].expectedReward(of: action)
  }

  /// The value `V(s) = Σ_a π(a∣s) Q(s, a)`, exact.
  ///
  /// - Parameters:
  ///   - policy: As many states and actions as the problem.
  ///   - state: In `0..<stateCount`.
  /// - Returns: In the reward's unit.
  public func value(of policy: TabularSoftmaxPolicy, at state: Int) -> Double {
    check(policy)
    check(state)
    return bandits[state].value(of: policy.policy(at: state))
  }

  /// The objective `J = Σ_s ρ(s) V(s)`, exact.
  ///
  /// - Parameter policy: As many states and actions as the problem.
  /// - Returns: In the reward's unit.
  public func expectedReturn(of policy: TabularSoftmaxPolicy) -> Double {
    stateProbabilities.dot(Vector((0..<stateCount).map { value(of: policy, at: $0) }))
  }

  /// The gradient ∇J by all logits, exact.
  ///
  ///     ∂J / ∂θ[s, k] = ρ(s) π(k∣s) (Q(s, k) − V(s))
  ///
  /// - Parameter policy: As many states and actions as the problem.
  /// - Returns: Shape `[S·A]`, in the reward's unit.
  /// - SeeAlso: Sutton et al. 2000, "Policy gradient methods", theorem 1, for one step.
  public func gradient(of policy: TabularSoftmaxPolicy) -> Vector {
    check(policy)
    return Vector(
      (0..<stateCount).flatMap { state in
        Array(stateProbabilities[state] * bandits[state].gradient(of: policy.policy(at: state)))
      })
  }

  /// The least interval that holds every reward; `nil` when an arm is unbounded.
  public var rewardRange: ClosedRange<Double>? {
    Bandit(arms: bandits.flatMap(\.arms)).rewardRange
  }

  func check(_ policy: TabularSoftmaxPolicy) {
    if policy.stateCount != stateCount || policy.actionCount != actionCount {
      fatalError(
        "the policy has \(policy.stateCount) states and \(policy.actionCount) actions, the "
          + "contextual bandit \(stateCount) and \(actionCount)")
    }
  }

  @inlinable @inline(__always)
  func check(_ state: Int) {
    if UInt(bitPattern: state) >= UInt(bitPattern: stateCount) {
      trapOnState(state, count: stateCount)
    }
  }
}
