public import VectorMath

/// What a score-function estimator subtracts from the reward.
///
/// A baseline that does not depend on the action leaves the mean of the estimator unchanged, because
/// the score has mean 0. It changes the variance, not always for the better.
public enum Baseline: Equatable, Sendable {
  /// Nothing.
  case none

  /// The same number in every state.
  case constant(Double)

  /// A number for every state; shape `[S]`.
  case constants(Vector)

  /// The exact value V(s).
  case value

  /// The number of least total variance in each state, `E[‖score‖² Q] / E[‖score‖²]`.
  ///
  /// - SeeAlso: Greensmith, Bartlett, Baxter 2004, "Variance reduction techniques for gradient
  ///   estimates in reinforcement learning", theorem 8.
  case optimal

  /// The mean reward of a batch of `size` draws, each draw's own reward included.
  ///
  /// Biased: the mean shrinks by the factor `1 − 1 / size`.
  case batchMean(size: Int)

  /// For each draw the mean reward of the other draws of its batch; `size` at least 2.
  ///
  /// Unbiased.
  ///
  /// - SeeAlso: Kool, van Hoof, Welling 2019, "Buy 4 REINFORCE samples, get a baseline for free!".
  case leaveOneOut(size: Int)
}
