import CellProtocol
import Foundation
import Glibc

/// Compiles and runs the cells of a lesson.
///
/// One thread serves everything: the tools that compile, the worker that runs. A cell runs as soon
/// as it is built, while later ones are still being compiled.
public final class LessonRunner {
  /// What happens during a run.
  public enum Event {
    /// A cell is still being compiled, after some seconds.
    case compiling(Cell, seconds: Double)
    /// A cell starts to run.
    case started(Cell)
    /// A cell still runs, after some seconds, and may tell how far it is.
    case running(Cell, seconds: Double, progress: String?)
    /// A cell is done.
    case finished(Cell, CellResult)
  }

  /// A run that was stopped from outside.
  public struct Interruption: Error {
    /// Creates an interruption.
    public init() {}
  }

  /// The lesson; after a run, with the values of the expressions in its sentences.
  public private(set) var lesson: Lesson
  let configuration: RunConfiguration
  private let toolchain: Toolchain
  private let builder: CellBuilder
  private let directory: String
  private let isInterrupted: () -> Bool
  private var worker: WorkerConnection?
  /// The cells whose state the worker has, in order.
  private var loaded: [CellBuild] = []
  private var exercises = OpenExercises()

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - toolchain: The toolchain, checked against the library.
  ///   - configuration: The limits.
  ///   - isInterrupted: Whether the run shall stop.
  /// - Throws: ``EnvironmentProblem`` when the machine lacks something.
  public init(
    _ lesson: Lesson, toolchain: Toolchain, configuration: RunConfiguration,
    isInterrupted: @escaping () -> Bool = { false }
  ) throws {
    self.lesson = lesson
    self.toolchain = toolchain
    self.configuration = configuration
    self.isInterrupted = isInterrupted
    builder = try CellBuilder(lesson.program, toolchain: toolchain, configuration: configuration)
    directory =
      URL(fileURLWithPath: lesson.path).standardizedFileURL.deletingLastPathComponent().path
  }

  /// Runs all cells.
  ///
  /// - Parameter report: Told of what happens.
  /// - Returns: One result a cell.
  /// - Throws: ``Interruption``, or ``EnvironmentProblem`` when the machine lacks something.
  public func run(report: (Event) -> Void) throws -> [CellResult] {
    defer {
      builder.cancel()
      worker?.close()
      worker = nil
    }
    var results: [CellResult] = []
    var isStopped = false
    for build in builder.builds {
      let waited = ContinuousClock.now
      while !build.isSettled {
        try pump()
        report(.compiling(build.cell, seconds: (ContinuousClock.now - waited).inSeconds))
      }
      try builder.store()
      var result: CellResult
      if isStopped && build.state != .failed {
        result = CellResult(number: build.cell.number, outcome: .notRun)
      } else {
        if !isStopped { report(.started(build.cell)) }
        result = try self.result(of: build, report: report)
      }
      let isOpen = exercises.take(&result, of: build)
      if build.cell.role == .values { lesson.takeValues(&result, of: build.cell) }
      if result.outcome != .finished && !isOpen && !continues(after: build, result) {
        isStopped = true
      }
      if build.cell.role.isBlock { results.append(result) }
      report(.finished(build.cell, result))
    }
    return results
  }

  /// How many cells had to be compiled, because the cache did not have them.
  public var compiledCount: Int { builder.compiledCount }

  private func continues(after build: CellBuild, _ result: CellResult? = nil) -> Bool {
    // Nothing needs what is only shown in a sentence.
    if build.cell.role == .values, result?.outcome == .compileFailed { return true }
    return configuration.keepsGoing || build.cell.options.error
  }

  // MARK: One cell

  private func result(of build: CellBuild, report: (Event) -> Void) throws -> CellResult {
    let cell = build.cell
    var result = CellResult(number: cell.number, outcome: .finished)
    result.diagnostics = build.diagnostics
    switch (build.state, cell.role) {
    case (.skipped, _):
      result.outcome = cell.options.eval ? .notRun : .finished
    case (.failed, .compileFail) where !build.timedOut:
      result.diagnostics = build.diagnostics.filter { $0.severity != .warning }
    case (.failed, _):
      result.outcome =
        build.timedOut ? .timedOut(seconds: configuration.compileTimeLimit) : .compileFailed
    case (_, .run), (_, .values), (_, .parameters):
      let ending = try execute(
        build, continues(after: build) || exercises.mayStop(build) ? .attempt : .run,
        report: report)
      take(ending, into: &result, build: build)
      if result.outcome == .finished { loaded.append(build) }
    case (_, .shouldTrap):
      let ending = try execute(build, .probe, report: report)
      take(ending, into: &result, build: build)
      invert(
        &result, .failed, of: cell,
        otherwise: "this 'should_trap' cell ran to its end without a trap")
    case (_, .noRun), (_, .compileFail), (_, .ignore):
      let ending = try execute(build, .check, report: report)
      take(ending, into: &result, build: build)
      if cell.role == .compileFail {
        invert(
          &result, .compileFailed, of: cell, otherwise: "this 'compile_fail' cell compiles")
      }
    }
    return result
  }

  /// Turns the failure that a cell's role announces into success, and success into that failure.
  private func invert(
    _ result: inout CellResult, _ announced: CellOutcome, of cell: Cell, otherwise message: String
  ) {
    if result.outcome == announced {
      result.outcome = .finished
    } else if result.outcome == .finished {
      result.outcome = announced
      result.diagnostics.append(Diagnostic(.error, at: cell.fence, message))
    }
  }

