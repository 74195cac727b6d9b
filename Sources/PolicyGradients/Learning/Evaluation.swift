import VectorMath

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

/// Plays whole episodes with a fixed policy.
struct Evaluator<Action: Sendable> {
  let environment: LearningEnvironment<Action>
  /// Those that the model was made for.
  let trained: any EnvironmentBatch<Action>
  let model: any ActorCriticModel<Action>
  let normalizer: ObservationNormalizer?

  /// One episode in each of some environments.
  ///
  /// - Returns: Undiscounted returns, one an environment.
  func returns(
    episodeCount: Int, parameters: UnsafePointer<Float>, isGreedy: Bool, random: RandomStream
  ) -> [Double] {
    var random = random
    let seed = random.next()
    var batch = environment.make(episodeCount, seed, like: trained)
    guard let limit = batch.timeLimit else {
      fatalError("\(environment.name): episodes without a time limit may never end")
    }
    let count = batch.observationCount
    let rows = FloatMemory(count: episodeCount * count)
    let values = FloatMemory(count: episodeCount)
    var results = [Double?](repeating: nil, count: episodeCount)
    var openCount = episodeCount
    for step in 0..<limit where openCount > 0 {
      batch.observations.withColumns { columns, stride in
        for row in 0..<episodeCount {
          for feature in 0..<count {
            rows.start[row * count + feature] = columns[feature * stride + row]
          }
        }
      }
      normalizer?.normalize(rows.start, rowCount: episodeCount)
      model.evaluate(
        rows.start, rowCount: episodeCount, parameters: parameters, values: values.start)
      if !isGreedy { model.explore(step: step, rowCount: episodeCount, using: &random) }
      batch.step(
        (0..<episodeCount).map { row in
          model.action(isGreedy ? model.mode(row) : model.sample(row, using: &random).action)
        })
      for end in batch.ends where results[end.environment] == nil {
        results[end.environment] = end.undiscountedReturn
        openCount -= 1
      }
    }
    return results.map { $0 ?? .nan }
  }
}
