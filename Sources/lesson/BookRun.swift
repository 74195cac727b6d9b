import Foundation
import LessonKit

/// Runs lessons of a book at the same time, and tells of each in the book's order.
struct BookRun {
  private let options: RunOptions
  private let noCache: Bool

  init(_ options: RunOptions, noCache: Bool) {
    self.options = options
    self.noCache = noCache
  }

  /// How one lesson's run ended.
  struct Ending<Product> {
    var file: String
    var status: RunStatus
    /// What was made of the lesson; nil where it has mistakes or could not be run.
    var product: Product?
  }

  /// Runs lessons.
  ///
  /// - Parameters:
  ///   - files: Their paths.
  ///   - seed: The seed, or nil for the caller's or the lessons' own.
  ///   - make: What to make of each; called on the threads that run lessons.
  ///   - report: Told how each ended, in the order of the files.
  func run<Product>(
    _ files: [String], seed: UInt64? = nil,
    making make: @escaping @Sendable (FinishedLesson) -> Product?,
    report: (Ending<Product>) throws -> Void
  ) rethrows {
    let jobs = max(1, min(options.jobs ?? Processor.coreCount, files.count))
    var options = options
    options.seed = seed ?? options.seed
    options.jobs = max(1, (options.jobs ?? Processor.coreCount) / jobs)
    let queue = OrderedQueue<(Ending<Product>, RunLog)>(count: files.count)
    let settings = LessonRun.Settings(noCache: noCache, reusesResults: !noCache)
    let threads = (0..<jobs).map { _ in
      queue.startThread { [options] index in
        let file = files[index]
        let log = RunLog(file, format: options.logFormat, isQuiet: true, isHeld: true)
        let run = LessonRun(file, options: options, settings: settings, log: log)
        return (Self.ending(of: run, file, log, making: make), log)
      }
    }
    defer { for thread in threads { thread.wait() } }
    for index in files.indices {
      let (ending, log) = queue.take(index)
      log.release()
      try report(ending)
    }
  }

  private static func ending<Product>(
    of run: LessonRun, _ file: String, _ log: RunLog, making make: (FinishedLesson) -> Product?
  ) -> Ending<Product> {
    do {
      guard !Interruption.hasOccurred else { throw LessonRunner.Interruption() }
      guard let finished = try run.run() else { return Ending(file: file, status: .mistakes) }
      return Ending(file: file, status: finished.status, product: make(finished))
    } catch {
      return Ending(
        file: file, status: run.engine.ending(error, log, kept: "nothing was changed"))
    }
  }
}

/// Numbered pieces of work that a few threads take one by one, and whose results are taken in order.
private final class OrderedQueue<Result>: @unchecked Sendable {
  private let condition = NSCondition()
  private var next = 0
  private var results: [Result?]

  init(count: Int) {
    results = Array(repeating: nil, count: count)
  }

  /// A thread at work.
  struct Worker {
    fileprivate let end = DispatchSemaphore(value: 0)

    /// Waits for its end.
    func wait() { end.wait() }
  }

  /// Starts a thread that works until nothing is left.
  func startThread(_ work: @escaping (Int) -> Result) -> Worker {
    let worker = Worker()
    nonisolated(unsafe) let work = work
    let thread = Thread {
      while let index = self.takeNumber() {
        let result = work(index)
        self.condition.lock()
        self.results[index] = result
        self.condition.broadcast()
        self.condition.unlock()
      }
      worker.end.signal()
    }
    // As much as the main thread has: parsers and KaTeX go deep.
    thread.stackSize = 8 << 20
    thread.start()
    return worker
  }

  private func takeNumber() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    guard next < results.count else { return nil }
    next += 1
    return next - 1
  }

  /// Waits for the result of a piece of work.
  func take(_ index: Int) -> Result {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = results[index] {
        results[index] = nil
        return result
      }
      condition.wait()
    }
  }
}
