import CProcess
import Foundation
import Glibc

/// The runner's end of a worker.
final class WorkerConnection {
  /// The socket for commands and events.
  let control: Int32
  /// The socket that the supervisor holds; its end or a status on it means that the worker is gone.
  let lifeline: Int32
  /// What the cells have written.
  let log: OutputLog
  /// The line of the statement that runs.
  let statementLine: StatementLine
  /// The file in memory that the runtime writes a crash to.
  private let crash: Int32
  /// Its path, without the commas and spaces that a folder may have.
  private var crashPath: String { "/proc/\(getpid())/fd/\(crash)" }
  /// The status the worker ended with, as `waitpid` gives it.
  private(set) var status: Int32?
  private let supervisor: pid_t

  /// Starts a worker.
  ///
  /// - Parameters:
  ///   - configuration: The executable and the limits.
  ///   - toolchain: The toolchain with the program that writes backtraces.
  ///   - directory: The folder that cells run in.
  /// - Throws: ``SystemError`` when it cannot be started.
  init(_ configuration: RunConfiguration, toolchain: Toolchain, directory: String) throws {
    var controlPair: [Int32] = [-1, -1]
    var lifelinePair: [Int32] = [-1, -1]
    let packets = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, packets, 0, &controlPair) == 0,
      socketpair(AF_UNIX, packets, 0, &lifelinePair) == 0
    else { throw SystemError("socketpair") }
    defer {
      Glibc.close(controlPair[1])
      Glibc.close(lifelinePair[1])
    }
    control = controlPair[0]
    lifeline = lifelinePair[0]
    log = try OutputLog()
    statementLine = try StatementLine()
    crash = process_memory_file("lesson-crash", 0, 0)
    guard crash >= 0 else { throw SystemError("memfd_create") }
    // Whatever survives a supervisor that a cell has killed falls to this process.
    _ = process_adopt_orphans()
    supervisor = try spawnProcess(
      configuration.library.executable,
      // A cell that prints its arguments prints the same wherever the tool lies.
      ["lesson", Worker.argument, "\(configuration.memoryLimit)"],
      environment: WorkerConnection.environment(
        crashFile: "/proc/\(getpid())/fd/\(crash)", toolchain: toolchain),
      directory: directory,
      descriptors: [
        -1, log.records, log.rawErrors, controlPair[1], log.records, log.rawErrors,
        lifelinePair[1], statementLine.file,
      ],
      diesWithParent: false)
  }

  /// The same for every machine, but for the places of programs and files.
  private static func environment(crashFile: String, toolchain: Toolchain) -> [String: String] {
    let own = ProcessEnvironment.current
    var result = [
      "SWIFT_DETERMINISTIC_HASHING": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8",
      "SWIFT_BACKTRACE": [
        "enable=yes", "format=json", "output-to=\(crashFile)", "threads=crashed", "images=none",
        "interactive=no", "color=no", "sanitize=no", "limit=64", "top=4",
        "swift-backtrace=\(toolchain.backtracer)",
      ].joined(separator: ","),
    ]
    for name in ["PATH", "HOME", "TMPDIR", "USER", "LD_LIBRARY_PATH"] { result[name] = own[name] }
    return result
  }

  /// Sends a command.
  ///
  /// - Parameter command: The command.
  func send(_ command: WorkerCommand) {
    guard let data = try? WorkerCoding.encoder.encode(command) else { return }
    _ = data.withUnsafeBytes {
      Glibc.send(control, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// Takes the next event, without waiting.
  ///
  /// - Returns: The event, or nil when none is there.
  func nextEvent() -> WorkerEvent? {
    var buffer = [UInt8](repeating: 0, count: 262_144)
    let count = recv(control, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    guard count > 0 else { return nil }
    return try? WorkerCoding.decoder.decode(WorkerEvent.self, from: Data(buffer[..<count]))
  }

  /// Takes the worker's end, if the lifeline tells of it.
  func readLifeline() {
    guard status == nil else { return }
    var received: Int32 = 0
    let count = withUnsafeMutableBytes(of: &received) {
      recv(lifeline, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
    }
    if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
    // Without a status the supervisor itself was killed.
    status = count == MemoryLayout<Int32>.size ? received : SIGKILL
    while waitpid(supervisor, nil, 0) < 0 && errno == EINTR {}
    if count != MemoryLayout<Int32>.size {
      ProcessTree.kill(group: supervisor)
      ProcessTree.killDescendants(withEnvironment: "output-to=\(crashPath),")
    }
  }

  /// Ends the worker and everything below it, and waits until they are gone.
  func kill() {
    if status == nil {
      var byte: UInt8 = 1
      _ = Glibc.send(lifeline, &byte, 1, Int32(MSG_NOSIGNAL))
      // A cell may have stopped the supervisor.
      Glibc.kill(supervisor, SIGCONT)
      let start = ContinuousClock.now
      while status == nil {
        var event = pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, 1000)
        readLifeline()
        if (ContinuousClock.now - start).inSeconds > 10 { Glibc.kill(supervisor, SIGKILL) }
      }
    }
  }

  /// Ends the worker and gives back what it took.
  func close() {
    kill()
    Glibc.close(control)
    Glibc.close(lifeline)
    log.close()
    statementLine.close()
    Glibc.close(crash)
  }

  /// The runtime's report of a crash, which is forgotten.
  ///
  /// - Returns: The JSON, or nil when nothing crashed.
  func takeCrash() -> Data? {
    defer { ftruncate(crash, 0) }
    return FileManager.default.contents(atPath: crashPath).flatMap { $0.isEmpty ? nil : $0 }
  }
}
