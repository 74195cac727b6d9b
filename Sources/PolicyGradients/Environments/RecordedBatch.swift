public import VectorMath

/// What happened in one environment from the start of an episode to its end.
public struct RecordedEpisode<Action: Sendable>: Sendable {
  /// Which environment of the batch.
  public let environment: Int
  /// The observations o₀ … o_T, the final one included; shape `[T + 1]`.
  public let observations: [Vector]
  /// The actions a₀ … a_{T−1}; shape `[T]`.
  public let actions: [Action]
  /// The rewards r₀ … r_{T−1}; shape `[T]`.
  public let rewards: [Double]
  /// How it ended.
  public let status: EpisodeStatus<Vector>

  /// How many steps there are, T.
  public var length: Int { actions.count }

  /// The return `Σ_t r_t`.
  public var undiscountedReturn: Double { rewards.reduce(0, +) }
}

/// A batch of environments that remembers whole episodes.
///
/// Every episode that has ended is kept, so a long run wants ``takeEpisodes()`` now and then.
public struct RecordedBatch<Base: EnvironmentBatch>: EnvironmentBatch {
  /// An episode that goes on.
  private struct Running {
    var observations: [Vector]
    var actions: [Base.Action] = []
    var rewards: [Double] = []
  }

  private var base: Base
  private var running: [Running]

  /// The episodes that ended, in the order in which they did.
  public private(set) var episodes: [RecordedEpisode<Base.Action>] = []

  /// A batch to be recorded from now on, from the start of new episodes.
  ///
  /// - Parameter base: The environments; they are reset.
  public init(_ base: Base) {
    self.base = base
    running = []
    reset()
  }

  /// What the environments tell.
  public var ledger: EpisodeLedger {
    get { base.ledger }
    set { base.ledger = newValue }
  }

  /// The actions that every environment takes.
  public var actionSpace: Base.Actions { base.actionSpace }

  /// Takes one action in every environment.
  ///
  /// - Parameter actions: One an environment.
  public mutating func step(_ actions: [Base.Action]) {
    base.step(actions)
    let (rewards, observations) = (base.rewards, base.observations)
    for index in running.indices {
      running[index].actions.append(actions[index])
      running[index].rewards.append(rewards[index])
    }
    // An ended episode's last observation is its final one; the current one starts the next.
    let memory = base.ledger.memory
    for end in base.ends {
      let index = end.environment
      let final = memory.vector(memory.finalObservations, index)
      episodes.append(
        RecordedEpisode(
          environment: index, observations: running[index].observations + [final],
          actions: running[index].actions, rewards: running[index].rewards, status: end.status))
      running[index] = Running(observations: [])
    }
    for index in running.indices { running[index].observations.append(observations[index]) }
  }

  /// Starts a new episode in every environment; those that were running are forgotten.
  public mutating func reset() {
    base.reset()
    let observations = base.observations
    running = (0..<base.count).map { Running(observations: [observations[$0]]) }
  }

  /// Hands over the episodes that ended and forgets them.
  ///
  /// - Returns: ``episodes``.
  public mutating func takeEpisodes() -> [RecordedEpisode<Base.Action>] {
    let result = episodes
    episodes = []
    return result
  }
}

extension EnvironmentBatch {
  /// The same environments, remembering whole episodes.
  ///
  /// - Returns: A batch whose environments start anew.
  public func recorded() -> RecordedBatch<Self> { RecordedBatch(self) }
}
