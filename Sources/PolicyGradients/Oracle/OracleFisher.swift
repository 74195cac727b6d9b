public import VectorMath

extension Oracle {
  /// The Fisher information of the policy, averaged over the discounted state distribution.
  ///
  ///     F = Σ_s d(s) Σ_a π(a∣s) score scoreᵀ
  ///
  /// It is the curvature of ``meanDivergence(relativeTo:)``: for a small change δ of the parameters
  /// that divergence is ½ δᵀ F δ. Singular for softmax policies.
  ///
  /// - SeeAlso: Kakade 2001, "A natural policy gradient", eq. 2.
  public var fisherInformation: Matrix { fisher(discountedStateDistribution) }

  /// The Fisher information of the trajectory distribution, `E[Σ_t score_t score_tᵀ]`.
  ///
  /// It is the curvature of ``trajectoryDivergence(relativeTo:)``. Every episode must end.
  public var trajectoryFisherInformation: Matrix { fisher(withDiscount(1).discountedVisits) }

  /// The natural gradient `F⁺ ∇J`, with ``fisherInformation``.
  ///
  /// F⁺ is the pseudo-inverse: among the directions that increase J fastest for a given divergence,
  /// the shortest.
  ///
  /// - SeeAlso: Amari 1998, "Natural gradient works efficiently in learning".
  public var naturalGradient: Vector {
    SymmetricEigen(fisherInformation).pseudoInverse(times: gradient)
  }

  private func fisher(_ weights: Vector) -> Matrix {
    var result = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    for state in 0..<problem.stateCount where weights[state] != 0 {
      for row in state * problem.actionCount..<(state + 1) * problem.actionCount {
        let weight = weights[state] * table.probabilities[row]
        let (offset, components) = table.block(row)
        for (i, left) in components.enumerated() {
          for (j, right) in components.enumerated() {
            result[offset + i, offset + j] += weight * left * right
          }
        }
      }
    }
    return result
  }
}
