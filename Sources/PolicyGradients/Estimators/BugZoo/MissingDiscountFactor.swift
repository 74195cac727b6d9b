/// Reward-to-go without γᵗ.
///
///     w_t = G_t = Σ_{k ≥ t} γ^{k−t} r_k
///
/// Later steps count more than in ∇J. Biased for γ < 1 towards neither the discounted nor the
/// undiscounted gradient: in general it is the gradient of no function. Nearly all deep libraries do
/// this on purpose.
///
/// - SeeAlso: https://github.com/facebookresearch/Pearl/issues/46; Nota and Thomas 2020,
///   arXiv:1906.07073.
public struct MissingDiscountFactor: HistoricalEstimator {
  /// The estimator.
  public init() {}

  /// What is wrong.
  public var mistake: String { "the factor γᵗ is missing" }

  /// Where it was reported.
  public var report: String { "https://github.com/facebookresearch/Pearl/issues/46" }

  /// Sets the weights to `G_t`.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    episode.setReturnsToGo(discount, in: &weights)
  }
}
