extension Oracle {
  /// Visits every trajectory of positive probability, depth first.
  ///
  /// Trajectories with a common beginning share it, and one episode's memory serves all.
  ///
  /// - Parameter body: Receives a trajectory and its probability. The probabilities sum to 1.
  public func forEachTrajectory(_ body: (_ episode: Episode, _ probability: Double) -> Void) {
    checkEnumeration()
    walk(body)
  }

  /// The walk, without the check of its size.
  func walk(_ body: (_ episode: Episode, _ probability: Double) -> Void) {
    var episode = Episode()
    for state in 0..<problem.stateCount where problem.initialProbabilities[state] > 0 {
      episode.clear(initialState: state)
      descend(&episode, probability: problem.initialProbabilities[state], body)
    }
  }

  private func descend(
    _ episode: inout Episode, probability: Double, _ body: (Episode, Double) -> Void
  ) {
    let length = episode.length + 1
    let firstRow = episode.finalState * problem.actionCount
    for action in 0..<problem.actionCount {
      let chosen = probability * table.probabilities[firstRow + action]
      if chosen == 0 { continue }
      for index in problem.starts[firstRow + action]..<problem.starts[firstRow + action + 1] {
        let outcome = problem.outcomes[index]
        episode.append(action, outcome)
        episode.status = problem.status(
          at: outcome.nextState, after: length, stepLimit: stepLimit)
        if case .running = episode.status {
          descend(&episode, probability: chosen * outcome.probability, body)
        } else {
          body(episode, chosen * outcome.probability)
        }
        episode.removeLast()
      }
    }
  }
}
