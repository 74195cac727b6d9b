import Glibc

/// The standard streams, written at once: what is printed stays in order, and a reader that went
/// away is no mistake.
enum Terminal {
  /// Writes a line on standard output.
  static func write(line: String) {
    write(line + "\n", to: STDOUT_FILENO)
  }

  /// How many columns a line of standard output has; 80 where nobody knows.
  static var columnCount: Int {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    return isKnown ? Int(size.ws_col) : 80
  }

  /// Writes a text.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
