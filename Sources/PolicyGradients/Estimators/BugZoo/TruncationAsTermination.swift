/// A step limit taken for the end of the problem.
///
///     w_t = γᵗ (r_t + γ r_{t+1} + … + 0 − V(s_t))
///
/// What would have followed a truncated episode is replaced by 0 instead of the final state's value.
/// Biased where episodes are truncated, right where they are terminated. A ``LimitedEpisode`` has no
/// return that could be taken for a whole one; this exhibit has to ask for the mistake by its name,
/// ``LimitedEpisode/takenAsTerminated``.
///
/// - SeeAlso: https://github.com/vwxyzjn/cleanrl/issues/198; Pardo et al. 2018, arXiv:1712.00378.
public struct TruncationAsTermination: HistoricalEstimator, LimitedEpisodeEstimator {
  /// The critic, subtracted as a baseline.
  public let values: StateValues

  /// The estimator.
  ///
  /// - Parameter values: The critic, such as `oracle.values`.
  public init(values: StateValues) {
    self.values = values
  }

  /// What is wrong.
  public var mistake: String { "a time limit is taken for the end" }

  /// Where it was reported.
  public var report: String { "https://github.com/vwxyzjn/cleanrl/issues/198" }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode, ended or cut.
  ///   - discount: γ.
  public func setWeights(
    _ weights: inout [Double], of episode: LimitedEpisode, discount: Double
  ) {
    RewardToGo(baseline: values)
      .setWeights(&weights, of: episode.takenAsTerminated, discount: discount)
  }

  /// Traps unless the critic has the problem's states.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    values.check(fits: problem.stateCount, "TruncationAsTermination")
  }
}
