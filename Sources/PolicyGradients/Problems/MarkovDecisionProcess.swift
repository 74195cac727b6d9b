public import VectorMath

/// A finite Markov decision process, known exactly.
///
/// States are `0..<stateCount`, actions `0..<actionCount` in every state. An episode starts in a
/// state drawn from ρ, and goes on until it reaches a terminal state or, where the problem has a
/// horizon T, until T steps are done. The horizon is part of the problem: values then depend on time,
/// and an episode that reaches it is *terminated*. A limit from outside the problem is not part of
/// it; see ``sampleEpisode(following:stepLimit:using:)`` and ``LimitedEpisode``.
///
/// The discount γ belongs to the objective, not to the problem: the functions that need it take it.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", section 3.1.
public struct MarkovDecisionProcess: Sendable {
  /// One of the things that can follow an action.
  public struct Outcome: Equatable, Sendable {
    /// P(s′, r∣s, a).
    public var probability: Double
    /// s′.
    public var nextState: Int
    /// r(s, a, s′).
    public var reward: Double

    /// An outcome.
    ///
    /// - Parameters:
    ///   - probability: In `0...1`.
    ///   - nextState: In `0..<stateCount`.
    ///   - reward: Finite.
    public init(probability: Double, nextState: Int, reward: Double) {
      self.probability = probability
      self.nextState = nextState
      self.reward = reward
    }
  }

  /// ρ(s), the probability of each first state; shape `[S]`.
  public let initialProbabilities: Vector

  /// How many actions there are in every state, A.
  public let actionCount: Int

  /// T, after how many steps every episode ends; `nil` when only terminal states end it.
  public let horizon: Int?

  /// Whether each state ends the episode; shape `[S]`.
  @usableFromInline let terminal: [Bool]

  /// All outcomes of positive probability, (s, a) by (s, a).
  @usableFromInline let outcomes: [Outcome]

  /// Where in `outcomes` those of (s, a) start, at `s · A + a`; shape `[S·A + 1]`.
  @usableFromInline let starts: [Int]

  /// A problem whose outcomes are given one state and action at a time.
  ///
  /// Outcomes with the same next state and reward are joined; those of probability 0 are dropped.
  ///
  /// - Parameters:
  ///   - initialProbabilities: ρ; one number per state, not negative, with sum 1 within 1e-9, and 0
  ///     for terminal states.
  ///   - actionCount: A, at least 1.
  ///   - terminalStates: The states that end an episode; `outcomes` is not asked about them.
  ///   - horizon: T, at least 1, or `nil`.
  ///   - outcomes: What can follow an action in a state: probabilities with sum 1 within 1e-9.
  public init(
    initialProbabilities: Vector, actionCount: Int, terminalStates: Set<Int> = [],
    horizon: Int? = nil, outcomes: (_ state: Int, _ action: Int) -> [Outcome]
  ) {
    let stateCount = initialProbabilities.count
    if actionCount < 1 {
      fatalError("MarkovDecisionProcess: the action count \(actionCount) is below 1")
    }
    if let horizon, horizon < 1 {
      fatalError("MarkovDecisionProcess: the horizon \(horizon) is below 1")
    }
    if let state = terminalStates.sorted().first(where: { !(0..<stateCount).contains($0) }) {
      fatalError(
        "MarkovDecisionProcess: the terminal state \(state) is outside 0..<\(stateCount)")
    }
    let terminal = (0..<stateCount).map { terminalStates.contains($0) }
    MarkovDecisionProcess.checkInitial(initialProbabilities, terminal: terminal)
    var all: [Outcome] = []
    var starts = [0]
    starts.reserveCapacity(stateCount * actionCount + 1)
    for state in 0..<stateCount {
      for action in 0..<actionCount {
        if !terminal[state] {
          let row = outcomes(state, action)
          MarkovDecisionProcess.check(row, state: state, action: action, stateCount: stateCount)
          for outcome in row where outcome.probability > 0 {
            let same = all[starts[starts.count - 1]...].firstIndex {
              $0.nextState == outcome.nextState && $0.reward == outcome.reward
            }
            if let same {
              all[same].probability += outcome.probability
            } else {
              all.append(outcome)
            }
          }
        }
        starts.append(all.count)
      }
    }
    self.initialProbabilities = initialProbabilities
    self.actionCount = actionCount
    self.horizon = horizon
    self.terminal = terminal
    self.outcomes = all
    self.starts = starts
  }

