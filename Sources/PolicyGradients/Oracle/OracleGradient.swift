public import VectorMath

// ∇J by three routes that share no code but the problem's tables.
extension Oracle {
  /// The gradient ∇J by dynamic programming, from the policy-gradient theorem.
  ///
  ///     ∇J = Σ_t γᵗ Σ_s P(s_t = s) Σ_a π(a∣s) A_t(s, a) ∇log π(a∣s)
  ///
  /// - SeeAlso: Sutton et al. 2000, "Policy gradient methods", theorem 1.
  public var gradient: Vector {
    var result = Array(repeating: 0.0, count: parameterCount)
    let advantages = advantages.numbers
    let rowCount = problem.stateCount * problem.actionCount
    for (step, visits) in visits.enumerated() {
      for row in 0..<rowCount {
        let weight =
          visits[row / problem.actionCount] * table.probabilities[row]
          * advantages[step * rowCount + row]
        if weight != 0 { table.addScore(row, times: weight, to: &result) }
      }
    }
    return Vector(result)
  }

  /// The gradient ∇J as a sum over all trajectories.
  ///
  ///     ∇J = Σ_τ p(τ) G(τ) Σ_t ∇log π(a_t∣s_t),   G(τ) = Σ_t γᵗ r_t
  ///
  /// - SeeAlso: Williams 1992, "Simple statistical gradient-following algorithms".
  public var gradientFromTrajectories: Vector {
    var result = Array(repeating: 0.0, count: parameterCount)
    var block = result
    var count = 0
    forEachTrajectory { episode, probability in
      let weight = probability * episode.discountedReturn(discount)
      for t in 0..<episode.length {
        let row = episode.states[t] * problem.actionCount + episode.actions[t]
        table.addScore(row, times: weight, to: &block)
      }
      // In blocks, so that rounding does not grow with the number of trajectories.
      count += 1
      if count % 1_024 == 0 {
        for index in block.indices {
          result[index] += block[index]
          block[index] = 0
        }
      }
    }
    return Vector(result) + Vector(block)
  }

  /// The gradient ∇J by central differences of J, of fourth order.
  ///
  ///     ∂J ≈ (8 (J(θ + h) − J(θ − h)) − (J(θ + 2h) − J(θ − 2h))) / 12h
  ///
  /// The error is h⁴/30 times the fifth derivative, and rounding of about 1e-16 J / h.
  ///
  /// - Parameter step: h, the change of one parameter.
  /// - Returns: Shape `[d]`.
  public func gradientFromDifferences(step: Double = 1e-3) -> Vector {
    let parameters = policy.parameters
    func difference(_ index: Int, _ size: Double) -> Double {
      let change = size * Vector.unit(index, count: parameters.count)
      return withPolicy(policy.withParameters(parameters + change)).expectedReturn
        - withPolicy(policy.withParameters(parameters - change)).expectedReturn
    }
    return Vector(
      parameters.indices.map {
        (8 * difference($0, step) - difference($0, 2 * step)) / (12 * step)
      })
  }
}
