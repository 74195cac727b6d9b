/// Tells on standard error how far a training is: steps, steps a second, time left, last returns.
///
///     let progress = TrainingProgress(steps: 1_000_000)
///     Training(PPO.rlZoo, on: .cartPole, steps: 1_000_000, seed: 1).finish { progress.report($0) }
///
/// For programs: what it prints depends on the clock, so a lesson's cell that prints it is another
/// page each time.
public final class TrainingProgress {
  private let steps: Int
  private let interval: Duration
  private let write: (String) -> Void
  private let start = ContinuousClock.now
  private var lastReport: ContinuousClock.Instant?

  /// Progress that starts now.
  ///
  /// - Parameters:
  ///   - steps: How many steps there will be.
  ///   - interval: How much time passes between two lines.
  ///   - write: Takes a line; standard error without.
  public init(
    steps: Int, every interval: Duration = .seconds(1), to write: ((String) -> Void)? = nil
  ) {
    self.steps = steps
    self.interval = interval
    self.write =
      write ?? { line in
        var output = StandardError()
        print(line, to: &output)
      }
  }

  /// Prints a line if it is time for one, or if the run is over.
  ///
  /// - Parameter run: The run so far.
  public func report(_ run: TrainingRun) {
    let now = ContinuousClock.now
    if run.ending == .running, let lastReport, now - lastReport < interval { return }
    lastReport = now
    let elapsed = (now - start) / Duration.seconds(1)
    let rate = elapsed > 0 ? Double(run.stepCount) / elapsed : 0
    var line = "\(run.algorithm) on \(run.environment), seed \(run.seed): "
    line += "\(run.stepCount) of \(steps) steps, \(Int(rate)) a second"
    if run.ending == .running && rate > 0 {
      line += ", \(Int((Double(max(steps - run.stepCount, 0)) / rate).rounded(.up))) s left"
    }
    if let mean = run.meanReturn() {
      line += ", mean return \((mean * 10).rounded() / 10)"
    }
    if run.ending.isFailure { line += "; it \(run.ending)" }
    write(line)
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
