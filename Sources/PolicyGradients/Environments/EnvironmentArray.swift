import VectorMath

/// Many environments of a kind that is written one at a time.
///
/// It does what the built-in batches do, one environment after another.
public struct EnvironmentArray<Single: Environment>: EnvironmentBatch {
  private typealias Fault = (problem: String, remedy: EnvironmentFault.Remedy)

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
  ///   or an observation that is not finite, and an observation with more or fewer numbers than the
  ///   first, with the action and the observation before it. In an experiment what is shown or earned
  ///   ends the run of its seed alone, see ``TrainingRun/Ending/failed(stepCount:cause:)``.
  public mutating func step(_ actions: [Single.Action]) {
    actionSpace.check(actions, count: environments.count, name: "\(Single.self)")
    ledger.makeUnique()
    let memory = ledger.memory
    memory.endedCount = 0
    for index in environments.indices {
      let outcome = environments[index].step(actions[index], using: &memory.generators[index])
      var reward = outcome.reward
      if !reward.isFinite {
        report(
          (".step: the reward of environment \(index) is \(text(reward))", .finite), index,
          actions[index], step: Int(memory.lengths[index]) + 1)
        reward = 0
      }
      memory.rewards[index] = reward
      memory.returns[index] += reward
      memory.lengths[index] += 1
      if let fault = show(index) {
        report(fault, index, actions[index], step: Int(memory.lengths[index]))
      }
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
    if let (problem, remedy) = show(index) {
      EnvironmentFault.report(
        "\(Single.self)\(problem), at the start of an episode", remedy, in: ledger.memory)
    }
  }

  /// Writes down what an environment shows.
  ///
  /// Where its numbers are not as many as before or not finite, what it showed before stays, and the
  /// answer tells what is wrong.
  private mutating func show(_ index: Int) -> Fault? {
    let memory = ledger.memory
    let (row, shown) = (memory.row, memory.observations)
    let (count, stride) = (memory.observationCount, memory.stride)
    let written = memory.writeRow { environments[index].writeObservation(into: &$0) }
    if written != count {
      let problem =
        ": the observation of environment \(index) has \(written) numbers, the first one had \(count)"
      return (problem, .count)
    }
    for feature in 0..<count where !row[feature].isFinite {
      let observation = Vector((0..<count).map { Double(row[$0]) })
      return (": the observation \(observation) of environment \(index) is not finite", .finite)
    }
    for feature in 0..<count { shown[feature &* stride &+ index] = row[feature] }
    return nil
  }

  /// Tells of a fault, with what was done and shown before it.
  private func report(
    _ fault: Fault, _ index: Int, _ action: Single.Action, step: Int
  ) {
    let memory = ledger.memory
    EnvironmentFault.report(
      "\(Single.self)\(fault.problem), after the action \(action) at the observation "
        + "\(memory.vector(memory.observations, index)), in step \(step) of its episode",
      fault.remedy, in: memory)
  }

  /// A NaN has either sign.
  private func text(_ number: Double) -> String { number.isNaN ? "nan" : "\(number)" }
}
