import CProcess
public import CellProtocol
import Foundation
import Glibc

/// What the worker needs of the library that cells see, which LessonKit does not know.
public struct CellHost {
  /// Opens a page for a cell.
  ///
  /// It is given the cell's name, its seed, where the line of the running statement is to be noted,
  /// and where outputs go.
  public typealias BeginCell = (
    _ name: String, _ seed: UInt64, _ statementLine: UnsafeMutablePointer<Int>,
    _ emit: @escaping (CellOutput) -> Void
  ) -> Void

  /// Opens a page for a cell.
  public var beginCell: BeginCell

  /// Creates a host.
  ///
  /// - Parameter beginCell: Opens a page for a cell.
  public init(beginCell: @escaping BeginCell) {
    self.beginCell = beginCell
  }
}

/// The process that loads and runs cells, one after the other, on its main thread.
public final class Worker {
  /// The word that makes the tool a worker.
  public static let argument = "__worker"

  /// The worker of this process, for the runtime's hook that takes no context.
  private nonisolated(unsafe) static var current: Worker?

  private let host: CellHost
  private let control: Int32
  private let records: Int32
  private let rawErrors: Int32
  private let statementLine: UnsafeMutablePointer<Int>
  private var running = 0
  /// The process that runs the cell: a cell may copy it behind the worker's back.
  private var process = getpid()
  private var closedOutput = false

  /// Becomes a worker: serves commands until there are no more.
  ///
  /// Never returns.
  ///
  /// - Parameters:
  ///   - arguments: The memory limit in bytes.
  ///   - host: What the worker needs of the library that cells see.
  public static func serve(arguments: [String], host: CellHost) -> Never {
    Supervisor.split(lifeline: WorkerDescriptor.lifeline)
    let limits = arguments.compactMap { Int($0) }
    guard limits.count == 1, let line = StatementLine.map(WorkerDescriptor.statementLine) else {
      _exit(64)
    }
    var memory = rlimit(rlim_cur: rlim_t(limits[0]), rlim_max: rlim_t(limits[0]))
    _ = setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let worker = Worker(host: host, statementLine: line)
    current = worker
    process_on_uncaught_error { box in
      guard let box else { _exit(Worker.uncaughtErrorStatus) }
      // `any Error` is a reference to the box.
      Worker.endWithUncaughtError(unsafeBitCast(box, to: (any Error).self))
    }
    worker.captureStreams()
    worker.loop()
    _exit(0)
  }

  private init(host: CellHost, statementLine: UnsafeMutablePointer<Int>) {
    self.host = host
    self.statementLine = statementLine
    // Out of the way of a cell that closes what it does not own.
    control = Worker.moved(WorkerDescriptor.control)
    records = Worker.moved(WorkerDescriptor.records)
    rawErrors = Worker.moved(WorkerDescriptor.rawErrors)
    dup2(records, 1)
    dup2(rawErrors, 2)
  }

