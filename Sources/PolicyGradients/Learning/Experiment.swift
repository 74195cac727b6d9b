public import Statistics
public import VectorMath

/// The same training with many seeds.
///
///     let experiment = PPO.rlZoo.experiment(
///       on: .cartPole, steps: 100_000, seeds: 20, evaluation: EvaluationSettings(every: 5_000))
///     experiment.countReaching(475)               // how many of the 20
///     experiment.finalReturn(using: &random)      // interquartile mean with its interval
///
/// One seed shows what can happen, twenty what does: two runs that differ by their seed alone may end
/// at 500 and at 112. The runs are made on all cores and do not depend on how many there are.
///
/// Runs of two algorithms with the same seeds share them: their environments and first weights are
/// drawn from the same streams, so that the two samples are not independent. Intervals of one
/// algorithm alone are none the worse for it; an interval of a difference that takes them for
/// independent is not exact.
///
/// A run that ended early, because it went wrong or reached its target, stays in every figure with
/// what it had when it ended: its last mean in curves, its last evaluation in
/// ``finalReturn(bootstrap:using:)``. With a run in which no episode ended there is no
/// ``learningCurve(every:bootstrap:using:)``. ``failures`` tells which seeds went wrong, and why.
///
/// - SeeAlso: Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical
///   Precipice", arXiv:2108.13264; Henderson et al. 2018, arXiv:1709.06560.
public struct Experiment: Equatable, Sendable {
  /// The runs, one a seed, in the order of their seeds.
  public let runs: [TrainingRun]

  /// Runs made before.
  ///
  /// - Parameter runs: At least one.
  public init(runs: [TrainingRun]) {
    if runs.isEmpty { fatalError("Experiment: no runs") }
    self.runs = runs
  }

  /// A run that went wrong.
  public struct Failure: Equatable, Sendable, CustomStringConvertible {
    /// The seed of the run.
    public let seed: UInt64
    /// Why it is over, with its cause.
    public let ending: TrainingRun.Ending

    /// The seed and the ending, in a line.
    public var description: String { "seed \(seed): \(ending)" }
  }

  /// The runs that went wrong, in the order of their seeds; empty if none did.
  ///
  ///     for failure in experiment.failures { print(failure.seed, failure.ending) }
  public var failures: [Failure] {
    runs.filter(\.ending.isFailure).map { Failure(seed: $0.seed, ending: $0.ending) }
  }

  /// How many runs had an evaluation with this mean of greedy returns.
  ///
  /// - Parameters:
  ///   - target: The mean.
  ///   - limit: Within how many steps; nil for any.
  /// - Returns: At most the count of runs.
  public func countReaching(_ target: Double, within limit: Int? = nil) -> Int {
    runs.count { run in
      guard let steps = run.stepsToReach(target) else { return false }
      return steps <= limit ?? .max
    }
  }

  /// The mean returns of each run's episodes that ended in one stretch of training after another.
  ///
  /// A stretch in which no episode ended repeats the one before; before the first end it is nil. So
  /// a run that diverged or ended early is carried forward with its last mean, to the end of the
  /// longest run.
  ///
  /// - Parameter interval: How many steps a stretch has; at least 1.
  /// - Returns: One row a run, one number a stretch; as many as the longest run has.
  public func learningCurves(every interval: Int) -> [[Double?]] {
    if interval < 1 { fatalError("Experiment: the interval \(interval) is below 1") }
    let longest = longestStepCount
    let count = (longest + interval - 1) / interval
    return runs.map { run in
      var sums = Array(repeating: 0.0, count: count)
      var counts = Array(repeating: 0, count: count)
      for episode in run.episodes {
        let stretch = min((max(episode.stepCount, 1) - 1) / interval, count - 1)
        sums[stretch] += episode.undiscountedReturn
        counts[stretch] += 1
      }
      var last: Double?
      return (0..<count).map { stretch in
        if counts[stretch] > 0 { last = sums[stretch] / Double(counts[stretch]) }
        return last
      }
    }
  }

  /// How many steps the longest run took.
  private var longestStepCount: Int { runs.map(\.stepCount).max() ?? 0 }

  /// One point of a learning curve over runs.
  public struct CurvePoint: Equatable, Sendable {
    /// How many steps had been taken at the stretch's end.
    ///
    /// A multiple of the interval, but for the last stretch, which ends with the longest run.
    public let stepCount: Int
    /// The interquartile mean over the runs, with its interval.
    public let meanReturn: ConfidenceInterval
  }

