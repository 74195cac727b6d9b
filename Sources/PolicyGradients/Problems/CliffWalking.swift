import VectorMath

extension MarkovDecisionProcess {
  /// The cliff walk of Sutton and Barto, with Gymnasium's states, actions and rewards.
  ///
  /// A grid of 4 rows and 12 columns, states row by row. Start 36, goal 47 (terminal), cliff 37 … 46.
  /// Actions: 0 up, 1 right, 2 down, 3 left. Every step earns −1; a step into the cliff earns −100
  /// and leads back to the start, without ending the episode.
  ///
  /// The optimum is −13. Without a horizon the uniform policy's return is about −65 000.
  ///
  /// - Parameter horizon: After how many steps the episode ends; Gymnasium sets no limit.
  /// - Returns: A problem of 48 states and 4 actions, with one outcome for each.
  /// - SeeAlso: Sutton and Barto 2018, example 6.6; Gymnasium 1.4, `CliffWalking-v1`.
  public static func cliffWalking(horizon: Int? = nil) -> MarkovDecisionProcess {
    let grid = Grid(
      ["............", "............", "............", "SCCCCCCCCCCG"], letters: "S.CG")
    let start = 36
    return MarkovDecisionProcess(
      initialProbabilities: grid.initialProbabilities, actionCount: 4, terminalStates: [47],
      horizon: horizon
    ) { state, action in
      let target = grid.neighbor(of: state, direction: action)
      let falls = grid.letters[target] == "C"
      return [Outcome(probability: 1, nextState: falls ? start : target, reward: falls ? -100 : -1)]
    }
  }
}
