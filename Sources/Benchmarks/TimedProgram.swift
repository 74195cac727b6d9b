import Glibc
import LessonKit

/// A program that was started, read and waited for, timed by the wall clock.
struct TimedProgram {
  /// A program that did not end well.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The seconds from before its start to after its end.
  private(set) var seconds = 0.0
  /// The seconds until it had printed the words that were looked for.
  private(set) var secondsUntilWords: Double?
  /// What it printed, errors included.
  var output: String { String(decoding: bytes, as: UTF8.self) }
  private var bytes: [UInt8] = []

  /// Runs a program to its end, with nothing to read.
  ///
  /// Foundation's `Process` looks for the end only now and then; this waits for it.
  ///
  /// - Parameters:
  ///   - executable: The program's path.
  ///   - arguments: Its arguments.
  ///   - words: What to look for in its output.
  /// - Throws: ``Failure`` unless it exits with 0.
  init(_ executable: String, _ arguments: [String], lookingFor words: String? = nil) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
    defer { close(ends[0]) }
    let start = ContinuousClock.now
    let child: pid_t
    do {
      defer { close(ends[1]) }
      child = try TimedProgram.spawn(executable, arguments, pipe: ends)
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(ends[0], &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      if let words, secondsUntilWords == nil, output.contains(words) {
        secondsUntilWords = (ContinuousClock.now - start).inSeconds
      }
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    seconds = (ContinuousClock.now - start).inSeconds
    guard status == 0 else {
      let command = ([executable] + arguments).joined(separator: " ")
      throw Failure(description: "'\(command)' failed:\n\(output)")
    }
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], pipe: [Int32]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO)
    for end in pipe { posix_spawn_file_actions_addclose(&actions, end) }
    var words = ([executable] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child = pid_t()
    let reason = posix_spawn(&child, executable, &actions, nil, &words, environ)
    guard reason == 0 else {
      throw Failure(description: "cannot start \(executable): \(String(cString: strerror(reason)))")
    }
    return child
  }
}