  /// The interquartile mean of ``learningCurves(every:)`` over the runs, stretch by stretch.
  ///
  /// - Parameters:
  ///   - interval: How many steps a stretch has; at least 1.
  ///   - bootstrap: How the intervals are made.
  ///   - generator: Draws which runs are counted how often.
  /// - Returns: One point a stretch, from the first on in which every run has ended an episode;
  ///   none if a run never did.
  public func learningCurve(
    every interval: Int, bootstrap: StratifiedBootstrap = StratifiedBootstrap(resampleCount: 500),
    using generator: inout RandomStream
  ) -> [CurvePoint] {
    let curves = learningCurves(every: interval)
    let longest = longestStepCount
    let mean = InterquartileMean()
    return curves[0].indices.compactMap { stretch in
      let scores = curves.compactMap { $0[stretch] }
      if scores.count < runs.count { return nil }
      return CurvePoint(
        stepCount: min((stretch + 1) * interval, longest),
        meanReturn: bootstrap.interval(of: scores, using: &generator) { mean($0) })
    }
  }

  /// The interquartile mean of the last evaluations' mean greedy returns, over the runs.
  ///
  /// The last evaluation of a run that diverged or ended early is the last before its end.
  ///
  /// - Parameters:
  ///   - bootstrap: How the interval is made.
  ///   - generator: Draws which runs are counted how often.
  /// - Returns: The mean and its interval; traps if a run was never evaluated, and says how it ended.
  public func finalReturn(
    bootstrap: StratifiedBootstrap = StratifiedBootstrap(), using generator: inout RandomStream
  ) -> ConfidenceInterval {
    let scores = runs.map { run in
      guard let last = run.evaluations.last else {
        fatalError(
          "Experiment: the run of seed \(run.seed) was never evaluated: \(reason(for: run))")
      }
      return last.greedyMean
    }
    let mean = InterquartileMean()
    return bootstrap.interval(of: scores, using: &generator) { mean($0) }
  }

  /// Why a run has no evaluation.
  private func reason(for run: TrainingRun) -> String {
    if !run.ending.isFailure {
      return "it \(run.ending) after \(run.stepCount) steps; give the experiment an evaluation "
        + "that is due within its steps"
    }
    let others = failures.count - 1
    return "it \(run.ending)"
      + (others > 0 ? " (\(others) of \(runs.count - 1) other runs went wrong too: failures)" : "")
  }
}

extension LearningAlgorithm {
  /// Trains with the seeds 0, 1, 2, ….
  ///
  ///     let progress = TrainingProgress(steps: 100_000, seeds: 20)
  ///     let experiment = PPO.rlZoo.experiment(on: .cartPole, steps: 100_000, seeds: 20) {
  ///       progress.report($0)
  ///     }
  ///
  /// - Parameters:
  ///   - environment: What to learn in.
  ///   - steps: How many steps of environments each run takes at least; at least 1.
  ///   - seeds: How many runs; at least 1.
  ///   - evaluation: When policies are evaluated; nil for never.
  ///   - threadCount: How many threads work; the result is the same for any number.
  ///   - report: Told of each update of each run, one at a time, and of each run's end; which run
  ///     comes first is chance, so nothing of it belongs on a page.
  /// - Returns: The runs, in the order of their seeds; those that went wrong too, see
  ///   ``Experiment/failures``.
  public func experiment<Action>(
    on environment: LearningEnvironment<Action>, steps: Int, seeds: Int,
    evaluation: EvaluationSettings? = nil, threadCount: Int = ParallelLoop.coreCount,
    reporting report: ((TrainingRun) -> Void)? = nil
  ) -> Experiment {
    if seeds < 1 { fatalError("\(name): an experiment of \(seeds) seeds") }
    let lock = Lock()
    return TrainingProgress.watched(steps: steps, seeds: seeds) { watching in
      let report = report ?? watching
      let runs = ParallelLoop.map(seeds, threadCount: threadCount) { seed in
        Training(self, on: environment, steps: steps, seed: UInt64(seed), evaluation: evaluation)
          .finish(reporting: report.map { report in { run in lock.withLock { report(run) } } })
      }
      return Experiment(runs: runs)
    }
  }
}
