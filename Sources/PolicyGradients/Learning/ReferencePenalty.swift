import VectorMath

/// What a policy pays for leaving a reference policy, token by token.
///
/// With `r = π_ref(a∣s) / π(a∣s)` at a state that was visited, the penalty is β times
///
///     sampled:  r − log r − 1, of the action taken          (DeepSeekMath, eq. 4; "k3")
///     exact:    KL(π(·∣s)‖π_ref(·∣s)) = Σ_a π(a∣s) log(π(a∣s) / π_ref(a∣s))
///
/// The first is an unbiased estimate of the second while the policy itself acts, and never negative.
/// Its *gradient* is another matter. GRPO differentiates the number, not the distribution that the
/// action came from, and gets
///
///     sampled:  ∇ = (1 − r) ∇log π(a∣s),   E[∇] = ∇KL(π_ref(·∣s)‖π(·∣s))
///     exact:    ∇ = Σ_a π(a∣s) log(π(a∣s) / π_ref(a∣s)) ∇log π(a∣s) = ∇KL(π(·∣s)‖π_ref(·∣s))
///
/// so the sampled form pulls along the *other* divergence. Neither of them tells the policy that it
/// could avoid states in which it differs.
///
/// - SeeAlso: Shao et al. 2024, arXiv:2402.03300, eqs. 4 and 21; Schulman 2020, "Approximating KL
///   divergence"; Zhang et al. 2025, arXiv:2505.17508.
public struct ReferencePenalty: Equatable, Sendable {
  /// How the divergence in one state is measured.
  public enum Measure: Equatable, Sendable {
    /// From the action taken, `r − log r − 1`.
    case sampled
    /// By a sum over all actions.
    case exact
  }

  /// β, in reward per nat.
  public let coefficient: Double

  /// How the divergence in one state is measured.
  public let measure: Measure

  /// A penalty.
  ///
  /// - Parameters:
  ///   - coefficient: β, at least 0 and finite; DeepSeekMath has 0.04.
  ///   - measure: How the divergence in one state is measured.
  public init(coefficient: Double, measure: Measure = .sampled) {
    if !(coefficient >= 0 && coefficient.isFinite) {
      fatalError("ReferencePenalty: the coefficient \(coefficient) is not a number of at least 0")
    }
    self.coefficient = coefficient
    self.measure = measure
  }

  /// The penalty of one step.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - policy: π.
  ///   - reference: π_ref, positive where π is.
  /// - Returns: At least 0, in the reward's unit.
  public func value(
    at step: Step, of policy: some DiscretePolicy, relativeTo reference: some DiscretePolicy
  ) -> Double {
    switch measure {
    case .sampled:
      let logRatio = reference.logProbability(of: step) - policy.logProbability(of: step)
      return coefficient * (Double.exp(logRatio) - logRatio - 1)
    case .exact:
      return coefficient * klDivergence(of: policy, relativeTo: reference, at: step.state)
    }
  }

  /// What multiplies the score of each action in the penalty's gradient.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - policy: π.
  ///   - reference: π_ref, positive where π is.
  ///   - body: Receives actions of the step's state, and the factors of their scores.
  public func forEachScore(
    at step: Step, of policy: some DiscretePolicy, relativeTo reference: some DiscretePolicy,
    _ body: (_ action: Int, _ factor: Double) -> Void
  ) {
    func logRatio(_ action: Int) -> Double {
      reference.logProbability(of: action, at: step.state)
        - policy.logProbability(of: action, at: step.state)
    }
    switch measure {
    case .sampled:
      body(step.action, coefficient * (1 - Double.exp(logRatio(step.action))))
    case .exact:
      for action in 0..<policy.actionCount {
        let probability = policy.probability(of: action, at: step.state)
        body(action, -coefficient * probability * logRatio(action))
      }
    }
  }
}
