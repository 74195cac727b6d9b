public import VectorMath

extension Oracle {
  /// The exact mean, covariance and range of an estimator of N episodes, over all N-tuples.
  ///
  /// - Parameter estimator: An estimator of a group.
  /// - Returns: Exact up to rounding; memory does not grow with the number of trajectories.
  public func moments(of estimator: some GroupEstimator) -> ExactMoments {
    var accumulator = MomentAccumulator(dimension: parameterCount)
    var weights = Array(repeating: [Double](), count: estimator.groupSize)
    var estimate = Array(repeating: 0.0, count: parameterCount)
    forEachGroup(of: estimator.groupSize) { group, probability in
      estimateGroup(estimator, group, &weights, into: &estimate)
      accumulator.add(estimate, probability: probability)
    }
    return accumulator.moments
  }

  /// The exact mean, covariance and range of any function of N episodes, over all N-tuples.
  ///
  /// - Parameters:
  ///   - groupSize: N, at least 1.
  ///   - estimator: From N episodes to a vector, always of the same count.
  /// - Returns: Exact up to rounding; memory does not grow with the number of trajectories.
  public func moments(groupSize: Int, of estimator: ([Episode]) -> Vector) -> ExactMoments {
    var accumulator: MomentAccumulator?
    forEachGroup(of: groupSize) { group, probability in
      let estimate = estimator(group)
      if estimate.contains(where: { !$0.isFinite }) {
        fatalError(
          "the estimator gives \(estimate) for the episodes with states \(group.map(\.states)) and "
            + "rewards \(group.map(\.rewards))")
      }
      if accumulator == nil { accumulator = MomentAccumulator(dimension: estimate.count) }
      accumulator?.add(estimate, probability: probability)
    }
    guard let accumulator else { fatalError("there are no trajectories") }
    return accumulator.moments
  }

  /// The exact mean E[ĝ] of an estimator of N episodes.
  ///
  /// - Parameter estimator: An estimator of a group.
  /// - Returns: Shape `[d]`.
  public func mean(of estimator: some GroupEstimator) -> Vector { moments(of: estimator).mean }

  /// The exact covariance of an estimator of N episodes.
  ///
  /// - Parameter estimator: An estimator of a group.
  /// - Returns: Shape `[d, d]`.
  public func covariance(of estimator: some GroupEstimator) -> Matrix {
    moments(of: estimator).covariance
  }

  /// The exact bias E[ĝ] − ∇J of an estimator of N episodes.
  ///
  /// - Parameter estimator: An estimator of a group.
  /// - Returns: Shape `[d]`.
  public func bias(of estimator: some GroupEstimator) -> Vector {
    mean(of: estimator) - gradient
  }

  /// Visits every tuple of trajectories of positive probability; walks within walks.
  private func forEachGroup(of size: Int, _ body: ([Episode], Double) -> Void) {
    if size < 1 { fatalError("the group size \(size) is below 1") }
    if !canEnumerateGroups(of: size) {
      fatalError(
        "the groups of \(size) trajectories cannot be enumerated: the walk has "
          + "\(groupSteps(size)) steps, and the enumeration limit is \(enumerationLimit) steps")
    }
    let none = Episode()
    var group = Array(repeating: none, count: size)
    func choose(_ index: Int, _ probability: Double) {
      walk { episode, next in
        group[index] = episode
        if index == size - 1 {
          body(group, probability * next)
        } else {
          choose(index + 1, probability * next)
        }
        // Gives the memory back to the walk, which would otherwise copy it.
        group[index] = none
      }
    }
    choose(0, 1)
  }

  func canEnumerateGroups(of size: Int) -> Bool { groupSteps(size) <= Double(enumerationLimit) }

  /// How many steps a walk over all tuples takes.
  private func groupSteps(_ size: Int) -> Double {
    let count = trajectoryCount
    return (1..<max(size, 1)).reduce(count.steps) { steps, _ in steps * count.trajectories }
  }

  func estimateGroup(
    _ estimator: some GroupEstimator, _ group: [Episode], _ weights: inout [[Double]],
    into estimate: inout [Double]
  ) {
    for (index, episode) in group.enumerated() { weights[index].forget(upTo: episode.length) }
    estimator.setWeights(&weights, of: group, discount: discount)
    for (index, episode) in group.enumerated() {
      weights[index].checkAllSet(upTo: episode.length, by: estimator)
    }
    for index in estimate.indices { estimate[index] = 0 }
    for (index, episode) in group.enumerated() {
      for t in 0..<episode.length {
        let row = episode.states[t] * problem.actionCount + episode.actions[t]
        table.addScore(row, times: weights[index][t], to: &estimate)
      }
    }
  }
}
