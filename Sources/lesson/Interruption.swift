import Glibc

/// Whether the user or the system asked the tool to stop.
enum Interruption {
  private nonisolated(unsafe) static var signal: Int32 = 0

  /// Notes the signals that ask for an end, instead of ending at once.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      Glibc.signal(number) { Interruption.signal = $0 }
    }
    Glibc.signal(SIGPIPE, SIG_IGN)
  }

  /// Whether a signal has come.
  static var hasOccurred: Bool { signal != 0 }

  /// The exit code that says which: 130 for Ctrl-C.
  static var exitCode: Int32 { 128 + signal }
}
