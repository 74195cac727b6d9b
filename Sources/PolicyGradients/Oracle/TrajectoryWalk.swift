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
    // Not recursive: a trajectory may have more steps than the call stack has room for.
    var ancestors: [Node] = []
    for state in 0..<problem.stateCount where problem.initialProbabilities[state] > 0 {
      episode.clear(initialState: state)
      var node = node(at: state, probability: problem.initialProbabilities[state])
      while true {
        if node.nextOutcome == problem.starts[node.row + 1] {
          if node.row + 1 < node.rowEnd {
            enter(&node, row: node.row + 1)
            continue
          }
          guard let parent = ancestors.popLast() else { break }
          node = parent
          episode.removeLast()
          continue
        }
        let outcome = problem.outcomes[node.nextOutcome]
        node.nextOutcome += 1
        episode.extend(by: node.row + problem.actionCount - node.rowEnd, outcome)
        episode.status = problem.status(
          at: outcome.nextState, after: episode.length, stepLimit: stepLimit)
        let probability = node.chosen * outcome.probability
        if episode.status.goesOn {
          ancestors.append(node)
          node = self.node(at: outcome.nextState, probability: probability)
        } else {
          body(episode, probability)
          episode.removeLast()
        }
      }
    }
  }

  /// A beginning of trajectories, and how far the walk has come from there.
  private struct Node {
    /// The beginning's probability.
    var probability: Double
    /// (s, a) of the action that is being tried, and the end of the state's rows.
    var row: Int
    var rowEnd: Int
    /// The beginning's probability times the action's.
    var chosen = 0.0
    /// The outcome of the action that comes next.
    var nextOutcome = 0
  }

  @inline(__always)
  private func node(at state: Int, probability: Double) -> Node {
    let row = state * problem.actionCount
    var node = Node(probability: probability, row: row, rowEnd: row + problem.actionCount)
    enter(&node, row: row)
    return node
  }

  /// Begins an action; one of probability 0 has nothing to visit.
  @inline(__always)
  private func enter(_ node: inout Node, row: Int) {
    node.row = row
    node.chosen = node.probability * table.probabilities[row]
    node.nextOutcome = problem.starts[table.probabilities[row] > 0 ? row : row + 1]
  }
}
