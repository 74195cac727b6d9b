/// Where an episode stands after a step.
///
/// The two ends are different types of knowledge. After *terminated* nothing more can be earned, so
/// the value that follows is 0; after *truncated* the problem would have gone on, so the value that
/// follows is that of the final observation, which comes with the case. There is no flag `done` that
/// could stand for both: code that handles only one of them does not compile.
///
/// - SeeAlso: Pardo et al. 2018, "Time Limits in Reinforcement Learning", arXiv:1712.00378.
public enum EpisodeStatus<Observation> {
  /// The episode goes on.
  case running

  /// The problem ended: in a terminal state, or at the horizon that is part of the problem.
  case terminated

  /// A step limit from outside the problem cut the episode.
  case truncated(finalObservation: Observation)

  /// The value that follows the last step.
  ///
  /// - Parameters:
  ///   - current: The value of the current observation while running.
  ///   - value: The value of a final observation.
  /// - Returns: `current` while running, 0 if terminated, the final observation's value if truncated.
  @inlinable public func bootstrapValue(
    running current: @autoclosure () -> Double, truncated value: (Observation) -> Double
  ) -> Double {
    switch self {
    case .running: current()
    case .terminated: 0
    case .truncated(let finalObservation): value(finalObservation)
    }
  }
}

extension EpisodeStatus: Sendable where Observation: Sendable {}
extension EpisodeStatus: Equatable where Observation: Equatable {}
