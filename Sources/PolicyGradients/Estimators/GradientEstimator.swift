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

  /// The only policy whose episodes the estimator takes; `nil` for any, as usual.
  var actingPolicy: (any DiscretePolicy)? { get }

  /// Traps when the estimator's own data do not fit a problem; by default everything fits.
  ///
  /// - Parameter problem: The problem it is to be used on.
  func check(fits problem: MarkovDecisionProcess)
}

extension GradientEstimator {
  /// The policy that acts.
  public var scoredPolicy: (any DiscretePolicy)? { nil }

  /// Any.
  public var actingPolicy: (any DiscretePolicy)? { nil }

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
    var result: [Double] = []
    setFreshWeights(&result, of: episode, discount: discount)
    return result
  }

  /// Sets the weights in memory that other episodes have used; traps where one is left as it was.
  @inline(__always)
  func setFreshWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    weights.forget(upTo: episode.length)
    setWeights(&weights, of: episode, discount: discount)
    weights.checkAllSet(upTo: episode.length, by: self)
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

extension Oracle {
  /// Traps unless an estimator fits the problem and takes the episodes of this oracle's policy.
  func check(_ estimator: some GradientEstimator) {
    estimator.check(fits: problem)
    guard let acting = estimator.actingPolicy else { return }
    let expected = PolicyTable(acting, for: problem).probabilities
    for row in expected.indices
    where (expected[row] - table.probabilities[row]).magnitude > 1e-9 {
      fatalError(
        "\(type(of: estimator)): the oracle's policy is not the acting one: action "
          + "\(row % problem.actionCount) at state \(row / problem.actionCount) has the probability "
          + "\(table.probabilities[row]) under the one and \(expected[row]) under the other; use "
          + "Oracle(problem, policy: acting, …)")
    }
  }
}

extension [Double] {
  /// Makes room for an episode's weights, and takes away what others left there.
  @inline(__always)
  mutating func forget(upTo length: Int) {
    for t in 0..<Swift.min(length, count) { self[t] = .nan }
    while count < length { append(.nan) }
  }

  /// Traps where a weight is not set.
  @inline(__always)
  func checkAllSet(upTo length: Int, by estimator: Any) {
    for t in 0..<length where self[t].isNaN {
      fatalError(
        "\(type(of: estimator)): the weight of step \(t) is not set, or not a number, in an episode "
          + "of \(length) steps")
    }
  }
}
