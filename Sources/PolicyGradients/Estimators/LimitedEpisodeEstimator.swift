/// An estimator of ∇J that also takes episodes which a step limit may have cut.
///
/// It says what follows a cut, with a critic as a rule. Only such estimators are taken by a
/// ``LimitedOracle``: one of returns alone, such as ``RewardToGo``, would take the return of a cut
/// episode for a whole one, and does not compile there.
public protocol LimitedEpisodeEstimator: GradientEstimator {
  /// Sets the weight of every step.
  ///
  /// - Parameters:
  ///   - weights: At least as many as the episode has steps; set `weights[t]` for every t below T.
  ///   - episode: The episode, ended or cut.
  ///   - discount: γ.
  func setWeights(_ weights: inout [Double], of episode: LimitedEpisode, discount: Double)
}

extension LimitedEpisodeEstimator {
  /// Sets the weights of an episode that ended.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  @inline(__always)
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    setWeights(&weights, of: LimitedEpisode(seen: episode), discount: discount)
  }

  /// The weights of an episode's steps.
  ///
  /// - Parameters:
  ///   - episode: The episode, ended or cut.
  ///   - discount: γ, in `0...1`.
  /// - Returns: One a step; shape `[T]`.
  public func weights(of episode: LimitedEpisode, discount: Double) -> [Double] {
    weights(of: episode.seen, discount: discount)
  }
}
