public import VectorMath

/// What an estimator's values and their probabilities tell: exact up to rounding.
public struct ExactMoments: Sendable {
  /// The mean E[ĝ]; shape `[d]`.
  public let mean: Vector

  /// The covariance E[(ĝ − E ĝ)(ĝ − E ĝ)ᵀ]; shape `[d, d]`.
  public let covariance: Matrix

  /// The smallest and largest value of each component; shape `[d]`.
  public let range: [ClosedRange<Double>]

  /// The probability of the least likely outcome.
  public let smallestProbability: Double

  /// How many outcomes there are: trajectories, or tuples of them.
  public let outcomeCount: Int

  /// The sum of the components' variances, tr Cov.
  public var totalVariance: Double { covariance.trace }

  /// The standard deviation of each component; shape `[d]`.
  public var deviations: Vector {
    Vector(covariance.diagonal.map { max($0, 0).squareRoot() })
  }
}
