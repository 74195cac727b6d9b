/// The naive policy gradient: every score is weighted with the whole return.
///
///     ĝ = G(τ) Σ_t ∇log π(a_t∣s_t),   G(τ) = Σ_t γᵗ r_t
///
/// Unbiased. With `discount: 1` in place of the oracle's γ it estimates the undiscounted gradient.
///
/// - SeeAlso: Williams 1992, "Simple statistical gradient-following algorithms", eq. 4.
public struct TotalReturn: GradientEstimator {
  /// What is subtracted from the return; a constant leaves the mean unchanged.
  public var baseline: Double

  /// The estimator.
  ///
  /// - Parameter baseline: What is subtracted from the return.
  public init(baseline: Double = 0) {
    self.baseline = baseline
  }

  /// Sets every weight to `G − b`.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    let weight = episode.discountedReturn(discount) - baseline
    for t in 0..<episode.length { weights[t] = weight }
  }
}
