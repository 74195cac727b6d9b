public import VectorMath

/// The bias and the variance of an estimator, exact.
public struct BiasVariance: Equatable, Sendable {
  /// The bias E[ĝ] − ∇J; shape `[d]`.
  public let bias: Vector

  /// The total variance tr Cov.
  public let variance: Double

  /// ‖bias‖ / ‖∇J‖; traps where ∇J is zero, since nothing is relative to it.
  public var relativeBias: Double { bias.norm / divisor("relativeBias") }

  /// The largest component of the bias, over ‖∇J‖; traps where ∇J is zero.
  public var largestRelativeBias: Double {
    bias.reduce(0) { max($0, $1.magnitude) } / divisor("largestRelativeBias")
  }

  /// The cosine of the angle between E[ĝ] and ∇J; 0 if either vanishes.
  public let cosine: Double

  /// ‖E[ĝ]‖ / ‖∇J‖; traps where ∇J is zero.
  public var scale: Double { meanNorm / divisor("scale") }

  private let gradientNorm: Double
  private let meanNorm: Double

  /// The mean squared error `‖bias‖² + variance`.
  public var meanSquaredError: Double { bias.squaredNorm + variance }

  init(_ moments: ExactMoments, gradient: Vector) {
    let norm = gradient.norm
    let length = moments.mean.norm
    bias = moments.mean - gradient
    variance = moments.totalVariance
    gradientNorm = norm
    meanNorm = length
    // Below rounding there is no direction.
    let hasDirection = length > 1e-12 * norm && norm > 0
    cosine = hasDirection ? moments.mean.dot(gradient) / (length * norm) : 0
  }

  private func divisor(_ name: String) -> Double {
    if gradientNorm == 0 {
      fatalError("BiasVariance.\(name): ∇J is zero; the length of the bias is bias.norm")
    }
    return gradientNorm
  }
}

extension Oracle {
  /// The exact bias and variance of an estimator.
  ///
  /// - Parameter estimator: An estimator of one episode.
  /// - Returns: Bias, variance, and the bias's shape.
  public func biasVariance(of estimator: some GradientEstimator) -> BiasVariance {
    BiasVariance(moments(of: estimator), gradient: gradient)
  }

  /// The exact bias and variance of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector of as many components as parameters.
  /// - Returns: Bias, variance, and the bias's shape.
  public func biasVariance(of estimator: (Episode) -> Vector) -> BiasVariance {
    BiasVariance(moments(of: estimator), gradient: gradient)
  }

  /// The exact bias and variance of an estimator of N episodes.
  ///
  /// - Parameter estimator: An estimator of a group.
  /// - Returns: Bias, variance, and the bias's shape.
  public func biasVariance(of estimator: some GroupEstimator) -> BiasVariance {
    BiasVariance(moments(of: estimator), gradient: gradient)
  }

  /// The bias–variance curve of GAE over λ, for one critic.
  ///
  /// - Parameters:
  ///   - values: The critic, exact or wrong.
  ///   - lambdas: The values of λ, in `0...1`.
  ///   - weighting: Whether the term of step t carries γᵗ.
  /// - Returns: One point for every λ.
  public func biasVarianceCurve(
    values: StateValues, lambdas: [Double], weighting: DiscountWeighting = .discounted
  ) -> [BiasVariance] {
    lambdas.map {
      biasVariance(
        of: GeneralizedAdvantage(values: values, lambda: $0, weighting: weighting))
    }
  }
}
