public import VectorMath

/// What a policy earns in environments of its own, without learning from them.
public struct Evaluation: Equatable, Sendable {
  /// How many steps of training came before.
  public let stepCount: Int

  /// The undiscounted returns of episodes whose actions were drawn, one an episode.
  public let stochasticReturns: [Double]

  /// The undiscounted returns of episodes with the most probable actions, one an episode.
  public let greedyReturns: [Double]

  /// The mean of ``stochasticReturns``.
  public var stochasticMean: Double { mean(stochasticReturns) }

  /// The mean of ``greedyReturns``.
  public var greedyMean: Double { mean(greedyReturns) }

  private func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }
}

/// When a policy is evaluated, and when that ends the training.
public struct EvaluationSettings: Equatable, Sendable {
  /// After how many steps; evaluated at the first update's end from there on.
  public var interval: Int

  /// How many episodes, of each kind.
  public var episodeCount: Int

  /// From which mean of greedy returns on the training ends; nil for never.
  public var target: Double?

  /// Settings.
  ///
  /// - Parameters:
  ///   - interval: After how many steps; at least 1.
  ///   - episodeCount: How many episodes of each kind; at least 1.
  ///   - target: From which mean of greedy returns on the training ends.
  public init(every interval: Int, episodeCount: Int = 20, target: Double? = nil) {
    self.interval = interval
    self.episodeCount = episodeCount
    self.target = target
    if let complaint { fatalError("EvaluationSettings: \(complaint)") }
  }

  /// What is wrong, if anything is.
  var complaint: String? {
    if interval < 1 { return "the interval \(interval) is below 1" }
    if episodeCount < 1 { return "the episode count \(episodeCount) is below 1" }
    let limit = CollectionSettings.numberLimit / 10
    if episodeCount > limit { return "the episode count \(episodeCount) is above \(limit)" }
    if let target, target.isNaN { return "the target is not a number" }
    return nil
  }
}

extension TrainedPolicy {
  /// What the policy earns in whole episodes, drawn and greedy.
  ///
  /// - Parameters:
  ///   - episodeCount: How many episodes of each kind; at least 1.
  ///   - seed: Decides the episodes.
  ///   - other: Another environment with such observations and actions; nil for ``environment``.
  ///     Traps if it has no time limit.
  ///   - threadCount: How many threads work; the result is the same for any number.
  /// - Returns: The returns of the episodes, after ``stepCount`` steps of training. Traps at a number
  ///   of one's own environment or policy that is not finite.
  public func evaluate(
    episodeCount: Int = 20, seed: UInt64, in other: LearningEnvironment<Action>? = nil,
    threadCount: Int = ParallelLoop.coreCount
  ) -> Evaluation {
    orTrap { () throws(RolloutFailure) in
      try evaluate(
        episodeCount: episodeCount, random: RandomStream(seed: seed), in: other ?? environment,
        threadCount: threadCount)
    }
  }

  /// What the policy earns in whole episodes of one kind: those of
  /// ``evaluate(episodeCount:seed:in:threadCount:)`` with the same seed.
  ///
  /// - Parameters:
  ///   - episodeCount: How many episodes; at least 1.
  ///   - isGreedy: Whether actions are the most probable ones; otherwise they are drawn.
  ///   - seed: Decides the episodes.
  ///   - other: Another environment with such observations and actions; nil for ``environment``.
  ///     Traps if it has no time limit.
  ///   - threadCount: How many threads work; the result is the same for any number.
  /// - Returns: Undiscounted returns, one an episode. Traps at a number of one's own environment or
  ///   policy that is not finite.
  public func returns(
    episodeCount: Int, isGreedy: Bool, seed: UInt64, in other: LearningEnvironment<Action>? = nil,
    threadCount: Int = ParallelLoop.coreCount
  ) -> [Double] {
    let blocks = blocks(episodeCount, isGreedy: isGreedy, random: RandomStream(seed: seed))
    return orTrap { () throws(RolloutFailure) in
      try played(blocks, in: other ?? environment, threadCount: threadCount).flatMap(\.self)
    }
  }

