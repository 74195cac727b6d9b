import VectorMath

/// Tells on a terminal how far a training is: steps, steps a second, time left, last returns.
///
///     let progress = TrainingProgress(steps: 1_000_000)
///     Training(PPO.rlZoo, on: .cartPole, steps: 1_000_000, seed: 1).finish { progress.report($0) }
///
/// or of an experiment's runs: how many seeds are done, steps, steps a second, and time left.
///
///     let progress = TrainingProgress(steps: 100_000, seeds: 20)
///     let experiment = PPO.rlZoo.experiment(on: .cartPole, steps: 100_000, seeds: 20) {
///       progress.report($0)
///     }
///
/// Steps a second are of the steps that were reported: a run that was resumed counts from where it
/// was.
///
/// For programs: what it tells depends on the clock, so a lesson's cell that printed it would be
/// another page each time. Nothing is printed where standard error is no terminal, as in a cell; for
/// a file, say where lines go: `TrainingProgress(steps: 1_000_000) { print($0) }`. A cell needs none:
/// `lesson` shows this line of every ``LearningAlgorithm/train(on:steps:seed:evaluation:)`` and
/// ``LearningAlgorithm/experiment(on:steps:seeds:evaluation:threadCount:reporting:)`` while it waits.
public final class TrainingProgress {
  /// How far a run is.
  private struct Place {
    let first: Int
    var last: Int
    var isOver: Bool
  }

  /// Who waits for trainings that nobody reports on; nil for nobody.
  ///
  /// Is told a line a second and, at the end, an empty one. A lesson's runner shows it while a cell
  /// runs, and on no page.
  public nonisolated(unsafe) static var watcher: ((String) -> Void)?

  /// Calls `body` with what reports to the ``watcher``, or with nil where there is none.
  ///
  /// Pieces of work of a loop run at the same time, and are not told of.
  static func watched<Result>(
    steps: Int, seeds: Int = 1, _ body: (((TrainingRun) -> Void)?) -> Result
  ) -> Result {
    guard let watcher, !ParallelLoop.isPieceOfWork else { return body(nil) }
    let progress = TrainingProgress(steps: steps, seeds: seeds, to: watcher)
    defer { watcher("") }
    return body { progress.report($0) }
  }

  private let steps: Int
  private let seedCount: Int
  private let interval: Duration
  private let write: (String) -> Void
  private let start = ContinuousClock.now
  private var lastReport: ContinuousClock.Instant?
  private var places: [UInt64: Place] = [:]

  /// Progress that starts now.
  ///
  /// - Parameters:
  ///   - steps: How many steps each run will have.
  ///   - seeds: How many runs there will be, at least 1; each with a seed of its own.
  ///   - interval: How much time passes between two lines.
  ///   - write: Takes a line; without, standard error does if it is a terminal.
  public init(
    steps: Int, seeds: Int = 1, every interval: Duration = .seconds(1),
    to write: ((String) -> Void)? = nil
  ) {
    if seeds < 1 { fatalError("TrainingProgress: \(seeds) seeds, but there is at least 1") }
    self.steps = steps
    seedCount = seeds
    self.interval = interval
    self.write =
      write ?? { line in
        if isTerminal(2) == 0 { return }
        var output = StandardError()
        print(line, to: &output)
      }
  }

  /// Prints a line if it is time for one, or if all runs are over.
  ///
  /// - Parameter run: The run so far; wants to be told after its first update, so that what came
  ///   before is known.
  public func report(_ run: TrainingRun) {
    let isOver = run.ending != .running
    // The first report is of one update, unless a run that was over before is told of.
    let begun = isOver ? run.stepCount : run.updates.last?.stepCount ?? run.stepCount
    let first = places[run.seed]?.first ?? begun
    places[run.seed] = Place(first: first, last: run.stepCount, isOver: isOver)
    let overCount = places.values.count { $0.isOver }
    let isLast = isOver && overCount >= seedCount
    let now = ContinuousClock.now
    if !isLast, let lastReport, now - lastReport < interval { return }
    lastReport = now
    var line = "\(run.algorithm) on \(run.environment), "
    line +=
      seedCount == 1 ? "seed \(run.seed): " : "\(overCount) of \(seedCount) seeds done: "
    line += counts(after: (now - start) / Duration.seconds(1), isLast: isLast)
    if seedCount == 1, let mean = run.meanReturn() {
      line += ", mean return \((mean * 10).rounded() / 10)"
    }
    if seedCount == 1 && run.ending.isFailure { line += "; it \(run.ending)" }
    write(line)
  }

  /// Steps, steps a second, and time left.
  private func counts(after elapsed: Double, isLast: Bool) -> String {
    var (done, reported) = (0, 0)
    var left = max(seedCount - places.count, 0) * steps
    for place in places.values {
      done += place.last
      reported += place.last - place.first
      if !place.isOver { left += max(steps - place.last, 0) }
    }
    let rate = elapsed > 0 ? Double(reported) / elapsed : 0
    var text = "\(done) of \(seedCount * steps) steps"
    if reported > 0 { text += ", \(Int(rate)) a second" }
    if isLast || rate == 0 { return text }
    return "\(text), \(Int((Double(left) / rate).rounded(.up))) s left"
  }

  private struct StandardError: TextOutputStream {
    func write(_ string: String) {
      var string = string
      string.withUTF8 { bytes in _ = writeBytes(2, bytes.baseAddress, bytes.count) }
    }
  }
}

@_silgen_name("write")
func writeBytes(_ file: Int32, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int

@_silgen_name("isatty")
private func isTerminal(_ file: Int32) -> Int32
