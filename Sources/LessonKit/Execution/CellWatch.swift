import CellProtocol

/// Keeps an eye on a cell that runs: its time, and what it writes.
struct CellWatch {
  private let log: OutputLog
  private let start: OutputLog.Position
  private var meter: OutputLog.Meter
  private let clockStart = ContinuousClock.now
  private let timeLimit: Double
  private let outputLimit: Int

  /// The seconds that a crash may take to be reported, past the time limit.
  private static let crashGrace = 10.0

  /// Starts now.
  ///
  /// - Parameters:
  ///   - log: What the worker's cells write.
  ///   - timeLimit: The seconds the cell may run.
  ///   - outputLimit: The bytes it may write.
  init(_ log: OutputLog, timeLimit: Double, outputLimit: Int) {
    self.log = log
    start = log.length
    meter = OutputLog.Meter(from: start)
    self.timeLimit = timeLimit
    self.outputLimit = outputLimit
  }

  /// How long the cell has run.
  var seconds: Double { (ContinuousClock.now - clockStart).inSeconds }

  /// What the cell has written, up to a few limits' worth.
  var outputs: [CellOutput] {
    log.outputs(from: start, to: log.length, limit: 20 * outputLimit)
  }

  /// The limit that the cell has gone past, if any.
  ///
  /// - Returns: The ending it makes, or nil while all is well.
  mutating func reachedLimit() -> CellEnding.Kind? {
    let elapsed = seconds
    // A cell that crashed in time may take a while to say where.
    if elapsed > timeLimit && !(elapsed < timeLimit + CellWatch.crashGrace && isCrashing) {
      return .timedOut(seconds: timeLimit)
    }
    // Records have headers: a flood of empty ones counts as well.
    if log.length.total - start.total > 20 * outputLimit { return .outputLimit }
    meter.advance(log)
    // The meter counts what may be cut off a record; what counts is what a reader sees.
    guard meter.byteCount > outputLimit, EndingReader.byteCount(of: outputs) > outputLimit else {
      return nil
    }
    return .outputLimit
  }

  /// Whether the runtime is at work on a crash.
  private var isCrashing: Bool {
    outputs.contains { output in
      if case .text(.standardError, let text) = output {
        text.contains("*** Signal ") && text.contains(": Backtracing from ")
      } else {
        false
      }
    }
  }
}
