/// Where an episode stands after a step.
///
/// The two ends are different types of knowledge. After *terminated* nothing more can be earned, so
/// the value that follows is 0; after *truncated* the problem would have gone on, so the value that
/// follows is that of the final observation, which comes with it. There is no flag `done` that could
/// stand for both, no comparison, no pattern to match and no `default:`. The only questions that a
/// status answers are ``when(running:terminated:truncated:)`` and
/// ``bootstrapValue(running:truncated:)``, and they have a place for each end: code that forgets one
/// does not compile, and code that confuses them has to say so.
///
/// - SeeAlso: Pardo et al. 2018, "Time Limits in Reinforcement Learning", arXiv:1712.00378.
public struct EpisodeStatus<Observation> {
  /// Not public: a `switch` over it could have a `default:`.
  @usableFromInline enum Standing {
    case running
    case terminated
    case truncated(finalObservation: Observation)
  }

  @usableFromInline let standing: Standing

  @inlinable init(_ standing: Standing) {
    self.standing = standing
  }

  /// The episode goes on.
  @inlinable public static var running: EpisodeStatus { EpisodeStatus(.running) }

  /// The problem ended: in a terminal state, or at the horizon that is part of the problem.
  @inlinable public static var terminated: EpisodeStatus { EpisodeStatus(.terminated) }

  /// A step limit from outside the problem cut the episode.
  ///
  /// - Parameter finalObservation: What was seen last.
  /// - Returns: The status.
  @inlinable public static func truncated(finalObservation: Observation) -> EpisodeStatus {
    EpisodeStatus(.truncated(finalObservation: finalObservation))
  }

  /// What holds in each of the three cases.
  ///
  /// - Parameters:
  ///   - running: The result while the episode goes on.
  ///   - terminated: The result if the problem ended.
  ///   - truncated: The result for a final observation, if the episode was cut.
  /// - Returns: One of the three; only that one is computed.
  @inlinable public func when<Result>(
    running: @autoclosure () -> Result, terminated: @autoclosure () -> Result,
    truncated: (Observation) -> Result
  ) -> Result {
    switch standing {
    case .running: running()
    case .terminated: terminated()
    case .truncated(let finalObservation): truncated(finalObservation)
    }
  }

  /// The value that follows the last step.
  ///
  /// - Parameters:
  ///   - current: The value of the current observation while running.
  ///   - value: The value of a final observation.
  /// - Returns: `current` while running, 0 if terminated, the final observation's value if truncated.
  @inlinable public func bootstrapValue(
    running current: @autoclosure () -> Double, truncated value: (Observation) -> Double
  ) -> Double {
    when(running: current(), terminated: 0, truncated: value)
  }

  /// Whether there is a next step, for loops; it says nothing about the value that follows.
  @inlinable var goesOn: Bool { when(running: true, terminated: false, truncated: { _ in false }) }
}

// What must not be written, so that the compiler says why.
extension EpisodeStatus {
  /// There is no comparison: it would put both ends on one side.
  @available(
    *, unavailable,
    message: "an episode has two kinds of ends; ask 'when(running:terminated:truncated:)'"
  )
  public static func == (left: EpisodeStatus, right: EpisodeStatus) -> Bool {
    fatalError("unavailable")
  }

  /// There is no comparison: it would put both ends on one side.
  @available(
    *, unavailable,
    message: "an episode has two kinds of ends; ask 'when(running:terminated:truncated:)'"
  )
  public static func != (left: EpisodeStatus, right: EpisodeStatus) -> Bool {
    fatalError("unavailable")
  }

  /// There is no pattern: whatever does not match would stand for the rest.
  @available(
    *, unavailable,
    message: "an episode has two kinds of ends; ask 'when(running:terminated:truncated:)'"
  )
  public static func ~= (pattern: EpisodeStatus, status: EpisodeStatus) -> Bool {
    fatalError("unavailable")
  }
}

extension EpisodeStatus: Sendable where Observation: Sendable {}
extension EpisodeStatus.Standing: Sendable where Observation: Sendable {}

extension EpisodeStatus: CustomStringConvertible {
  /// As it is written: `running`, `terminated` or `truncated(finalObservation: …)`.
  public var description: String {
    when(
      running: "running", terminated: "terminated",
      truncated: { "truncated(finalObservation: \($0))" })
  }
}
