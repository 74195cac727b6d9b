public import VectorMath

/// An estimator of ∇J from one episode: a weighted sum of scores.
///
///     ĝ = Σ_t w_t ∇log π(a_t∣s_t)
///
/// Policy-gradient estimators differ in their weights w only, so that is all that a new one has to
/// say. An ``Oracle`` computes the exact mean and covariance of any of them, and draws from it. An
/// estimator of another form is a closure from an ``Episode`` to a `Vector`.
public protocol GradientEstimator: Sendable {
  /// Sets the weight of every step.
  ///
  /// - Parameters:
  ///   - weights: At least as many as the episode has steps; set `weights[t]` for every t below T.
  ///   - episode: The episode, ended.
  ///   - discount: γ.
  func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double)

  /// The policy whose scores are summed; `nil` for the policy that acts, as usual.
  var scoredPolicy: (any DiscretePolicy)? { get }

  /// Traps when the estimator's own data do not fit a problem; by default everything fits.
  ///
  /// - Parameter problem: The problem it is to be used on.
  func check(fits problem: MarkovDecisionProcess)
}

extension GradientEstimator {
  /// The policy that acts.
  public var scoredPolicy: (any DiscretePolicy)? { nil }

  /// Everything fits.
  ///
  /// - Parameter problem: The problem it is to be used on.
  public func check(fits problem: MarkovDecisionProcess) {}

  /// The weights of an episode's steps.
  ///
  /// - Parameters:
  ///   - episode: The episode, ended.
  ///   - discount: γ, in `0...1`.
  /// - Returns: One a step; shape `[T]`.
  public func weights(of episode: Episode, discount: Double) -> [Double] {
    var result = Array(repeating: 0.0, count: episode.length)
    setWeights(&result, of: episode, discount: discount)
    return result
  }

  /// The estimate from one episode.
  ///
  /// - Parameters:
  ///   - episode: The episode, ended.
  ///   - policy: The policy that acted; its scores are summed unless ``scoredPolicy`` is another.
  ///   - discount: γ, in `0...1`.
  /// - Returns: Shape `[d]`.
  public func estimate(
    from episode: Episode, policy: some DiscretePolicy, discount: Double
  ) -> Vector {
    let weights = weights(of: episode, discount: discount)
    let scored: any DiscretePolicy = scoredPolicy ?? policy
    return scored.weightedScores(of: episode, weights)
  }
}
