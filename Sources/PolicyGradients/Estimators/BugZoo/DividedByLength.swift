/// The episode's estimate divided by its number of steps: GRPO's 1/|o|.
///
///     w_t = γᵗ G_t / T
///
/// Long episodes count less, whether they are good or bad. Biased where the length is random. In the
/// objective of GRPO (Shao et al. 2024, arXiv:2402.03300, eq. 3); in the report, where it is
/// discussed, the program itself divides by the batch's number of tokens.
///
/// - SeeAlso: https://github.com/allenai/open-instruct/issues/636; Liu et al. 2025,
///   arXiv:2503.20783, section 3.1.
public struct DividedByLength: HistoricalEstimator {
  /// The estimator.
  public init() {}

  /// What is wrong.
  public var mistake: String { "each episode is divided by its own length" }

  /// Where it was reported.
  public var report: String { "https://github.com/allenai/open-instruct/issues/636" }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    RewardToGo().setWeights(&weights, of: episode, discount: discount)
    for t in 0..<episode.length { weights[t] /= Double(episode.length) }
  }
}
