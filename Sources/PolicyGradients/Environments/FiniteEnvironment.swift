public import VectorMath

/// A finite problem as an environment to be learned in.
///
///     var cliff = FiniteEnvironment(.cliffWalking()).batch(count: 8, seed: 1, timeLimit: 500)
///     var lake = FiniteEnvironment(.frozenLake()).batch(
///       count: 8, seed: 1, timeLimit: FrozenLakeMap.small.timeLimit)
///
/// A problem's own horizon terminates the episode; the time limit of the batch truncates it.
public struct FiniteEnvironment: Environment {
  /// How a state is shown.
  public enum Encoding: Sendable {
    /// As its number: one number, as in Gymnasium.
    case number
    /// As many zeros as there are states, with a one at the state's place: for networks.
    case oneHot
  }

  /// The problem.
  public let problem: MarkovDecisionProcess

  /// How states are shown.
  public let encoding: Encoding

  /// The state now; not terminal.
  public private(set) var state = 0

  private var length = 0

  /// A problem before its first episode.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - encoding: How states are shown.
  public init(_ problem: MarkovDecisionProcess, encoding: Encoding = .number) {
    self.problem = problem
    self.encoding = encoding
  }

  /// The problem's actions.
  public var actionSpace: DiscreteActions { DiscreteActions(count: problem.actionCount) }

  /// The state, as ``encoding`` says.
  public var observation: Vector {
    switch encoding {
    case .number: [Double(state)]
    case .oneHot: .unit(state, count: problem.stateCount)
    }
  }

  /// Writes the state, as ``encoding`` says.
  ///
  /// - Parameter numbers: Room for one number, or for as many as there are states.
  /// - Returns: How many numbers there are.
  public mutating func writeObservation(into numbers: inout MutableSpan<Float>) -> Int {
    switch encoding {
    case .number:
      numbers[0] = Float(state)
      return 1
    case .oneHot:
      numbers.update(repeating: 0)
      numbers[state] = 1
      return problem.stateCount
    }
  }

  /// Draws a first state.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Randomness: draws exactly one value.
  public mutating func reset(using generator: inout RandomStream) {
    state = problem.sampleInitialState(using: &generator)
    length = 0
  }

  /// Draws what follows an action.
  ///
  /// - Parameters:
  ///   - action: In `0..<problem.actionCount`.
  ///   - generator: The source of randomness.
  /// - Returns: Terminated in a terminal state and at the horizon.
  /// - Randomness: draws exactly one value.
  public mutating func step(
    _ action: Int, using generator: inout RandomStream
  ) -> StepOutcome {
    let outcome = problem.sampleOutcome(of: action, at: state, using: &generator)
    state = outcome.nextState
    length += 1
    let isOver = problem.isTerminal(state) || length == problem.horizon
    return isOver ? .terminated(reward: outcome.reward) : .running(reward: outcome.reward)
  }
}

extension FiniteEnvironment: ResumableEnvironment {
  /// The state, and how many steps the episode has had.
  public var snapshot: [Double] {
    get { [Double(state), Double(length)] }
    set {
      guard newValue.count == 2, let place = Int(exactly: newValue[0]),
        let steps = Int(exactly: newValue[1]), (0..<problem.stateCount).contains(place)
      else { fatalError("FiniteEnvironment: \(newValue) is no snapshot of it") }
      (state, length) = (place, steps)
    }
  }
}
