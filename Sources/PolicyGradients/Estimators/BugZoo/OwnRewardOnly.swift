/// Every action is credited with its own reward only, discounted from the start.
///
///     w_t = γᵗ r_t
///
/// The sum over what follows was forgotten, so an action is not credited with its consequences.
/// Biased where actions have any. The reported program also standardised what it summed.
///
/// - SeeAlso: https://github.com/hunkim/ReinforcementZeroToAll/issues/1
public struct OwnRewardOnly: HistoricalEstimator {
  /// The estimator.
  public init() {}

  /// What is wrong.
  public var mistake: String { "later rewards are not summed" }

  /// Where it was reported.
  public var report: String { "https://github.com/hunkim/ReinforcementZeroToAll/issues/1" }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    for t in 0..<episode.length { weights[t] = episode.rewards[t] }
    DiscountWeighting.discounted.apply(to: &weights, length: episode.length, discount: discount)
  }
}
