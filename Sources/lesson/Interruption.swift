import Glibc

/// Whether the user or the system asked the tool to stop.
enum Interruption {
  private nonisolated(unsafe) static var signal: Int32 = 0

  /// Notes the signals that ask for an end, instead of ending at once.
  static func watch() {
    // Whoever started the tool may have blocked them.
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // The first signal asks for an orderly end; whoever sends another wants it at once.
      Glibc.signal(number) {
        if Interruption.signal != 0 { _exit(128 + $0) }
        Interruption.signal = $0
      }
      sigaddset(&wanted, number)
    }
    sigprocmask(SIG_UNBLOCK, &wanted, nil)
    // Writes fail with a reason instead.
    for number in [SIGPIPE, SIGXFSZ] { Glibc.signal(number, SIG_IGN) }
  }

  /// Whether a signal has come.
  static var hasOccurred: Bool { signal != 0 }

  /// The exit code that says which: 130 for Ctrl-C.
  static var exitCode: Int32 { 128 + signal }
}
