import VectorMath

extension Oracle {
  /// The importance-ratio surrogate of another policy: what its advantage would be if it met the
  /// states of this oracle's policy.
  ///
  ///     L(π′) = Σ_t γᵗ Σ_s P(s_t = s) Σ_a π(a∣s) (π′(a∣s) / π(a∣s)) A_t(s, a)
  ///
  /// Its value at π is 0 and its gradient there is ∇J, but J(π′) = J(π) + L(π′) holds to first order
  /// only: the ratio corrects the actions, not the states.
  ///
  /// - Parameter other: π′.
  /// - Returns: In the reward's unit.
  /// - SeeAlso: Schulman et al. 2015, "Trust Region Policy Optimization", arXiv:1502.05477, eq. 3.
  public func surrogate(of other: some DiscretePolicy) -> Double {
    let choice = PolicyTable(other, for: problem).probabilities
    let advantages = advantages.numbers
    var result = 0.0
    for (step, visits) in visits.enumerated() {
      for row in choice.indices {
        result +=
          visits[row / problem.actionCount] * choice[row] * advantages[step * choice.count + row]
      }
    }
    return result
  }

  /// The divergence of this policy's trajectories relative to another's, in nats.
  ///
  ///     KL(p_π‖p_π′) = Σ_t Σ_s P(s_t = s) KL(π(·∣s)‖π′(·∣s))
  ///
  /// The environment's terms cancel. Every episode must end.
  ///
  /// - Parameter reference: π′.
  /// - Returns: At least 0, up to rounding.
  public func trajectoryDivergence(relativeTo reference: some DiscretePolicy) -> Double {
    withDiscount(1).discountedVisits.dot(divergences(relativeTo: reference))
  }

  /// The mean divergence relative to another policy over the discounted state distribution, in nats.
  ///
  /// - Parameter reference: π′.
  /// - Returns: At least 0, up to rounding.
  public func meanDivergence(relativeTo reference: some DiscretePolicy) -> Double {
    discountedStateDistribution.dot(divergences(relativeTo: reference))
  }

  /// The largest divergence relative to another policy in a state that is visited, in nats.
  ///
  /// - Parameter reference: π′.
  /// - Returns: At least 0, up to rounding.
  public func largestDivergence(relativeTo reference: some DiscretePolicy) -> Double {
    zip(discountedVisits, divergences(relativeTo: reference)).reduce(0) {
      $1.0 > 0 ? max($0, $1.1) : $0
    }
  }

  /// KL(π(·∣s)‖π′(·∣s)) of every state, 0 in terminal ones.
  private func divergences(relativeTo reference: some DiscretePolicy) -> Vector {
    let other = PolicyTable(reference, for: problem)
    var result = Vector.zero(count: problem.stateCount)
    for row in table.probabilities.indices where table.probabilities[row] > 0 {
      result[row / problem.actionCount] +=
        table.probabilities[row] * (table.logProbabilities[row] - other.logProbabilities[row])
    }
    return result
  }
}
