/// An actor with a critic that is asked for the action's value instead of waiting for the return.
///
///     w_t = γᵗ Q̂_t(s_t, a_t)
///
/// Unbiased with the exact Q or the exact advantage A, biased in general with another critic. (A
/// critic of the form Q + b(s) is harmless: what does not depend on the action is a baseline.)
///
/// - SeeAlso: Sutton et al. 2000, "Policy gradient methods", theorem 1; Konda and Tsitsiklis 2000.
public struct ActorCritic: LimitedEpisodeEstimator {
  /// The critic Q̂_t(s, a), such as `oracle.actionValues` or `oracle.advantages`.
  public var actionValues: ActionValues

  /// Whether the term of step t carries γᵗ.
  public var weighting: DiscountWeighting

  /// The estimator.
  ///
  /// - Parameters:
  ///   - actionValues: The critic, of action values or of advantages.
  ///   - weighting: Whether the term of step t carries γᵗ.
  public init(actionValues: ActionValues, weighting: DiscountWeighting = .discounted) {
    self.actionValues = actionValues
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
    for t in 0..<episode.length {
      weights[t] = actionValues.value(of: episode.actions[t], at: episode.states[t], step: t)
    }
    weighting.apply(to: &weights, length: episode.length, discount: discount)
  }

  /// Traps unless the critic has the problem's states and actions.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    actionValues.check(fits: problem, "ActorCritic")
  }
}
