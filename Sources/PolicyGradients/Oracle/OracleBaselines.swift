import VectorMath

extension Oracle {
  /// For every state and step the baseline that is best for that step's term alone.
  ///
  ///     b*_t(s) = E[‖score‖² Q_t(s, a)] / E[‖score‖²]
  ///
  /// It minimises the variance of one term `γᵗ (G_t − b) score`, not that of their sum: the terms are
  /// correlated, so the total may be larger than with V. Where the policy is deterministic it is V.
  ///
  /// - SeeAlso: Greensmith, Bartlett, Baxter 2004, "Variance reduction techniques for gradient
  ///   estimates in reinforcement learning", theorem 8.
  public var stepwiseOptimalBaseline: StateValues {
    var numbers = values.numbers
    let rowCount = problem.stateCount * problem.actionCount
    for index in numbers.indices {
      let (step, state) = (index / problem.stateCount, index % problem.stateCount)
      var (weighted, weight) = (0.0, 0.0)
      for row in state * problem.actionCount..<(state + 1) * problem.actionCount {
        let square = table.probabilities[row] * table.squaredNorm(row)
        weighted += square * actionValues.numbers[step * rowCount + row]
        weight += square
      }
      if weight > 0 { numbers[index] = weighted / weight }
    }
    return StateValues(
      stateCount: problem.stateCount, isStationary: values.isStationary, numbers: numbers)
  }

  /// The baselines b_t(s) that together give ``RewardToGo`` the least total variance.
  ///
  /// With `X = Σ_t γᵗ G_t score_t` and `Y_{t,s} = γᵗ [s_t = s] score_t`, whose mean is 0, the total
  /// variance of `X − Σ b_{t,s} Y_{t,s}` is least where
  ///
  ///     Σ_{t′,s′} E[Y_{t,s} · Y_{t′,s′}] b_{t′,s′} = E[X · Y_{t,s}].
  ///
  /// The later of two scores has mean 0 given all before, so this system is diagonal:
  ///
  ///     b_{t,s} = E[X · Y_{t,s}] / E[‖Y_{t,s}‖²]
  ///
  /// The means run over all trajectories. Where a state is not met at a step, or the policy is
  /// deterministic there, the number is V.
  public var jointlyOptimalBaseline: StateValues {
    let stateCount = problem.stateCount
    var (products, squares, weights) = ([Double](), [Double](), [Double]())
    let estimator = RewardToGo()
    var sum = Array(repeating: 0.0, count: parameterCount)
    forEachTrajectory { episode, probability in
      while weights.count < episode.length {
        weights.append(0)
        products.append(contentsOf: repeatElement(0, count: stateCount))
        squares.append(contentsOf: repeatElement(0, count: stateCount))
      }
      estimator.setWeights(&weights, of: episode, discount: discount)
      for index in sum.indices { sum[index] = 0 }
      for t in 0..<episode.length {
        table.addScore(row(episode, t), times: weights[t], to: &sum)
      }
      var factor = probability
      for t in 0..<episode.length {
        let slot = t * stateCount + episode.states[t]
        products[slot] += factor * table.dot(row(episode, t), sum)
        // The factor is p γᵗ; the square of Y has γ²ᵗ.
        squares[slot] += factor * (factor / probability) * table.squaredNorm(row(episode, t))
        factor *= discount
      }
    }
    let numbers = products.indices.map { slot in
      squares[slot] > 0
        ? products[slot] / squares[slot]
        : values.value(at: slot % stateCount, step: slot / stateCount)
    }
    return StateValues(stateCount: stateCount, isStationary: false, numbers: numbers)
  }

  @inline(__always)
  private func row(_ episode: Episode, _ t: Int) -> Int {
    episode.states[t] * problem.actionCount + episode.actions[t]
  }
}