  /// A problem given by tables.
  ///
  /// - Parameters:
  ///   - initialProbabilities: ρ; shape `[S]`.
  ///   - transitions: P(s′∣s, a) as `transitions[s][a][s′]`; shape `[S][A][S]`. Rows of terminal
  ///     states may be empty or left out at the end.
  ///   - rewards: r(s, a) as `rewards[s][a]`; shape `[S][A]`, terminal states as above.
  ///   - terminalStates: The states that end an episode.
  ///   - horizon: T, at least 1, or `nil`.
  public init(
    initialProbabilities: Vector, transitions: [[Vector]], rewards: [Vector],
    terminalStates: Set<Int> = [], horizon: Int? = nil
  ) {
    let stateCount = initialProbabilities.count
    let actionCount = transitions.first { !$0.isEmpty }?.count ?? 0
    if transitions.count > stateCount || rewards.count > stateCount {
      fatalError(
        "MarkovDecisionProcess: transitions of \(transitions.count) states, rewards of "
          + "\(rewards.count), \(stateCount) initial probabilities")
    }
    for state in 0..<stateCount where !terminalStates.contains(state) {
      let found = (
        state < transitions.count ? transitions[state].count : 0,
        state < rewards.count ? rewards[state].count : 0
      )
      if found != (actionCount, actionCount) {
        fatalError(
          "MarkovDecisionProcess: state \(state) has transitions of \(found.0) actions and rewards "
            + "of \(found.1), expected \(actionCount)")
      }
    }
    self.init(
      initialProbabilities: initialProbabilities, actionCount: actionCount,
      terminalStates: terminalStates, horizon: horizon
    ) { state, action in
      let row = transitions[state][action]
      if row.count != stateCount {
        fatalError(
          "MarkovDecisionProcess: the transitions of state \(state), action \(action) have "
            + "\(row.count) probabilities, there are \(stateCount) states")
      }
      return row.indices.map {
        Outcome(probability: row[$0], nextState: $0, reward: rewards[state][action])
      }
    }
  }

  /// How many states there are, terminal ones included, S.
  @inlinable public var stateCount: Int { terminal.count }

  /// Whether a state ends the episode.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: True for terminal states.
  @inlinable public func isTerminal(_ state: Int) -> Bool { terminal[state] }

  /// What can follow an action, with positive probability; none in a terminal state.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Outcomes with sum of probabilities 1.
  @inlinable public func outcomes(of action: Int, at state: Int) -> ArraySlice<Outcome> {
    check(state, action)
    let row = state * actionCount + action
    return outcomes[starts[row]..<starts[row + 1]]
  }

  /// The mean reward `r(s, a) = Σ P(s′, r∣s, a) r`; 0 in a terminal state.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: In the reward's unit.
  public func expectedReward(of action: Int, at state: Int) -> Double {
    outcomes(of: action, at: state).reduce(0) { $0 + $1.probability * $1.reward }
  }

  /// The same problem with another horizon.
  ///
  /// - Parameter horizon: T, at least 1, or `nil`.
  /// - Returns: A problem with the same states, actions and outcomes.
  public func withHorizon(_ horizon: Int?) -> MarkovDecisionProcess {
    MarkovDecisionProcess(
      initialProbabilities: initialProbabilities, actionCount: actionCount,
      terminalStates: Set(terminal.indices.filter { terminal[$0] }), horizon: horizon
    ) { Array(outcomes(of: $1, at: $0)) }
  }

  @inlinable func check(_ state: Int, _ action: Int) {
    if UInt(bitPattern: state) >= UInt(bitPattern: stateCount) {
      trapOnState(state, count: stateCount)
    }
    if UInt(bitPattern: action) >= UInt(bitPattern: actionCount) {
      trapOnAction(action, count: actionCount)
    }
  }
}

extension MarkovDecisionProcess {
  private static func checkInitial(_ probabilities: Vector, terminal: [Bool]) {
    if probabilities.isEmpty {
      fatalError("MarkovDecisionProcess: there are no states")
    }
    for (state, probability) in probabilities.enumerated() {
      if !(probability >= 0 && probability <= 1 + 1e-9) {
        fatalError(
          "MarkovDecisionProcess: the initial probability of state \(state) is \(probability), "
            + "outside 0...1")
      }
      if terminal[state] && probability > 0 {
        fatalError(
          "MarkovDecisionProcess: the terminal state \(state) has initial probability "
            + "\(probability)")
      }
    }
    let sum = probabilities.sum
    if !((sum - 1).magnitude <= 1e-9) {
      fatalError("MarkovDecisionProcess: the initial probabilities sum to \(sum), not to 1")
    }
  }

  private static func check(_ row: [Outcome], state: Int, action: Int, stateCount: Int) {
    var sum = 0.0
    for outcome in row {
      func refuse(_ problem: String) -> Never {
        fatalError("MarkovDecisionProcess: state \(state), action \(action): \(problem)")
      }
      if !(0..<stateCount).contains(outcome.nextState) {
        refuse("the next state \(outcome.nextState) is outside 0..<\(stateCount)")
      }
      if !(outcome.probability >= 0 && outcome.probability <= 1 + 1e-9) {
        refuse(
          "the probability of next state \(outcome.nextState) is \(outcome.probability), "
            + "outside 0...1")
      }
      if !outcome.reward.isFinite {
        refuse("the reward with next state \(outcome.nextState) is \(outcome.reward)")
      }
      sum += outcome.probability
    }
    if !((sum - 1).magnitude <= 1e-9) {
      fatalError(
        "MarkovDecisionProcess: state \(state), action \(action): the probabilities sum to \(sum), "
          + "not to 1")
    }
  }
}
