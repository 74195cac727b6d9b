public import VectorMath

/// The mean and covariance of many draws of an estimator.
public struct SampledMoments: Equatable, Sendable {
  /// How many draws there were, n.
  public let sampleCount: Int

  /// The mean of the draws; shape `[d]`.
  public let mean: Vector

  /// The unbiased covariance of the draws, with divisor n − 1; shape `[d, d]`, zero for n = 1.
  public let covariance: Matrix

  /// The sum of the components' variances.
  public var totalVariance: Double { covariance.trace }

  /// The estimated standard deviation of each component of the mean, `√(variance / n)`.
  public var standardError: Vector {
    Vector(covariance.diagonal.map { ($0 / Double(sampleCount)).squareRoot() })
  }
}
