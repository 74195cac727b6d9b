/// REINFORCE: every score is weighted with the rewards that come after it.
///
///     ĝ = Σ_t γᵗ (G_t − b_t(s_t)) ∇log π(a_t∣s_t),   G_t = Σ_{k ≥ t} γ^{k−t} r_k
///
/// An action does not change earlier rewards, so leaving them out keeps the mean. Unbiased with
/// ``DiscountWeighting/discounted`` and any baseline that does not depend on the action; biased
/// without γᵗ. Its variance is usually, not always, below that of ``TotalReturn``.
///
/// - SeeAlso: Sutton and Barto 2018, section 13.3, the boxed algorithm and eq. 13.11.
public struct RewardToGo: GradientEstimator {
  /// Whether the term of step t carries γᵗ.
  public var weighting: DiscountWeighting

  /// b_t(s), what is subtracted; `nil` for nothing.
  public var baseline: StateValues?

  /// A number subtracted in every state and step.
  public var constantBaseline: Double

  /// The estimator with a baseline for every state, such as `oracle.values`.
  ///
  /// - Parameters:
  ///   - weighting: Whether the term of step t carries γᵗ.
  ///   - baseline: b_t(s); `nil` for nothing.
  public init(weighting: DiscountWeighting = .discounted, baseline: StateValues? = nil) {
    self.weighting = weighting
    self.baseline = baseline
    constantBaseline = 0
  }

  /// The estimator with the same baseline everywhere.
  ///
  /// - Parameters:
  ///   - weighting: Whether the term of step t carries γᵗ.
  ///   - constantBaseline: b.
  public init(weighting: DiscountWeighting = .discounted, constantBaseline: Double) {
    self.weighting = weighting
    baseline = nil
    self.constantBaseline = constantBaseline
  }

  /// Sets the weights `γᵗ (G_t − b_t(s_t))`.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    episode.setReturnsToGo(discount, in: &weights)
    for t in 0..<episode.length {
      weights[t] -= baseline?.value(at: episode.states[t], step: t) ?? constantBaseline
    }
    weighting.apply(to: &weights, length: episode.length, discount: discount)
  }

  /// Traps unless the baseline has the problem's states.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    baseline?.check(fits: problem.stateCount, "RewardToGo")
  }
}