  private func take(_ ending: CellEnding, into result: inout CellResult, build: CellBuild) {
    if case .loadFailed(let message) = ending.kind, !message.contains("undefined symbol") {
      CellCache.remove(build.folder)
    }
    let reading = EndingReader(
      ending, cell: build.cell, places: builder.places, outputLimit: configuration.outputLimit)
    result.outputs = reading.outputs
    result.outcome = reading.outcome
    result.missingModule = reading.missingModule
    result.diagnostics += reading.diagnostics
    result.notices += reading.notices
    result.seconds = ending.seconds
  }

  // MARK: The worker

  private func execute(
    _ build: CellBuild, _ mode: WorkerCommand.Mode, report: (Event) -> Void
  ) throws -> CellEnding {
    if worker == nil {
      worker = try WorkerConnection(configuration, toolchain: toolchain, directory: directory)
      try reload(into: worker, report: report)
    }
    guard let worker else { throw SystemError("worker") }
    var ending = try send(build, mode, to: worker, report: report)
    if ending == nil {
      // The worker has threads and cannot be copied: a fresh one takes the risk.
      if mode == .probe {
        let other = try WorkerConnection(
          configuration, toolchain: toolchain, directory: directory)
        defer { other.close() }
        try reload(into: other, report: report)
        return try send(build, .run, to: other, report: report) ?? lost()
      }
      ending = try send(build, .run, to: worker, report: report)
    }
    if worker.status != nil {
      worker.close()
      self.worker = nil
    }
    return ending ?? lost()
  }

  private func lost() -> CellEnding {
    CellEnding(kind: .died(status: SIGKILL), outputs: [], seconds: 0)
  }

  /// Brings a new worker to the state of the old one, by running the same cells again.
  private func reload(into worker: WorkerConnection?, report: (Event) -> Void) throws {
    guard let worker else { return }
    for build in loaded { _ = try send(build, .run, to: worker, report: { _ in }) }
  }

  /// Runs a command to its end, while the builder goes on.
  ///
  /// - Returns: The ending, or nil when the worker cannot be copied.
  private func send(
    _ build: CellBuild, _ mode: WorkerCommand.Mode, to worker: WorkerConnection,
    report: (Event) -> Void
  ) throws -> CellEnding? {
    let cell = build.cell
    var watch = CellWatch(
      worker.log, timeLimit: cell.options.timeout ?? configuration.timeLimit,
      outputLimit: configuration.outputLimit)
    worker.send(
      WorkerCommand(
        mode: mode, number: build.index, name: cell.options.label ?? "",
        seed: cell.options.seed ?? configuration.seed ?? lesson.frontMatter.seed,
        library: build.library, entry: build.entry))
    var finish: WorkerFinish?
    var uncaughtError: String?
    var kind: CellEnding.Kind?
    while kind == nil {
      try pump(worker)
      while let event = worker.nextEvent() {
        // The end of a copy may be told after its cell has been dealt with.
        guard event.number == build.index else { continue }
        switch event {
        case .finished(let end):
          finish = end
          // A probe's end follows; until then it is not known whether it left in peace.
          if mode != .probe { kind = .finished(end) }
        case .loadFailed(_, let message): kind = .loadFailed(message)
        case .uncaughtError(_, let description): uncaughtError = description
        case .copyEnded(_, let status):
          // A library that could not be loaded has its ending already.
          if kind == nil { kind = finish.map { .finished($0) } ?? .died(status: status) }
        case .cannotCopy: return nil
        }
      }
      if kind == nil { kind = worker.status.map { .died(status: $0) } }
      if kind == nil, let limit = watch.reachedLimit() {
        worker.kill()
        kind = limit
      }
      if kind == nil {
        let progress = worker.statementLine.progress
        report(.running(cell, seconds: watch.seconds, progress: progress))
      }
    }
    guard let kind else { return lost() }
    return CellEnding(
      kind: kind, outputs: watch.outputs, uncaughtError: uncaughtError,
      line: worker.statementLine.value,
      closedDescriptors: worker.statementLine.hasLostDescriptors, crash: worker.takeCrash(),
      seconds: finish?.seconds ?? watch.seconds)
  }

  // MARK: Waiting

  /// Waits a little for whatever happens next, and lets the builder go on.
  private func pump(_ worker: WorkerConnection? = nil) throws {
    if isInterrupted() { throw Interruption() }
    try builder.advance()
    let children = builder.children
    var events = children.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    events.append(pollfd(fd: builder.moduleDescriptor, events: Int16(POLLIN), revents: 0))
    if let worker {
      events.append(pollfd(fd: worker.control, events: Int16(POLLIN), revents: 0))
      events.append(pollfd(fd: worker.lifeline, events: Int16(POLLIN), revents: 0))
    }
    guard worker != nil || !children.isEmpty else { return }
    _ = poll(&events, nfds_t(events.count), 50)
    if events[children.count].revents != 0 { builder.handleModules() }
    for (index, child) in children.enumerated() where events[index].revents != 0 {
      try builder.handleOutput(of: child.build)
    }
    // A worker that died said its last words before.
    if let worker, events[events.count - 1].revents != 0 { worker.readLifeline() }
    builder.enforceTimeLimit()
    try builder.advance()
  }
}
