public import VectorMath

/// An episode that was played under a step limit: it ended before, or it was cut.
///
/// What follows the last step is nothing in the one case, and something that was not seen in the
/// other. So this type has no return: ``returnsToGo(_:bootstrap:)`` wants the values that stand for
/// what was not seen, ``whole`` is the episode only if it ended, and ``takenAsTerminated`` is the
/// mistake, by its name.
///
/// - SeeAlso: Pardo et al. 2018, "Time Limits in Reinforcement Learning", arXiv:1712.00378.
public struct LimitedEpisode: Sendable {
  /// The steps, with the status.
  let seen: Episode

  init(seen: Episode) {
    self.seen = seen
  }

  /// An episode of given steps.
  ///
  /// - Parameters:
  ///   - states: s₀ … s_T, one more than there are actions.
  ///   - actions: a₀ … a_{T−1}.
  ///   - rewards: r₀ … r_{T−1}.
  ///   - status: How it ended; a truncated episode's final observation is its last state.
  public init(states: [Int], actions: [Int], rewards: [Double], status: EpisodeStatus<Int>) {
    var episode = Episode(states: states, actions: actions, rewards: rewards)
    status.when(
      running: (), terminated: (),
      truncated: { final in
        if final != states.last {
          fatalError(
            "LimitedEpisode: the final observation \(final) is not the last state of \(states)")
        }
      })
    episode.status = status
    seen = episode
  }

  /// An episode that ended before any limit.
  ///
  /// - Parameter whole: The episode.
  public init(_ whole: Episode) {
    seen = whole
  }

  /// How it ended, or that it is still running.
  public var status: EpisodeStatus<Int> { seen.status }

  /// The states s₀ … s_T, the final one included; shape `[T + 1]`.
  public var states: [Int] { seen.states }

  /// The actions a₀ … a_{T−1}; shape `[T]`.
  public var actions: [Int] { seen.actions }

  /// The rewards r₀ … r_{T−1}; shape `[T]`.
  public var rewards: [Double] { seen.rewards }

  /// How many steps there are, T.
  public var length: Int { seen.length }

  /// The state after the last step, s_T.
  public var finalState: Int { seen.finalState }

  /// The episode, if the problem ended; `nil` if it was cut or is still running.
  public var whole: Episode? {
    status.when(running: nil, terminated: seen, truncated: { _ in nil })
  }

  /// The steps as if the problem had ended after them: a cut counts as an end.
  ///
  /// Returns of it leave out what was not seen, so estimates with them are biased where episodes are
  /// cut, unless the limit *is* the problem's horizon.
  public var takenAsTerminated: Episode {
    var result = seen
    result.status = .terminated
    return result
  }

  /// The returns-to-go, with a value for what was not seen.
  ///
  ///     G_t = r_t + γ r_{t+1} + … + γ^{T−1−t} r_{T−1} + γ^{T−t} V_T(s_T)
  ///
  /// The last term is there only if the episode was cut. Unbiased given the exact V.
  ///
  /// - Parameters:
  ///   - discount: γ, in `0...1`.
  ///   - values: V, for what follows a cut.
  /// - Returns: One a step; shape `[T]`.
  public func returnsToGo(_ discount: Double, bootstrap values: StateValues) -> [Double] {
    var result = rewards
    seen.setReturnsToGo(discount, in: &result, following: values.bootstrapValue(of: self))
    return result
  }

  /// The sum over steps of a vector that depends on the step, such as a weighted score.
  ///
  /// - Parameter term: The vector of one step; all of one count.
  /// - Returns: The sum; an episode without steps has none, so there must be at least one.
  public func sum(_ term: (Step) -> Vector) -> Vector { seen.sum(term) }
}

extension LimitedEpisode: RandomAccessCollection {
  /// The index of the first step: 0.
  public var startIndex: Int { 0 }

  /// The number of steps, T.
  public var endIndex: Int { seen.length }

  /// One step.
  ///
  /// - Parameter t: In `0..<length`.
  public subscript(t: Int) -> Step { seen[t] }
}
