import VectorMath

extension MarkovDecisionProcess {
  /// A problem made of random numbers, for checks and for exercises that nobody can copy.
  ///
  /// First state and transitions are uniform over all distributions (normalised exponentials); the
  /// rewards r(s, a, s′) are standard normal. With `hasTerminalState`, one more state is added after
  /// the others, terminal, never first, and reached like any other.
  ///
  /// - Parameters:
  ///   - states: How many states that are not terminal; at least 1.
  ///   - actions: How many actions; at least 1.
  ///   - horizon: T, at least 1, or `nil`.
  ///   - hasTerminalState: Whether there is a terminal state.
  ///   - seed: The seed of the numbers.
  /// - Returns: The same problem for the same arguments, on every machine.
  public static func random(
    states: Int, actions: Int, horizon: Int?, hasTerminalState: Bool = false, seed: UInt64
  ) -> MarkovDecisionProcess {
    if states < 1 { fatalError("MarkovDecisionProcess.random: \(states) states") }
    var random = RandomStream(seed: seed, label: "MarkovDecisionProcess.random")
    func distribution(_ count: Int) -> [Double] {
      // 1 − u lies in (0, 1], so its logarithm is finite.
      let weights = (0..<count).map { _ in -Double.log(1 - random.uniform()) }
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
    let all = states + (hasTerminalState ? 1 : 0)
    let initial = distribution(states)
    return MarkovDecisionProcess(
      initialProbabilities: Vector(initial + (hasTerminalState ? [0] : [])), actionCount: actions,
      terminalStates: hasTerminalState ? [states] : [], horizon: horizon
    ) { _, _ in
      distribution(all).enumerated().map { next, probability in
        Outcome(probability: probability, nextState: next, reward: random.normal())
      }
    }
  }
}
