public import Statistics
public import VectorMath

/// An estimator of ∇J as a claim sees it: one draw plays fresh episodes and evaluates them.
///
/// Where the trajectories can be enumerated, mean, deviations and range are known exactly, and a
/// claim about the mean holds at every sample size. Draws play episodes as
/// ``MarkovDecisionProcess/sampleEpisode(following:using:)`` does, so two estimators drawn
/// from the same stream see the same episodes.
public struct SampledEstimator: Estimator {
  /// How many components a draw has.
  public let dimension: Int

  /// How many episodes one draw plays.
  public let episodeCount: Int

  /// What enumeration tells, or `nil` when there are too many trajectories.
  public let moments: ExactMoments?

  /// Whether draws may be made on several threads at once: those of estimators may, those of closures
  /// may not, since a closure can remember what it has seen.
  public let drawsConcurrently: Bool

  private let oracle: Oracle
  private let evaluate: (inout Scratch) -> Vector

  /// Memory that draws share.
  struct Scratch {
    var episodes: [Episode]
    var weights: [[Double]]
    var estimate: [Double]
  }

  init(
    _ oracle: Oracle, dimension: Int, episodeCount: Int, moments: ExactMoments?,
    drawsConcurrently: Bool, evaluate: @escaping (inout Scratch) -> Vector
  ) {
    self.oracle = oracle
    self.dimension = dimension
    self.episodeCount = episodeCount
    self.moments = moments
    self.drawsConcurrently = drawsConcurrently
    self.evaluate = evaluate
  }

  /// The exact mean of a draw, if the trajectories can be enumerated.
  public var exactMean: Vector? { moments?.mean }

  /// The exact standard deviation of each component, if the trajectories can be enumerated.
  public var deviations: Vector? { moments?.deviations }

  /// The smallest and largest value of each component, if the trajectories can be enumerated.
  public var range: [ClosedRange<Double>]? { moments?.range }

  /// The probability of the rarest outcome, 0 if the trajectories cannot be enumerated.
  public var smallestOutcomeProbability: Double { moments?.smallestProbability ?? 0 }

  /// One draw.
  ///
  /// - Parameter random: The source of randomness.
  /// - Returns: The estimate; shape `[d]`.
  /// - Randomness: draws what its episodes draw.
  public func sample(using random: inout RandomStream) -> Vector {
    var scratch = emptyScratch
    return draw(oracle.policy, &scratch, using: &random)
  }

  /// Fills a block with independent draws.
  ///
  /// - Parameters:
  ///   - block: The block, of the same dimension.
  ///   - random: The source of randomness.
  public func sample(into block: inout SampleBlock, using random: inout RandomStream) {
    fill(&block, oracle.policy, using: &random)
  }

  private func fill(
    _ block: inout SampleBlock, _ policy: some DiscretePolicy, using random: inout RandomStream
  ) {
    var scratch = emptyScratch
    for index in 0..<block.count {
      block.set(draw(policy, &scratch, using: &random), at: index)
    }
  }

  private func draw(
    _ policy: some DiscretePolicy, _ scratch: inout Scratch, using random: inout RandomStream
  ) -> Vector {
    for index in 0..<episodeCount {
      oracle.problem.sample(
        &scratch.episodes[index], following: policy, stepLimit: oracle.stepLimit, using: &random)
    }
    return evaluate(&scratch)
  }

  private var emptyScratch: Scratch {
    Scratch(
      episodes: Array(repeating: Episode(), count: episodeCount),
      weights: Array(repeating: [], count: episodeCount),
      estimate: Array(repeating: 0, count: dimension))
  }
}

