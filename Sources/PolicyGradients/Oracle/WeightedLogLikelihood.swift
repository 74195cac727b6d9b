import VectorMath

extension Oracle {
  /// The weighted log-likelihood of another policy on this policy's trajectories, exact.
  ///
  ///     L(π′) = E_{τ ~ π}[Σ_t w_t(τ) log π′(a_t∣s_t)]
  ///
  /// Maximising it is weighted maximum likelihood: fit the actions taken, the good ones more. Its
  /// gradient at π′ = π is the mean of the estimator with these weights, so with ``TotalReturn`` or
  /// ``RewardToGo`` it is ∇J. Its *value* is not J, and away from π its gradient is not that of J.
  ///
  /// - Parameters:
  ///   - other: π′.
  ///   - estimator: Gives the weights w_t.
  /// - Returns: In the weights' unit, times nats.
  /// - SeeAlso: Peters and Schaal 2007, "Reinforcement learning by reward-weighted regression".
  public func weightedLogLikelihood(
    of other: some DiscretePolicy, weights estimator: some GradientEstimator
  ) -> Double {
    check(estimator)
    let logarithms = PolicyTable(other, for: problem).logProbabilities
    var weights: [Double] = []
    let moments = moments { episode in
      estimator.setFreshWeights(&weights, of: episode, discount: discount)
      var sum = 0.0
      for t in 0..<episode.length {
        sum += weights[t] * logarithms[episode.states[t] * problem.actionCount + episode.actions[t]]
      }
      return [sum]
    }
    return moments.mean[0]
  }
}
