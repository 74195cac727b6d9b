public import VectorMath

extension Oracle {
  /// The exact mean, covariance and range of an estimator, in one walk over all trajectories.
  ///
  /// - Parameter estimator: An estimator of one episode.
  /// - Returns: Exact up to rounding; memory does not grow with the number of trajectories.
  public func moments(of estimator: some GradientEstimator) -> ExactMoments {
    check(estimator)
    let scores = scores(for: estimator)
    var accumulator = MomentAccumulator(dimension: scores.parameterCount)
    var weights: [Double] = []
    var estimate = Array(repeating: 0.0, count: scores.parameterCount)
    forEachTrajectory { episode, probability in
      let length = episode.length
      estimator.setFreshWeights(&weights, of: episode, discount: discount)
      for index in estimate.indices { estimate[index] = 0 }
      for t in 0..<length {
        let row = episode.states[t] * problem.actionCount + episode.actions[t]
        scores.addScore(row, times: weights[t], to: &estimate)
      }
      accumulator.add(estimate, probability: probability)
    }
    return accumulator.moments
  }

  /// The scores that an estimator sums.
  func scores(for estimator: some GradientEstimator) -> PolicyTable {
    if let policy = estimator.scoredPolicy { return PolicyTable(policy, for: problem) }
    return table
  }

  /// The exact mean, covariance and range of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector, always of the same count.
  /// - Returns: Exact up to rounding; memory does not grow with the number of trajectories.
  public func moments(of estimator: (Episode) -> Vector) -> ExactMoments {
    var accumulator: MomentAccumulator?
    forEachTrajectory { episode, probability in
      let estimate = estimator(episode)
      if estimate.contains(where: { !$0.isFinite }) {
        fatalError(
          "the estimator gives \(estimate) for the episode with states \(episode.states), actions "
            + "\(episode.actions) and rewards \(episode.rewards)")
      }
      if accumulator == nil { accumulator = MomentAccumulator(dimension: estimate.count) }
      accumulator?.add(estimate, probability: probability)
    }
    guard let accumulator else { fatalError("there are no trajectories") }
    return accumulator.moments
  }

  /// The exact mean E[ĝ] of an estimator.
  ///
  /// - Parameter estimator: An estimator of one episode.
  /// - Returns: Shape `[d]`.
  public func mean(of estimator: some GradientEstimator) -> Vector { moments(of: estimator).mean }

  /// The exact mean of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector.
  /// - Returns: The sum over all trajectories of probability times value.
  public func mean(of estimator: (Episode) -> Vector) -> Vector { moments(of: estimator).mean }

  /// The exact mean of any number that depends on an episode.
  ///
  /// - Parameter number: From an episode to a number.
  /// - Returns: The sum over all trajectories of probability times number.
  public func mean(of number: (Episode) -> Double) -> Double {
    mean { [number($0)] }[0]
  }

  /// The exact covariance of an estimator.
  ///
  /// - Parameter estimator: An estimator of one episode.
  /// - Returns: Shape `[d, d]`; singular for softmax policies, whose scores sum to 0.
  public func covariance(of estimator: some GradientEstimator) -> Matrix {
    moments(of: estimator).covariance
  }

  /// The exact covariance of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector.
  /// - Returns: Shape `[d, d]`.
  public func covariance(of estimator: (Episode) -> Vector) -> Matrix {
    moments(of: estimator).covariance
  }

  /// The exact total variance tr Cov of an estimator.
  ///
  /// - Parameter estimator: An estimator of one episode.
  /// - Returns: The sum of the components' variances.
  public func totalVariance(of estimator: some GradientEstimator) -> Double {
    moments(of: estimator).totalVariance
  }

  /// The exact total variance tr Cov of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector.
  /// - Returns: The sum of the components' variances.
  public func totalVariance(of estimator: (Episode) -> Vector) -> Double {
    moments(of: estimator).totalVariance
  }

  /// The exact bias E[ĝ] − ∇J of an estimator.
  ///
  /// - Parameter estimator: An estimator of one episode.
  /// - Returns: Shape `[d]`.
  public func bias(of estimator: some GradientEstimator) -> Vector {
    mean(of: estimator) - gradient
  }

  /// The exact bias E[ĝ] − ∇J of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector of as many components as parameters.
  /// - Returns: Shape `[d]`.
  public func bias(of estimator: (Episode) -> Vector) -> Vector { mean(of: estimator) - gradient }
}
