public import VectorMath

/// What estimators see of a problem when a step limit from outside cuts its trajectories.
///
///     let limited = oracle.withStepLimit(3)
///     limited.mean(of: GeneralizedAdvantage(values: oracle.values, lambda: 1))
///
/// Values, gradients and distributions stay those of the problem itself: ask the ``Oracle`` for
/// them. Estimators say what follows a cut, or they are not taken; functions get a
/// ``LimitedEpisode``, which has no return unless one says the same.
public struct LimitedOracle: Sendable {
  /// The oracle, with the limit in its walks and draws.
  let oracle: Oracle

  /// After how many steps trajectories are cut.
  public let stepLimit: Int

  /// How many trajectories there are, and how many steps a walk over them takes.
  ///
  /// - Complexity: O(steps of the longest trajectory · outcomes).
  public var trajectoryCount: TrajectoryCount { oracle.trajectoryCount }

  /// The expected number of steps of a trajectory, cut at the limit.
  public var expectedLength: Double { oracle.expectedLength }

  /// Visits every trajectory of positive probability, depth first.
  ///
  /// - Parameter body: Receives a trajectory and its probability. The probabilities sum to 1.
  public func forEachTrajectory(_ body: (_ episode: LimitedEpisode, _ probability: Double) -> Void)
  {
    oracle.forEachTrajectory { body(LimitedEpisode(seen: $0), $1) }
  }

  /// The exact mean, covariance and range of an estimator, in one walk over all trajectories.
  ///
  /// - Parameter estimator: An estimator that says what follows a cut.
  /// - Returns: Exact up to rounding; memory does not grow with the number of trajectories.
  public func moments(of estimator: some LimitedEpisodeEstimator) -> ExactMoments {
    oracle.moments(of: estimator)
  }

  /// The exact mean, covariance and range of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector, always of the same count.
  /// - Returns: Exact up to rounding; memory does not grow with the number of trajectories.
  public func moments(of estimator: (LimitedEpisode) -> Vector) -> ExactMoments {
    oracle.moments { estimator(LimitedEpisode(seen: $0)) }
  }

  /// The exact mean E[ĝ] of an estimator.
  ///
  /// - Parameter estimator: An estimator that says what follows a cut.
  /// - Returns: Shape `[d]`.
  public func mean(of estimator: some LimitedEpisodeEstimator) -> Vector {
    moments(of: estimator).mean
  }

  /// The exact mean of any function of an episode.
  ///
  /// - Parameter estimator: From an episode to a vector.
  /// - Returns: The sum over all trajectories of probability times value.
  public func mean(of estimator: (LimitedEpisode) -> Vector) -> Vector {
    moments(of: estimator).mean
  }

  /// The exact mean of any number that depends on an episode.
  ///
  /// - Parameter number: From an episode to a number.
  /// - Returns: The sum over all trajectories of probability times number.
  public func mean(of number: (LimitedEpisode) -> Double) -> Double {
    mean { [number($0)] }[0]
  }

  /// An estimator to draw from, as `verify` wants it.
  ///
  /// - Parameters:
  ///   - estimator: An estimator that says what follows a cut.
  ///   - episodeCount: N, over how many episodes one draw takes the mean; at least 1.
  /// - Returns: An estimator whose exact mean and range are known where enumeration is possible.
  public func sampled(
    _ estimator: some LimitedEpisodeEstimator, episodeCount: Int = 1
  ) -> SampledEstimator {
    oracle.sampled(estimator, episodeCount: episodeCount)
  }

  /// Any function of an episode to draw from, as `verify` wants it.
  ///
  /// - Parameters:
  ///   - episodeCount: N, over how many episodes one draw takes the mean; at least 1.
  ///   - estimator: From an episode to a vector, always of the same count.
  /// - Returns: An estimator whose exact mean and range are known where enumeration is possible.
  public func sampled(
    episodeCount: Int = 1, _ estimator: @escaping (LimitedEpisode) -> Vector
  ) -> SampledEstimator {
    oracle.sampled(episodeCount: episodeCount) { estimator(LimitedEpisode(seen: $0)) }
  }
}

extension Oracle {
  /// What estimators see when trajectories are cut.
  ///
  /// - Parameter stepLimit: After how many steps; at least 1.
  /// - Returns: An oracle of the same problem, policy and discount, for estimators that say what
  ///   follows a cut.
  public func withStepLimit(_ stepLimit: Int) -> LimitedOracle {
    if stepLimit < 1 { fatalError("withStepLimit: the step limit \(stepLimit) is below 1") }
    var oracle = self
    oracle.stepLimit = stepLimit
    return LimitedOracle(oracle: oracle, stepLimit: stepLimit)
  }
}
