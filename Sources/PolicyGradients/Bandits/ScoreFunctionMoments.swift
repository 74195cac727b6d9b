public import VectorMath

extension ScoreFunctionEstimator {
  /// The exact mean E[ĝ]; shape `[d]`.
  ///
  /// For a fixed baseline `Σ p (E[R] − b) s` over the outcomes; for leave-one-out ∇J, and for the
  /// batch mean `(1 − 1/N) ∇J`.
  public var mean: Vector {
    guard let size = baseline.batchSize else {
      var result = Vector.zero(count: parameterCount)
      for outcome in outcomes { result += outcome.probability * outcome.estimate }
      return result
    }
    return batchScale * (size == 1 ? .zero(count: parameterCount) : outcomeMean)
  }

  /// The exact bias E[ĝ] − ∇J; shape `[d]`, zero up to rounding unless the baseline is a batch mean.
  public var bias: Vector { mean - exactGradient }

  /// The exact covariance E[(ĝ − E ĝ)(ĝ − E ĝ)ᵀ]; shape `[d, d]`.
  ///
  /// The scores of a state sum to 0 over its logits, so the matrix is singular.
  public var covariance: Matrix {
    guard let size = baseline.batchSize else {
      return termCovariance { $0.baseline }
    }
    if size == 1 { return .zero(rowCount: parameterCount, columnCount: parameterCount) }
    return (batchScale * batchScale) * leaveOneOutCovariance(Double(size))
  }

  /// The sum of the components' variances, tr Cov.
  public var totalVariance: Double { covariance.trace }

  /// The batch mean's estimate is this factor times leave-one-out's, draw by draw.
  private var batchScale: Double {
    if case .batchMean(let size) = baseline { return 1 - 1 / Double(size) }
    return 1
  }

  /// E[R s], the mean without a baseline, from rewards centred for accuracy.
  private var outcomeMean: Vector {
    var result = Vector.zero(count: parameterCount)
    for outcome in outcomes {
      result += (outcome.probability * (outcome.reward - expectedReturn)) * outcome.score
    }
    return result
  }

  /// The covariance of one term (R − b) s, for fixed b.
  private func termCovariance(_ baseline: (Outcome) -> Double) -> Matrix {
    var mean = Vector.zero(count: parameterCount)
    for outcome in outcomes {
      mean += (outcome.probability * (outcome.reward - baseline(outcome))) * outcome.score
    }
    var result = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    for outcome in outcomes {
      let deviation = (outcome.reward - baseline(outcome)) * outcome.score - mean
      result.addOuterProduct(deviation, deviation, scale: outcome.probability)
      let spread = outcome.probability * outcome.deviation * outcome.deviation
      result.addOuterProduct(outcome.score, outcome.score, scale: spread)
    }
    return result
  }

  // Leave-one-out is the mean over pairs i < j of h(i, j) = ½ (R_i − R_j)(s_i − s_j), a U-statistic
  // of order 2, so (Hoeffding 1948, eq. 5.13)
  //
  //     Cov = (2 (N − 2) ζ₁ + ζ₂) / (N (N − 1) / 2).
  //
  // h depends on differences of rewards only: let R have mean 0. With E s = 0 and g = E[R s],
  //
  //     E[h(x, Y)] = ½ (R_x s_x + g),  so  ζ₁ = ¼ Cov(R s);
  //     E[h hᵀ] = ¼ (2 E[R² s sᵀ] + 2 E[R²] E[s sᵀ] + 4 g gᵀ),
  //     so  ζ₂ = E[h hᵀ] − g gᵀ = ½ (E[R² s sᵀ] + E[R²] E[s sᵀ]).
  private func leaveOneOutCovariance(_ size: Double) -> Matrix {
    var secondMoment = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    var fisher = secondMoment
    var rewardVariance = 0.0
    for outcome in outcomes {
      let centered = outcome.reward - expectedReturn
      let square = centered * centered + outcome.deviation * outcome.deviation
      rewardVariance += outcome.probability * square
      secondMoment.addOuterProduct(
        outcome.score, outcome.score, scale: outcome.probability * square)
      fisher.addOuterProduct(outcome.score, outcome.score, scale: outcome.probability)
    }
    let single = 0.25 * termCovariance { _ in expectedReturn }
    let pair = 0.5 * (secondMoment + rewardVariance * fisher)
    return (2 / (size * (size - 1))) * ((2 * (size - 2)) * single + pair)
  }
}
