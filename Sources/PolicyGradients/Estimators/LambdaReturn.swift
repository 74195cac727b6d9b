/// The λ-return in place of the return-to-go, with any baseline.
///
///     w_t = γᵗ (G^λ_t − b_t(s_t)),   G^λ_t = r_t + γ ((1 − λ) V(s_{t+1}) + λ G^λ_{t+1})
///
/// With b = V it is ``GeneralizedAdvantage``. A different baseline changes the variance, not the
/// mean. Unbiased for `lambda: 1`, or with the exact V.
///
/// - SeeAlso: Sutton and Barto 2018, eq. 12.2.
public struct LambdaReturn: LimitedEpisodeEstimator {
  /// The critic V_t(s), exact or wrong.
  public var values: StateValues

  /// λ, in `0...1`.
  public var lambda: Double

  /// b_t(s), or `nil` for nothing.
  public var baseline: StateValues?

  /// Whether the term of step t carries γᵗ.
  public var weighting: DiscountWeighting

  /// The estimator.
  ///
  /// - Parameters:
  ///   - values: The critic.
  ///   - lambda: λ, in `0...1`.
  ///   - baseline: b_t(s), or `nil` for nothing.
  ///   - weighting: Whether the term of step t carries γᵗ.
  public init(
    values: StateValues, lambda: Double, baseline: StateValues? = nil,
    weighting: DiscountWeighting = .discounted
  ) {
    if !(lambda >= 0 && lambda <= 1) {
      fatalError("LambdaReturn: lambda \(lambda) is outside 0...1")
    }
    self.values = values
    self.lambda = lambda
    self.baseline = baseline
    self.weighting = weighting
  }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode, ended or cut.
  ///   - discount: γ.
  public func setWeights(
    _ weights: inout [Double], of episode: LimitedEpisode, discount: Double
  ) {
    var nextValue = values.bootstrapValue(of: episode)
    var nextReturn = nextValue
    for t in stride(from: episode.length - 1, through: 0, by: -1) {
      let state = episode.states[t]
      nextReturn =
        episode.rewards[t] + discount * ((1 - lambda) * nextValue + lambda * nextReturn)
      nextValue = values.value(at: state, step: t)
      weights[t] = nextReturn - (baseline?.value(at: state, step: t) ?? 0)
    }
    weighting.apply(to: &weights, length: episode.length, discount: discount)
  }

  /// Traps unless critic and baseline have the problem's states.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    values.check(fits: problem.stateCount, "LambdaReturn")
    baseline?.check(fits: problem.stateCount, "LambdaReturn")
  }
}