  private func orTrap<Value>(_ body: () throws(RolloutFailure) -> Value) -> Value {
    do throws(RolloutFailure) {
      return try body()
    } catch {
      fatalError("TrainedPolicy on \(environment.name): \(error.cause)")
    }
  }

  func evaluate(
    episodeCount: Int, random: RandomStream, in environment: LearningEnvironment<Action>,
    threadCount: Int
  ) throws(RolloutFailure) -> Evaluation {
    let drawn = blocks(episodeCount, isGreedy: false, random: random)
    let greedy = blocks(episodeCount, isGreedy: true, random: random)
    let returns = try played(drawn + greedy, in: environment, threadCount: threadCount)
    return Evaluation(
      stepCount: stepCount, stochasticReturns: returns[..<drawn.count].flatMap(\.self),
      greedyReturns: returns[drawn.count...].flatMap(\.self))
  }

  private func blocks(
    _ episodeCount: Int, isGreedy: Bool, random: RandomStream
  ) -> [EpisodeBlock] {
    if episodeCount < 1 {
      fatalError("TrainedPolicy: the episode count \(episodeCount) is below 1")
    }
    let random = random.split(isGreedy ? "greedy" : "stochastic")
    return stride(from: 0, to: episodeCount, by: EpisodeBlock.size).map { start in
      EpisodeBlock(
        count: min(EpisodeBlock.size, episodeCount - start), isGreedy: isGreedy,
        random: start == 0 ? random : random.split(start))
    }
  }

  private func played(
    _ blocks: [EpisodeBlock], in environment: LearningEnvironment<Action>, threadCount: Int
  ) throws(RolloutFailure) -> [[Double]] {
    let results = ParallelLoop.map(blocks.count, threadCount: threadCount) { index in
      EnvironmentFault.$isKept.withValue(true) { play(blocks[index], in: environment) }
    }
    var returns: [[Double]] = []
    for result in results { returns.append(try result.get()) }
    return returns
  }

  /// One episode in each environment of a block.
  private func play(
    _ block: EpisodeBlock, in environment: LearningEnvironment<Action>
  ) -> Result<[Double], RolloutFailure> {
    var random = block.random
    var batch = environment.make(block.count, random.next(), like: prototype)
    if let cause = batch.ledger.memory.fault { return .failure(.environment(cause)) }
    guard let limit = batch.timeLimit else {
      fatalError(
        "\(environment.name): episodes without a time limit may never end; "
          + TrainingRun.timeLimitRemedy)
    }
    let model = makeModel(rowCapacity: block.count)
    let rows = FloatMemory(count: block.count * batch.observationCount)
    var results = [Double?](repeating: nil, count: block.count)
    var openCount = block.count
    for step in 0..<limit where openCount > 0 {
      batch.observations.copyRows(to: rows.start)
      observationNormalizer?.normalize(rows.start, rowCount: block.count)
      model.evaluate(rows.start, rowCount: block.count, parameters: parameters, values: nil)
      if let cause = model.policyComplaint { return .failure(.policy(cause)) }
      if !block.isGreedy { model.explore(step: step, rowCount: block.count, using: &random) }
      let actions = (0..<block.count).map { row in
        model.action(block.isGreedy ? model.mode(row) : model.sample(row, using: &random).action)
      }
      if let cause = model.policyComplaint { return .failure(.policy(cause)) }
      batch.step(actions)
      if let cause = batch.ledger.memory.fault { return .failure(.environment(cause)) }
      for end in batch.ends where results[end.environment] == nil {
        results[end.environment] = end.undiscountedReturn
        openCount -= 1
      }
    }
    return .success(results.map { $0 ?? .nan })
  }
}

/// Episodes that are played together, with random numbers of their own.
private struct EpisodeBlock {
  /// The same for any count of threads.
  static var size: Int { 32 }

  let count: Int
  let isGreedy: Bool
  let random: RandomStream
}
