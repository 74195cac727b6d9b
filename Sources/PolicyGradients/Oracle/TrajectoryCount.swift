/// How large a walk over all trajectories is; counted by dynamic programming, not by walking.
public struct TrajectoryCount: Equatable, Sendable {
  /// The number of trajectories of positive probability; infinite if their length has no bound.
  public var trajectories = 0.0

  /// The number of steps in the tree of their common beginnings.
  public var steps = 0.0
}

extension TrajectoryCount: CustomStringConvertible {
  /// Both counts in words.
  public var description: String {
    trajectories == .infinity
      ? "trajectories without bound"
      : "\(text(trajectories)) trajectories, \(text(steps)) steps"
  }

  private func text(_ count: Double) -> String { count < 1e15 ? "\(Int(count))" : "\(count)" }
}

extension Oracle {
  /// How many trajectories there are, and how many steps a walk over them takes.
  ///
  /// - Complexity: O(steps of the longest trajectory · outcomes).
  public var trajectoryCount: TrajectoryCount {
    let limit = min(problem.horizon ?? .max, stepLimit ?? .max)
    var live = problem.initialProbabilities.map { $0 > 0 ? 1.0 : 0 }
    var result = TrajectoryCount()
    var step = 0
    while live.contains(where: { $0 > 0 }) {
      // Without a limit, a path longer than there are states has been somewhere twice.
      if limit == .max && step > problem.stateCount || result.steps > 1e300 {
        return TrajectoryCount(trajectories: .infinity, steps: .infinity)
      }
      step += 1
      var next = Array(repeating: 0.0, count: problem.stateCount)
      for state in 0..<problem.stateCount where live[state] > 0 {
        for row in state * problem.actionCount..<(state + 1) * problem.actionCount
        where table.probabilities[row] > 0 {
          for index in problem.starts[row]..<problem.starts[row + 1] {
            let target = problem.outcomes[index].nextState
            result.steps += live[state]
            if problem.terminal[target] || step == limit {
              result.trajectories += live[state]
            } else {
              next[target] += live[state]
            }
          }
        }
      }
      live = next
    }
    return result
  }

  /// Traps when a walk over all trajectories would be too long.
  func checkEnumeration() {
    let count = trajectoryCount
    if count.steps <= Double(enumerationLimit) { return }
    if count.trajectories == .infinity {
      fatalError(
        "the trajectories cannot be enumerated: their length has no bound; give the problem a "
          + "horizon or the oracle a step limit")
    }
    fatalError(
      "the trajectories cannot be enumerated: there are \(count), and the enumeration limit is "
        + "\(enumerationLimit) steps")
  }

  /// Whether a walk over all trajectories is within the limit.
  var canEnumerate: Bool { trajectoryCount.steps <= Double(enumerationLimit) }
}
