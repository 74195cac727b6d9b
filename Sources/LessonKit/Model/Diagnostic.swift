/// A message about a place in a lesson: a compiler's, or the runner's own.
public struct Diagnostic: Codable, Equatable, Sendable {
  /// How grave the message is.
  public enum Severity: String, Codable, Equatable, Sendable {
    /// The cell or lesson cannot be used.
    case error
    /// The cell works but deserves a look.
    case warning
    /// An addition to the message before it.
    case note
  }

  /// How grave the message is.
  public var severity: Severity
  /// Where in the lesson file.
  public var position: TextPosition
  /// The message, one or more lines.
  public var message: String
  /// Plain words for a newcomer to Swift, or nil.
  public var hint: String?

  /// Creates a diagnostic.
  ///
  /// - Parameters:
  ///   - severity: How grave the message is.
  ///   - position: Where in the lesson file.
  ///   - message: The message, one or more lines.
  ///   - hint: Plain words for a newcomer to Swift, or nil.
  public init(
    _ severity: Severity, at position: TextPosition, _ message: String, hint: String? = nil
  ) {
    self.severity = severity
    self.position = position
    self.message = message
    self.hint = hint
  }

  /// The message as compilers print it: `path:line:column: error: message`.
  ///
  /// - Parameter path: The lesson's path as the user named it.
  /// - Returns: One or more lines without a final line break.
  public func rendered(path: String) -> String {
    var text = "\(path):\(position.line):\(position.column): \(severity.rawValue): \(message)"
    if let hint {
      text += "\n  hint: \(hint)"
    }
    return text
  }
}
