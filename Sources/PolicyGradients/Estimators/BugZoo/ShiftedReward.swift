/// Every action is credited with the reward before it, and the last reward is lost.
///
///     w_t = γᵗ Σ_{k ≥ t} γ^{k−t} r_{k−1},   r_{−1} = 0
///
/// An action's own reward arrives one step late, and never for the last action. Biased. Spinning Up
/// stored the previous step's reward with each action until 2020; the report calls the last reward
/// lost, as it is here, though that program passed it on as the value after the last step.
///
/// - SeeAlso: https://github.com/openai/spinningup/issues/50
public struct ShiftedReward: HistoricalEstimator {
  /// The estimator.
  public init() {}

  /// What is wrong.
  public var mistake: String { "the reward is stored one step late" }

  /// Where it was reported.
  public var report: String { "https://github.com/openai/spinningup/issues/50" }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    var returnToGo = 0.0
    for t in stride(from: episode.length - 1, through: 0, by: -1) {
      returnToGo = (t > 0 ? episode.rewards[t - 1] : 0) + discount * returnToGo
      weights[t] = returnToGo
    }
    DiscountWeighting.discounted.apply(to: &weights, length: episode.length, discount: discount)
  }
}
