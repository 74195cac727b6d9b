public import VectorMath

/// A problem with one state, one step and real actions: the reward is a smooth function f(a).
///
/// Means and variances of gradient estimators are integrals, computed by quadrature up to rounding.
/// It shows what noise does: the exact gradient does not vanish with σ, the score's variance explodes,
/// and neither of the two estimators has always the lower variance.
///
/// - SeeAlso: Mohamed et al. 2020, "Monte Carlo gradient estimation in machine learning",
///   arXiv:1906.10652.
public struct ContinuousBandit: Sendable {
  /// f(a), smooth.
  public let reward: @Sendable (Double) -> Double

  /// f′(a).
  public let derivative: @Sendable (Double) -> Double

  /// A problem.
  ///
  /// - Parameters:
  ///   - reward: f(a), smooth, of at most exponential growth.
  ///   - derivative: f′(a).
  public init(
    reward: @escaping @Sendable (Double) -> Double,
    derivative: @escaping @Sendable (Double) -> Double
  ) {
    self.reward = reward
    self.derivative = derivative
  }

  /// The objective J = E[f(a)].
  ///
  /// - Parameter policy: Of one state.
  /// - Returns: In the reward's unit.
  public func expectedReturn(of policy: GaussianPolicy) -> Double {
    policy.expectation(of: reward)
  }

  /// The gradient ∇J by the policy's parameters.
  ///
  ///     ∂J/∂μ = E[f′(a)],   ∂J/∂log σ = E[f′(a) (a − μ)]
  ///
  /// - Parameter policy: Of one state.
  /// - Returns: Shape `[d]`.
  public func gradient(of policy: GaussianPolicy) -> Vector {
    pathwiseMoments(of: policy).mean
  }

  /// Mean and covariance of the score-function estimator `(f(a) − b) ∇log π(a)`.
  ///
  /// Unbiased for every b.
  ///
  /// - Parameters:
  ///   - policy: Of one state.
  ///   - baseline: b.
  /// - Returns: Mean, shape `[d]`, and covariance, shape `[d, d]`.
  public func scoreMoments(
    of policy: GaussianPolicy, baseline: Double = 0
  ) -> (mean: Vector, covariance: Matrix) {
    moments(policy) { (reward($0) - baseline) * policy.score(of: $0) }
  }

  /// Mean and covariance of the pathwise estimator: the derivative of `f(μ + σ z)` for a drawn z.
  ///
  ///     f′(a) for μ,   f′(a) (a − μ) for log σ
  ///
  /// Unbiased for smooth f. Its variance grows with f′, the score's with 1/σ.
  ///
  /// - Parameter policy: Of one state.
  /// - Returns: Mean, shape `[d]`, and covariance, shape `[d, d]`.
  public func pathwiseMoments(
    of policy: GaussianPolicy
  ) -> (mean: Vector, covariance: Matrix) {
    let mean = policy.mean()
    return moments(policy) { action in
      let slope = derivative(action)
      return policy.parameterCount == 1 ? [slope] : [slope, slope * (action - mean)]
    }
  }

  private func moments(
    _ policy: GaussianPolicy, _ estimate: (Double) -> Vector
  ) -> (mean: Vector, covariance: Matrix) {
    if policy.stateCount != 1 {
      fatalError("ContinuousBandit: the policy has \(policy.stateCount) states, the problem has 1")
    }
    let mean = policy.expectation(of: estimate)
    var covariance = Matrix.zero(rowCount: mean.count, columnCount: mean.count)
    policy.forEachNode { action, weight in
      let difference = estimate(action) - mean
      covariance.addOuterProduct(difference, difference, scale: weight)
    }
    return (mean, covariance)
  }
}
