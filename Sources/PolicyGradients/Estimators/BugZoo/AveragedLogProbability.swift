/// The mean of the log-probabilities times the sum of the returns-to-go.
///
///     w_t = 1/T Σ_k G_k
///
/// Every score of an episode gets the same weight, in which later rewards count several times, so the
/// credit is spread over all actions. Biased. It stood in Gymnasium's REINFORCE tutorial.
///
/// - SeeAlso: https://github.com/Farama-Foundation/Gymnasium/issues/1336
public struct AveragedLogProbability: HistoricalEstimator {
  /// The estimator.
  public init() {}

  /// What is wrong.
  public var mistake: String { "log-probabilities are averaged before they meet the returns" }

  /// Where it was reported.
  public var report: String { "https://github.com/Farama-Foundation/Gymnasium/issues/1336" }

  /// Sets every weight to the mean return-to-go.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    episode.setReturnsToGo(discount, in: &weights)
    var sum = 0.0
    for t in 0..<episode.length { sum += weights[t] }
    for t in 0..<episode.length { weights[t] = sum / Double(episode.length) }
  }
}
