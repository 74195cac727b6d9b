/// The n-step advantage: n rewards, then the critic.
///
///     w_t = γᵗ (Σ_{k < n} γᵏ r_{t+k} + γⁿ V(s_{t+n}) − V(s_t))
///
/// Where the episode ends before, the rewards that are left, then 0 if it was terminated, or the
/// value of the final state if it was truncated. Unbiased only with the exact V; the more steps, the
/// less the critic's errors count and the more the rewards vary.
///
/// - SeeAlso: Sutton and Barto 2018, eq. 7.1; Mnih et al. 2016, arXiv:1602.01783, section 4.
public struct NStepAdvantage: LimitedEpisodeEstimator {
  /// The critic V_t(s), exact or wrong.
  public var values: StateValues

  /// n, at least 1.
  public var stepCount: Int

  /// Whether the term of step t carries γᵗ.
  public var weighting: DiscountWeighting

  /// The estimator.
  ///
  /// - Parameters:
  ///   - values: The critic.
  ///   - stepCount: n, at least 1; 1 is the TD error.
  ///   - weighting: Whether the term of step t carries γᵗ.
  public init(
    values: StateValues, stepCount: Int, weighting: DiscountWeighting = .discounted
  ) {
    if stepCount < 1 { fatalError("NStepAdvantage: the step count \(stepCount) is below 1") }
    self.values = values
    self.stepCount = stepCount
    self.weighting = weighting
  }

  /// The one-step TD error `δ_t = r_t + γ V(s_{t+1}) − V(s_t)`, actor–critic's advantage.
  ///
  /// - Parameters:
  ///   - values: The critic.
  ///   - weighting: Whether the term of step t carries γᵗ.
  /// - Returns: The estimator with n = 1.
  public static func temporalDifference(
    values: StateValues, weighting: DiscountWeighting = .discounted
  ) -> NStepAdvantage {
    NStepAdvantage(values: values, stepCount: 1, weighting: weighting)
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
    for t in 0..<episode.length {
      let end = min(t + stepCount, episode.length)
      var target =
        end == episode.length
        ? values.bootstrapValue(of: episode) : values.value(at: episode.states[end], step: end)
      for k in stride(from: end - 1, through: t, by: -1) {
        target = episode.rewards[k] + discount * target
      }
      weights[t] = target - values.value(at: episode.states[t], step: t)
    }
    weighting.apply(to: &weights, length: episode.length, discount: discount)
  }

  /// Traps unless the critic has the problem's states.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    values.check(fits: problem.stateCount, "NStepAdvantage")
  }
}
