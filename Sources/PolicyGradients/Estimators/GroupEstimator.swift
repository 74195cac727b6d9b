public import VectorMath

/// An estimator of ∇J from N independent episodes: a weighted sum of all their scores.
///
///     ĝ = Σ_i Σ_t w_{i,t} ∇log π(a_{i,t}∣s_{i,t})
///
/// The mean over the group is part of the weights.
public protocol GroupEstimator: Sendable {
  /// N, how many episodes one estimate uses; at least 1.
  var groupSize: Int { get }

  /// Sets the weight of every step of every episode.
  ///
  /// - Parameters:
  ///   - weights: N rows, each of at least as many as that episode's steps.
  ///   - group: N episodes, ended.
  ///   - discount: γ.
  func setWeights(_ weights: inout [[Double]], of group: [Episode], discount: Double)
}

extension GroupEstimator {
  /// The estimate from one group.
  ///
  /// - Parameters:
  ///   - group: N episodes, ended.
  ///   - policy: The policy whose scores are summed.
  ///   - discount: γ, in `0...1`.
  /// - Returns: Shape `[d]`.
  public func estimate(
    from group: [Episode], policy: some DiscretePolicy, discount: Double
  ) -> Vector {
    if group.count != groupSize {
      fatalError("the group has \(group.count) episodes, expected \(groupSize)")
    }
    var weights = group.map { Array(repeating: 0.0, count: $0.length) }
    setWeights(&weights, of: group, discount: discount)
    var result = Vector.zero(count: policy.parameterCount)
    for (episode, row) in zip(group, weights) {
      result += policy.weightedScores(of: episode, row)
    }
    return result
  }
}
