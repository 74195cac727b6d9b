/// A group of episodes of which each is compared with the others: RLOO, GRPO and its variants.
///
/// With `G_i` the return of episode i, `Ḡ` the group's mean and s its standard deviation,
///
///     ĝ = 1/N Σ_i Â_i Σ_t ∇log π(a_{i,t}∣s_{i,t})     (times 1/T_i with ``dividesByLength``)
///
///     mean:           Â_i = G_i − Ḡ               biased: (1 − 1/N) ∇J
///     leave one out:  Â_i = G_i − mean of the others   unbiased
///     standardized:   Â_i = (G_i − Ḡ) / s         biased, the direction too
///
/// Dividing by the episode's length is biased as well. For problems that always start in the same
/// state a group is what language models call "one prompt".
///
/// - SeeAlso: Shao et al. 2024, arXiv:2402.03300, section 4.1 (GRPO); Ahmadian et al. 2024,
///   arXiv:2402.14740 (RLOO); Liu et al. 2025, arXiv:2503.20783 (what the normalisations bias).
public struct GroupRelative: GroupEstimator, Equatable {
  /// What makes an advantage of a return.
  public enum Normalization: Equatable, Sendable {
    /// The group's mean is subtracted, the episode's own return included.
    case mean
    /// The mean of the other episodes is subtracted.
    case leaveOneOut
    /// The mean is subtracted and the standard deviation divided by.
    ///
    /// Its divisor is `N − degreesOfFreedom`: 0 in NumPy, 1 in PyTorch. A group without spread gets
    /// advantage 0.
    case standardized(degreesOfFreedom: Int)
  }

  /// N.
  public let groupSize: Int

  /// What makes an advantage of a return.
  public var normalization: Normalization

  /// Whether every episode's term is divided by its length, as in GRPO's objective.
  public var dividesByLength: Bool

  /// The estimator.
  ///
  /// - Parameters:
  ///   - groupSize: N, at least 1; 2 where others are compared with.
  ///   - normalization: What makes an advantage of a return.
  ///   - dividesByLength: Whether every episode's term is divided by its length.
  public init(groupSize: Int, normalization: Normalization, dividesByLength: Bool = false) {
    let least = normalization == .mean ? 1 : 2
    if groupSize < least {
      fatalError("GroupRelative: the group size \(groupSize) is below \(least)")
    }
    if case .standardized(let degrees) = normalization, !(0..<groupSize).contains(degrees) {
      fatalError(
        "GroupRelative: \(degrees) degrees of freedom are outside 0..<\(groupSize)")
    }
    self.groupSize = groupSize
    self.normalization = normalization
    self.dividesByLength = dividesByLength
  }

  /// The advantages of a group's returns.
  ///
  /// - Parameter returns: N numbers.
  /// - Returns: N numbers.
  public func advantages(of returns: [Double]) -> [Double] {
    let count = Double(returns.count)
    let mean = returns.reduce(0, +) / count
    let centered = returns.map { $0 - mean }
    switch normalization {
    case .mean: return centered
    case .leaveOneOut: return centered.map { $0 * count / (count - 1) }
    case .standardized(let degreesOfFreedom):
      let squares = centered.reduce(0) { $0 + $1 * $1 }
      let deviation = (squares / (count - Double(degreesOfFreedom))).squareRoot()
      // Equal returns differ from their mean by rounding only.
      if deviation <= 1e-12 * max(mean.magnitude, 1e-300) { return centered.map { _ in 0 } }
      return centered.map { $0 / deviation }
    }
  }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step of every episode.
  ///   - group: N episodes.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [[Double]], of group: [Episode], discount: Double) {
    let advantages = advantages(of: group.map { $0.discountedReturn(discount) })
    for (index, episode) in group.enumerated() {
      var weight = advantages[index] / Double(groupSize)
      if dividesByLength { weight /= Double(episode.length) }
      for t in 0..<episode.length { weights[index][t] = weight }
    }
  }
}