  private static func moved(_ descriptor: Int32) -> Int32 {
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 200)
    close(descriptor)
    return moved
  }

  // MARK: Standard streams

  /// Puts streams in the place of `stdout` and `stderr` that write records without a buffer, so
  /// that nothing is lost in a crash and the order of the two stays.
  private func captureStreams() {
    install("stdout") { _, bytes, count in
      Worker.record(.standardOutput, bytes, count)
    }
    install("stderr") { _, bytes, count in
      Worker.record(.standardError, bytes, count)
    }
  }

  private func install(
    _ name: String,
    write: @escaping @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, Int) -> Int
  ) {
    let close: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { _ in
      Worker.current?.closedOutput = true
      return 0
    }
    guard let stream = process_stream(write, close), let variable = dlsym(nil, name) else {
      return
    }
    variable.assumingMemoryBound(to: UnsafeMutablePointer<FILE>?.self).pointee = stream
  }

  private static func record(_ kind: OutputLog.Kind, _ bytes: UnsafePointer<CChar>?, _ count: Int)
    -> Int
  {
    guard let worker = current else { return count }
    OutputLog.append(
      kind, UnsafeRawBufferPointer(start: bytes, count: count), records: worker.records,
      rawErrors: worker.rawErrors)
    return count
  }

  private func emit(_ output: CellOutput) {
    guard let data = try? WorkerCoding.encoder.encode(output) else { return }
    data.withUnsafeBytes {
      OutputLog.append(.shown, $0, records: records, rawErrors: rawErrors)
    }
  }

  // MARK: Commands

  private func loop() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(control, &buffer, buffer.count, 0)
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EBADF { statementLine.pointee = StatementLine.lostDescriptors }
      guard count > 0,
        let command = try? WorkerCoding.decoder.decode(
          WorkerCommand.self, from: Data(buffer[..<count]))
      else { return }
      switch command.mode {
      case .run: run(command)
      case .attempt: runInCopy(command, keeping: true)
      case .probe: runInCopy(command, keeping: false)
      case .check: check(command)
      }
    }
  }

  private func send(_ event: WorkerEvent) {
    guard let data = try? WorkerCoding.encoder.encode(event) else { return }
    _ = data.withUnsafeBytes { Glibc.send(control, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  private func run(_ command: WorkerCommand) {
    running = command.number
    process = getpid()
    statementLine.pointee = 0
    guard let library = dlopen(command.library, RTLD_NOW | RTLD_GLOBAL) else {
      return send(.loadFailed(number: command.number, message: loaderMessage))
    }
    guard let symbol = dlsym(library, command.entry) else {
      return send(.loadFailed(number: command.number, message: loaderMessage))
    }
    typealias Entry = @convention(c) (Int32, UnsafeMutableRawPointer?) -> Int32
    let entry = unsafeBitCast(symbol, to: Entry.self)
    host.beginCell(command.name, command.seed, statementLine) { [unowned self] in emit($0) }
    let clock = ContinuousClock()
    let start = clock.now
    _ = entry(0, nil)
    // A copy that the cell made has come to the cell's end: it is no worker.
    if getpid() != process { _exit(0) }
    let duration = clock.now - start
    if closedOutput { captureStreams() }
    let left = ProcessTree.descendants(of: getpid())
    let names = left.compactMap { ProcessTree.name(of: $0) }.sorted()
    if !left.isEmpty { ProcessTree.killDescendants() }
    send(
      .finished(
        WorkerFinish(
          number: command.number, seconds: duration.inSeconds,
          leftProcesses: names, busyThreadCount: ProcessTree.busyThreadCount,
          closedOutput: closedOutput)))
    closedOutput = false
  }

  /// Runs a cell in a copy of this process.
  ///
  /// This process waits; when the copy fails in the cell, this process goes on from where it
  /// stands. A copy that is kept takes over otherwise.
  private func runInCopy(_ command: WorkerCommand, keeping: Bool) {
    // A copy has the calling thread only, and whatever the others held stays held.
    guard ProcessTree.threadCount == 1 else {
      return send(.cannotCopy(number: command.number))
    }
    let page = mmap(
      nil, 4096, PROT_READ | PROT_WRITE, Int32(MAP_SHARED) | Int32(MAP_ANONYMOUS), -1, 0)
    guard let page, page != MAP_FAILED else { return send(.cannotCopy(number: command.number)) }
    defer { munmap(page, 4096) }
    let own = getpid()
    let copy = process_fork()
    guard copy != 0 else {
      _ = process_set_parent_death_signal(SIGKILL)
      if getppid() != own { _exit(1) }
      run(command)
      if !keeping { _exit(0) }
      page.storeBytes(of: 1, as: UInt8.self)
      return
    }
    guard copy > 0 else { return send(.cannotCopy(number: command.number)) }
    var status: Int32 = 0
    while waitpid(copy, &status, 0) < 0 && errno == EINTR {}
    guard page.load(as: UInt8.self) == 1 else {
      return send(.copyEnded(number: command.number, status: status))
    }
    // The copy had taken over: its end is this process's end.
    let signal = status & 0x7f
    if signal != 0 {
      Glibc.signal(signal, SIG_DFL)
      kill(own, signal)
    }
    _exit((status >> 8) & 0xff)
  }

  private func check(_ command: WorkerCommand) {
    let copy = process_fork()
    guard copy != 0 else {
      if dlopen(command.library, RTLD_NOW | RTLD_GLOBAL) == nil {
        send(.loadFailed(number: command.number, message: loaderMessage))
      } else {
        send(
          .finished(
            WorkerFinish(
              number: command.number, seconds: 0, leftProcesses: [], busyThreadCount: 0,
              closedOutput: false)))
      }
      _exit(0)
    }
    guard copy > 0 else { return send(.cannotCopy(number: command.number)) }
    while waitpid(copy, nil, 0) < 0 && errno == EINTR {}
  }

  private var loaderMessage: String { dlerror().map { String(cString: $0) } ?? "" }

  // MARK: Uncaught errors

  /// Ends the process for an error that no statement caught.
  ///
  /// - Parameter error: The error.
  private static func endWithUncaughtError(_ error: any Error) -> Never {
    if let worker = current, worker.process == getpid() {
      // A packet holds so much and no more.
      worker.send(
        .uncaughtError(
          number: worker.running, description: String("\(error)".prefix(10_000))))
    }
    _exit(Worker.uncaughtErrorStatus)
  }

  /// The status a worker ends with after an uncaught error.
  static let uncaughtErrorStatus: Int32 = 86
}
