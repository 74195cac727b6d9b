public import Statistics
public import VectorMath

/// What enumeration knows of an estimator makes claims about its mean hold at every sample size.
extension ScoreFunctionEstimator: Estimator {
  /// The number of components of a draw.
  public var dimension: Int { parameterCount }

  /// Draws change nothing but their source of randomness.
  public var drawsConcurrently: Bool { true }

  /// The exact mean of a draw.
  public var exactMean: Vector? { mean }

  /// The exact standard deviation of each component of a draw, from the covariance's diagonal.
  public var deviations: Vector? { Vector(covariance.diagonal.map { $0.squareRoot() }) }
}
