import CProcess
import Glibc

/// A tool of the toolchain, running: its output arrives on one pipe, whose end means that it is
/// done.
///
/// It is killed when the runner dies, however the runner dies.
final class ChildProcess {
  /// The process id.
  let id: pid_t
  /// The read end of the pipe that carries standard output and standard error.
  private(set) var outputDescriptor: Int32
  /// What the tool has printed so far.
  private(set) var output: [UInt8] = []
  /// The status as `waitpid` gives it, once the tool is done.
  private(set) var status: Int32?

  /// Starts a tool.
  ///
  /// - Parameters:
  ///   - executable: The absolute path of the tool.
  ///   - arguments: The arguments, the tool's own name not among them.
  ///   - directory: The working directory.
  /// - Throws: ``SystemError`` when the tool cannot be started.
  init(_ executable: String, _ arguments: [String], in directory: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError("pipe") }
    defer { close(ends[1]) }
    outputDescriptor = ends[0]
    do {
      id = try spawnProcess(
        executable, [executable] + arguments, environment: ProcessEnvironment.tool,
        directory: directory,
        descriptors: [-1, ends[1], ends[1]], diesWithParent: true)
    } catch {
      close(ends[0])
      throw error
    }
  }

  deinit {
    if outputDescriptor >= 0 { close(outputDescriptor) }
  }

  /// Whether the tool has ended with status zero.
  var succeeded: Bool { status == 0 }

  /// Takes what the pipe holds; to be called when it is readable.
  ///
  /// - Returns: Whether the tool is done.
  func readAvailable() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(outputDescriptor, &buffer, buffer.count)
    if count > 0 {
      output += buffer[..<count]
      return false
    }
    if count < 0 && errno == EINTR { return false }
    finish()
    return true
  }

  /// Waits for the end.
  func wait() {
    while !readAvailable() {}
  }

  /// Ends the tool at once.
  func kill() {
    guard status == nil else { return }
    Glibc.kill(id, SIGKILL)
    finish()
  }

  private func finish() {
    var status: Int32 = 0
    var waited: pid_t
    repeat { waited = waitpid(id, &status, 0) } while waited < 0 && errno == EINTR
    // A tool whose ending nobody knows has not succeeded.
    self.status = waited == id ? status : -1
    close(outputDescriptor)
    outputDescriptor = -1
  }
}

/// A system call that failed.
struct SystemError: Error, CustomStringConvertible {
  /// What failed and why: `open /x: No such file or directory`.
  let description: String

  /// Takes the reason from `errno`.
  ///
  /// - Parameter operation: What failed.
  init(_ operation: String) {
    description = "\(operation): \(String(cString: strerror(errno)))"
  }
}

/// The environments that children start with.
enum ProcessEnvironment {
  /// This process's own variables.
  static var current: [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1)
      if let name = pair.first { variables[String(name)] = pair.count > 1 ? String(pair[1]) : "" }
      entry += 1
    }
    return variables
  }

  /// The toolchain's: messages in English.
  static var tool: [String: String] {
    current.merging(["LC_ALL": "C.UTF-8"]) { $1 }
  }
}

/// Starts a process in a group of its own.
///
/// - Parameters:
///   - executable: The absolute path.
///   - arguments: The arguments, the program's own name first.
///   - environment: The variables.
///   - directory: The working directory, or nil for this process's.
///   - descriptors: The child's 0, 1, 2, …; -1 stands for the null device. No other stays open.
///   - diesWithParent: Whether the child is killed when the calling thread ends.
/// - Returns: The process id.
/// - Throws: ``SystemError`` when the process cannot be started.
func spawnProcess(
  _ executable: String, _ arguments: [String], environment: [String: String],
  directory: String? = nil, descriptors: [Int32], diesWithParent: Bool
) throws -> pid_t {
  let argumentPointers = arguments.map { strdup($0) } + [nil]
  let environmentPointers =
    environment.sorted { $0.key < $1.key }
    .map { strdup("\($0.key)=\($0.value)") } + [nil]
  let path = strdup(executable)
  let directoryPointer = directory.flatMap { strdup($0) }
  defer {
    for pointer in argumentPointers + environmentPointers + [path, directoryPointer] {
      free(pointer)
    }
  }
  let id = argumentPointers.withUnsafeBufferPointer { arguments in
    environmentPointers.withUnsafeBufferPointer { environment in
      descriptors.withUnsafeBufferPointer { descriptors in
        var spec = process_spec(
          path: path, arguments: arguments.baseAddress, environment: environment.baseAddress,
          directory: directoryPointer, descriptors: descriptors.baseAddress,
          descriptor_count: Int32(descriptors.count), dies_with_parent: diesWithParent ? 1 : 0)
        return process_spawn(&spec)
      }
    }
  }
  guard id > 0 else { throw SystemError(executable) }
  return id
}
