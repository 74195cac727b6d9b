import VectorMath

/// The maps of the frozen lake.
public enum FrozenLakeMap: Sendable {
  /// 4 × 4; Gymnasium's `FrozenLake-v1`, with time limit 100.
  case small
  /// 8 × 8; Gymnasium's `FrozenLake8x8-v1`, with time limit 200.
  case large

  /// The letters, row by row: start, frozen, hole, goal.
  var rows: [String] {
    switch self {
    case .small: ["SFFF", "FHFH", "FFFH", "HFFG"]
    case .large:
      [
        "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF",
        "FFFHFFFG",
      ]
    }
  }

  /// Gymnasium's time limit.
  public var timeLimit: Int {
    switch self {
    case .small: 100
    case .large: 200
    }
  }
}

extension MarkovDecisionProcess {
  /// The frozen lake, with Gymnasium's dynamics.
  ///
  /// States row by row. Actions: 0 left, 1 down, 2 right, 3 up. On slippery ice the step goes in the
  /// chosen direction or to one of its two sides, each with probability ⅓; at the edge it stays.
  /// Holes and the goal are terminal; the step that reaches the goal earns 1, every other 0.
  ///
  /// - Parameters:
  ///   - map: 4 × 4 or 8 × 8.
  ///   - isSlippery: Whether the ice is slippery.
  ///   - horizon: After how many steps the episode ends; ``FrozenLakeMap/timeLimit`` is Gymnasium's.
  /// - Returns: A problem of 16 or 64 states and 4 actions.
  /// - SeeAlso: Gymnasium 1.4, `FrozenLake-v1`.
  public static func frozenLake(
    _ map: FrozenLakeMap = .small, isSlippery: Bool = true, horizon: Int? = nil
  ) -> MarkovDecisionProcess {
    let grid = Grid(map.rows, letters: "SFHG")
    // Gymnasium's directions left, down, right, up as the grid's.
    let directions = [3, 2, 1, 0]
    return MarkovDecisionProcess(
      initialProbabilities: grid.initialProbabilities, actionCount: 4,
      terminalStates: Set(grid.states("HG")), horizon: horizon
    ) { state, action in
      let actions = isSlippery ? [(action + 3) % 4, action, (action + 1) % 4] : [action]
      return actions.map { taken in
        let next = grid.neighbor(of: state, direction: directions[taken])
        return Outcome(
          probability: 1 / Double(actions.count), nextState: next,
          reward: grid.letters[next] == "G" ? 1 : 0)
      }
    }
  }
}
