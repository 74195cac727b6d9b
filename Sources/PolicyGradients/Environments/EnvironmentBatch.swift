public import VectorMath

/// Many environments of one kind, stepped together.
///
///     var cartPole = CartPole(count: 8, seed: 1)
///     cartPole.step([1, 0, 1, 1, 0, 0, 1, 0])
///     cartPole.observations[0]    // what environment 0 shows now
///     cartPole.rewards[0]         // what its action earned
///     for end in cartPole.ends { print(end.environment, end.status, end.undiscountedReturn) }
///
/// An environment whose episode ends starts its next one within the same step (Gymnasium's
/// `AutoresetMode.SAME_STEP`): no action is ever ignored. ``observations`` then holds the first
/// observation of the new episode, while ``rewards`` and ``ends`` still tell of the old one.
/// Gymnasium's vector environments, from version 1.0 on, reset in the step *after* the end
/// (`NEXT_STEP`, the default; selectable since 1.1). That step ignores its action and earns 0, and a
/// learner that does not skip it learns from a transition that never was.
///
/// How an episode ended is an ``EpisodeStatus``. Terminated and truncated cannot be mistaken for
/// each other: whoever asks has to answer for both, and `truncated` hands over the final observation.
///
/// Environment i of seed s has a random stream of its own, `RandomStream(seed: s).split(i)`: what
/// happens in it does not depend on how many others there are.
///
/// - SeeAlso: Towers et al. 2024, "Gymnasium", arXiv:2407.17032; Gymnasium 1.4,
///   `gymnasium.vector.AutoresetMode`.
public protocol EnvironmentBatch<Action>: Sendable {
  /// An `Int`, or a `Double` where actions are continuous.
  associatedtype Action
  /// The kind of action space.
  associatedtype Actions: ActionSpace<Action>

  /// The actions that every environment takes.
  var actionSpace: Actions { get }

  /// What the environments tell.
  var ledger: EpisodeLedger { get set }

  /// Takes one action in every environment.
  ///
  /// - Parameter actions: One an environment, in their order; an action outside the space traps.
  mutating func step(_ actions: [Action])

  /// Starts a new episode in every environment; the random streams go on.
  mutating func reset()
}

extension EnvironmentBatch {
  /// How many environments there are.
  public var count: Int { ledger.memory.count }

  /// How many numbers an observation has.
  public var observationCount: Int { ledger.memory.observationCount }

  /// After how many steps an episode is cut; `nil` if never.
  public var timeLimit: Int? {
    ledger.memory.timeLimit == .infinity ? nil : Int(ledger.memory.timeLimit)
  }

  /// What each environment shows now; after an end, the next episode's first observation.
  public var observations: Observations { Observations(memory: ledger.memory) }

  /// What each action of the last step earned; 0 before the first step.
  public var rewards: Rewards { Rewards(memory: ledger.memory) }

  /// The episodes that ended in the last step.
  public var ends: EpisodeEnds { EpisodeEnds(memory: ledger.memory) }

  /// Where an environment's episode stood after the last step.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: Running unless the episode is among ``ends``.
  public func status(of environment: Int) -> EpisodeStatus<Vector> {
    ledger.check(environment)
    for position in 0..<ledger.memory.endedCount where ledger.memory.ended[position] == environment
    {
      return ledger.memory.endStatus(of: environment)
    }
    return .running
  }

  /// How many steps the running episode of an environment has had.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: 0 at the start of an episode.
  public func episodeLength(of environment: Int) -> Int {
    ledger.check(environment)
    return Int(ledger.memory.lengths[environment])
  }

  /// Draws an action for every environment, all equally likely.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: One action an environment.
  public func sampleActions(using generator: inout RandomStream) -> [Action] {
    (0..<count).map { _ in actionSpace.sample(using: &generator) }
  }
}

/// The rewards of one step, one an environment.
public struct Rewards: RandomAccessCollection, Sendable {
  let memory: BatchMemory

  /// 0.
  public var startIndex: Int { 0 }

  /// How many environments there are.
  public var endIndex: Int { memory.count }

  /// One reward.
  ///
  /// - Parameter environment: In `0..<count`.
  public subscript(environment: Int) -> Double {
    if !(0..<memory.count).contains(environment) {
      fatalError("Rewards: environment \(environment) is outside 0..<\(memory.count)")
    }
    return memory.rewards[environment]
  }

  /// Reads all rewards in place, without a copy.
  ///
  /// - Parameter body: Receives the rewards.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result? {
    try withExtendedLifetime(memory) {
      try body(UnsafeBufferPointer(start: memory.rewards, count: memory.count))
    }
  }
}