extension Oracle {
  /// An estimator to draw from, as `verify` wants it.
  ///
  /// - Parameters:
  ///   - estimator: An estimator of one episode.
  ///   - episodeCount: N, over how many episodes one draw takes the mean; at least 1.
  /// - Returns: An estimator whose exact mean and range are known where enumeration is possible.
  public func sampled(
    _ estimator: some GradientEstimator, episodeCount: Int = 1
  ) -> SampledEstimator {
    check(estimator)
    let scores = scores(for: estimator)
    return SampledEstimator(
      self, dimension: scores.parameterCount, episodeCount: checked(episodeCount),
      moments: canEnumerate ? moments(of: estimator).averaged(over: episodeCount) : nil,
      drawsConcurrently: true
    ) { scratch in
      for index in scratch.estimate.indices { scratch.estimate[index] = 0 }
      for episode in scratch.episodes {
        estimator.setFreshWeights(&scratch.weights[0], of: episode, discount: discount)
        for t in 0..<episode.length {
          let row = episode.states[t] * problem.actionCount + episode.actions[t]
          scores.addScore(
            row, times: scratch.weights[0][t] / Double(episodeCount), to: &scratch.estimate)
        }
      }
      return Vector(scratch.estimate)
    }
  }

  /// Any function of an episode to draw from, as `verify` wants it.
  ///
  /// - Parameters:
  ///   - episodeCount: N, over how many episodes one draw takes the mean; at least 1.
  ///   - estimator: From an episode to a vector, always of the same count.
  /// - Returns: An estimator whose exact mean and range are known where enumeration is possible.
  public func sampled(
    episodeCount: Int = 1, _ estimator: @escaping (Episode) -> Vector
  ) -> SampledEstimator {
    let exact = canEnumerate ? moments(of: estimator).averaged(over: episodeCount) : nil
    return SampledEstimator(
      self, dimension: exact?.mean.count ?? parameterCount, episodeCount: checked(episodeCount),
      moments: exact, drawsConcurrently: false
    ) { scratch in
      var result = estimator(scratch.episodes[0])
      for episode in scratch.episodes.dropFirst() { result += estimator(episode) }
      return result / Double(episodeCount)
    }
  }

  /// An estimator of N episodes to draw from, as `verify` wants it.
  ///
  /// - Parameter estimator: An estimator of a group.
  /// - Returns: An estimator whose exact mean and range are known where enumeration is possible.
  public func sampled(_ estimator: some GroupEstimator) -> SampledEstimator {
    let size = estimator.groupSize
    return SampledEstimator(
      self, dimension: parameterCount, episodeCount: checked(size),
      moments: canEnumerateGroups(of: size) ? moments(of: estimator) : nil,
      drawsConcurrently: true
    ) { scratch in
      estimateGroup(estimator, scratch.episodes, &scratch.weights, into: &scratch.estimate)
      return Vector(scratch.estimate)
    }
  }

  /// Any function of N episodes to draw from, as `verify` wants it.
  ///
  /// - Parameters:
  ///   - groupSize: N, at least 1.
  ///   - estimator: From N episodes to a vector, always of the same count.
  /// - Returns: An estimator whose exact mean and range are known where enumeration is possible.
  public func sampled(
    groupSize: Int, _ estimator: @escaping ([Episode]) -> Vector
  ) -> SampledEstimator {
    let exact =
      canEnumerateGroups(of: groupSize) ? moments(groupSize: groupSize, of: estimator) : nil
    return SampledEstimator(
      self, dimension: exact?.mean.count ?? parameterCount, episodeCount: checked(groupSize),
      moments: exact, drawsConcurrently: false
    ) { estimator($0.episodes) }
  }

  private func checked(_ episodeCount: Int) -> Int {
    if episodeCount < 1 { fatalError("sampled: the episode count \(episodeCount) is below 1") }
    return episodeCount
  }
}

extension ExactMoments {
  /// The moments of the mean of N independent draws; the range stays, as the mean lies within it.
  func averaged(over count: Int) -> ExactMoments {
    ExactMoments(
      mean: mean, covariance: (1 / Double(count)) * covariance, range: range,
      smallestProbability: smallestProbability, outcomeCount: outcomeCount)
  }
}
