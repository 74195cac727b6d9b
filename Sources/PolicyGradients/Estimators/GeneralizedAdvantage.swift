/// Generalized advantage estimation, GAE(λ).
///
/// With `δ_t = r_t + γ V(s_{t+1}) − V(s_t)` the weights are
///
///     w_t = γᵗ Â_t,   Â_t = Σ_{k ≥ 0} (γλ)ᵏ δ_{t+k} = δ_t + γλ Â_{t+1}
///
/// `lambda: 1` is return-to-go minus value, unbiased with any critic. `lambda: 0` is the one-step TD
/// error, unbiased only with the exact V. In between it trades one for the other; how depends on the
/// critic, and neither bias nor variance need be monotone. V is 0 after a terminated episode; after a
/// truncated one it is the critic's value of the final state.
///
/// - SeeAlso: Schulman et al. 2016, arXiv:1506.02438, eq. 16.
public struct GeneralizedAdvantage: LimitedEpisodeEstimator {
  /// The critic V_t(s), exact or wrong.
  public var values: StateValues

  /// λ, in `0...1`.
  public var lambda: Double

  /// Whether the term of step t carries γᵗ.
  public var weighting: DiscountWeighting

  /// The estimator.
  ///
  /// - Parameters:
  ///   - values: The critic, such as `oracle.values` or `oracle.values + errors`.
  ///   - lambda: λ, in `0...1`.
  ///   - weighting: Whether the term of step t carries γᵗ.
  public init(
    values: StateValues, lambda: Double, weighting: DiscountWeighting = .discounted
  ) {
    if !(lambda >= 0 && lambda <= 1) {
      fatalError("GeneralizedAdvantage: lambda \(lambda) is outside 0...1")
    }
    self.values = values
    self.lambda = lambda
    self.weighting = weighting
  }

  /// Sets the weights `γᵗ Â_t`.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode, ended or cut.
  ///   - discount: γ.
  public func setWeights(
    _ weights: inout [Double], of episode: LimitedEpisode, discount: Double
  ) {
    var next = values.bootstrapValue(of: episode)
    var advantage = 0.0
    for t in stride(from: episode.length - 1, through: 0, by: -1) {
      let value = values.value(at: episode.states[t], step: t)
      let delta = episode.rewards[t] + discount * next - value
      advantage = delta + discount * lambda * advantage
      weights[t] = advantage
      next = value
    }
    weighting.apply(to: &weights, length: episode.length, discount: discount)
  }

  /// Traps unless the critic has the problem's states.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    values.check(fits: problem.stateCount, "GeneralizedAdvantage")
  }
}
