public import VectorMath

extension MarkovDecisionProcess {
  /// Draws the first state from ρ.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: A state that is not terminal.
  /// - Randomness: draws exactly one value.
  public func sampleInitialState(using generator: inout RandomStream) -> Int {
    var rest = generator.uniform()
    var last = 0
    for state in 0..<stateCount where initialProbabilities[state] > 0 {
      last = state
      rest -= initialProbabilities[state]
      if rest < 0 { return state }
    }
    return last
  }

  /// Draws what follows an action.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: Not terminal.
  ///   - generator: The source of randomness.
  /// - Returns: An outcome of positive probability.
  /// - Randomness: draws exactly one value.
  public func sampleOutcome(
    of action: Int, at state: Int, using generator: inout RandomStream
  ) -> Outcome {
    check(state, action)
    if terminal[state] { fatalError("sampleOutcome: the state \(state) is terminal") }
    let row = state * actionCount + action
    var rest = generator.uniform()
    for index in starts[row]..<starts[row + 1] - 1 {
      rest -= outcomes[index].probability
      if rest < 0 { return outcomes[index] }
    }
    return outcomes[starts[row + 1] - 1]
  }

  /// Plays one episode to the end: a terminal state, or the problem's horizon.
  ///
  /// - Parameters:
  ///   - policy: How actions are chosen.
  ///   - generator: The source of randomness.
  /// - Returns: The episode.
  /// - Randomness: draws one value for the first state and two a step.
  public func sampleEpisode(
    following policy: some DiscretePolicy, using generator: inout RandomStream
  ) -> Episode {
    check(policy)
    var episode = Episode()
    sample(&episode, following: policy, stepLimit: nil, using: &generator)
    return episode
  }

  /// Plays one episode under a step limit.
  ///
  /// It is terminated when it reaches a terminal state or the problem's horizon, and truncated when
  /// it reaches the step limit before.
  ///
  /// - Parameters:
  ///   - policy: How actions are chosen.
  ///   - stepLimit: After how many steps to cut the episode; at least 1.
  ///   - generator: The source of randomness.
  /// - Returns: The episode.
  /// - Randomness: draws one value for the first state and two a step.
  public func sampleEpisode(
    following policy: some DiscretePolicy, stepLimit: Int, using generator: inout RandomStream
  ) -> LimitedEpisode {
    check(policy)
    if stepLimit < 1 { fatalError("sampleEpisode: the step limit \(stepLimit) is below 1") }
    var episode = Episode()
    sample(&episode, following: policy, stepLimit: stepLimit, using: &generator)
    return LimitedEpisode(seen: episode)
  }

  /// Plays one episode into the memory of an earlier one.
  func sample(
    _ episode: inout Episode, following policy: some DiscretePolicy, stepLimit: Int?,
    using generator: inout RandomStream
  ) {
    episode.clear(initialState: sampleInitialState(using: &generator))
    var state = episode.states[0]
    while episode.status.goesOn {
      let action = policy.sample(at: state, using: &generator)
      let outcome = sampleOutcome(of: action, at: state, using: &generator)
      episode.extend(by: action, outcome)
      state = outcome.nextState
      episode.status = status(at: state, after: episode.length, stepLimit: stepLimit)
    }
  }

  /// Where an episode stands in a state after a number of steps.
  @inline(__always)
  func status(at state: Int, after length: Int, stepLimit: Int?) -> EpisodeStatus<Int> {
    if terminal[state] || length == horizon { return .terminated }
    return length == stepLimit ? .truncated(finalObservation: state) : .running
  }

  /// Traps unless a policy fits the problem.
  ///
  /// Terminal states ask for no action, so those at the end of the numbering may have no row.
  func check(_ policy: some DiscretePolicy) {
    let needed = (terminal.lastIndex(of: false) ?? -1) + 1
    if policy.actionCount != actionCount || policy.stateCount < needed
      || policy.stateCount > stateCount
    {
      fatalError(
        "the policy has \(policy.stateCount) states and \(policy.actionCount) actions, the problem "
          + "\(stateCount) and \(actionCount)"
          + (needed < stateCount ? ", of which the last \(stateCount - needed) are terminal" : ""))
    }
  }
}

extension Episode {
  /// Starts over, keeping the memory.
  mutating func clear(initialState: Int) {
    states.removeAll(keepingCapacity: true)
    actions.removeAll(keepingCapacity: true)
    rewards.removeAll(keepingCapacity: true)
    states.append(initialState)
    status = .running
  }

  @inline(__always)
  mutating func extend(by action: Int, _ outcome: MarkovDecisionProcess.Outcome) {
    actions.append(action)
    rewards.append(outcome.reward)
    states.append(outcome.nextState)
  }

  @inline(__always)
  mutating func removeLast() {
    actions.removeLast()
    rewards.removeLast()
    states.removeLast()
  }
}
