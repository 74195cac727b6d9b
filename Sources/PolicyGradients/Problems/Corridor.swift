import VectorMath

extension MarkovDecisionProcess {
  /// A corridor: a row of cells with the goal at the right end.
  ///
  /// The episode starts in cell 0. Action 0 steps left (at the left wall it stays), action 1 right;
  /// with probability `slip` the other happens. Every step earns `stepReward`, the one that reaches
  /// the goal `goalReward` more. The goal is the last state, and terminal.
  ///
  /// - Parameters:
  ///   - length: How many cells, the goal included; at least 2.
  ///   - slip: The probability that an action does the opposite, in `0...1`.
  ///   - stepReward: The reward of every step.
  ///   - goalReward: What reaching the goal adds.
  ///   - horizon: After how many steps the episode ends, or `nil`.
  /// - Returns: A problem of `length` states and two actions.
  public static func corridor(
    length: Int, slip: Double = 0, stepReward: Double = -1, goalReward: Double = 0,
    horizon: Int? = nil
  ) -> MarkovDecisionProcess {
    if length < 2 { fatalError("corridor: the length \(length) is below 2") }
    if !(slip >= 0 && slip <= 1) { fatalError("corridor: the slip \(slip) is outside 0...1") }
    let goal = length - 1
    return MarkovDecisionProcess(
      initialProbabilities: .unit(0, count: length), actionCount: 2, terminalStates: [goal],
      horizon: horizon
    ) { cell, action in
      let cells = [max(cell - 1, 0), cell + 1]
      return [(cells[action], 1 - slip), (cells[1 - action], slip)].map { next, probability in
        Outcome(
          probability: probability, nextState: next,
          reward: stepReward + (next == goal ? goalReward : 0))
      }
    }
  }
}
