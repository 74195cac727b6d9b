import VectorMath

/// Many environments of a kind that is written one at a time.
///
/// It does what the built-in batches do, one environment after another.
public struct EnvironmentArray<Single: Environment>: EnvironmentBatch {
  /// What the environments tell.
  public var ledger: EpisodeLedger

  /// The environments, as they are now.
  public internal(set) var environments: [Single]

  /// What each environment was before its first episode.
  let first: Single

  /// The actions that every environment takes.
  public let actionSpace: Single.Actions

  /// Many environments like one.
  ///
  /// - Parameters:
  ///   - prototype: What each environment is before its first episode starts.
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  public init(_ prototype: Single, count: Int, seed: UInt64, timeLimit: Int? = nil) {
    // What is shown may depend on the first reset; a try tells how many numbers that is.
    var trial = prototype
    var generator = RandomStream(seed: seed)
    trial.reset(using: &generator)
    ledger = EpisodeLedger(
      name: "\(Single.self)", count: count, seed: seed, timeLimit: timeLimit, stateCount: 0,
      observationCount: trial.observation.count)
    environments = Array(repeating: prototype, count: count)
    first = prototype
    actionSpace = prototype.actionSpace
    reset()
  }

  /// Takes one action in every environment.
  ///
  /// - Parameter actions: One an environment; an action outside the space traps, as does a reward
  ///   or an observation that is not finite.
  public mutating func step(_ actions: [Single.Action]) {
    actionSpace.check(actions, count: environments.count, name: "\(Single.self)")
    ledger.makeUnique()
    let memory = ledger.memory
    memory.endedCount = 0
    for index in environments.indices {
      let outcome = environments[index].step(actions[index], using: &memory.generators[index])
      let reward = outcome.reward
      if !reward.isFinite {
        fatalError("\(Single.self).step: the reward of environment \(index) is \(reward)")
      }
      memory.rewards[index] = reward
      memory.returns[index] += reward
      memory.lengths[index] += 1
      show(index)
      if outcome.isTerminated || memory.lengths[index] >= memory.timeLimit {
        memory.end(index, isTerminated: outcome.isTerminated)
        begin(index)
      }
    }
  }

  /// Starts a new episode in every environment; the random streams go on.
  public mutating func reset() {
    ledger.makeUnique()
    ledger.memory.endedCount = 0
    for index in environments.indices {
      ledger.memory.rewards[index] = 0
      ledger.memory.returns[index] = 0
      ledger.memory.lengths[index] = 0
      begin(index)
    }
  }

  private mutating func begin(_ index: Int) {
    environments[index].reset(using: &ledger.memory.generators[index])
    show(index)
  }

  /// Writes down what an environment shows.
  private func show(_ index: Int) {
    let memory = ledger.memory
    let observation = environments[index].observation
    if observation.count != memory.observationCount {
      fatalError(
        "\(Single.self): the observation of environment \(index) has \(observation.count) numbers, "
          + "the first one had \(memory.observationCount)")
    }
    for feature in 0..<memory.observationCount {
      let number = Float(observation[feature])
      if !number.isFinite {
        fatalError(
          "\(Single.self): the observation \(observation) of environment \(index) is not finite")
      }
      memory.observations[feature * memory.stride + index] = number
    }
  }
}
