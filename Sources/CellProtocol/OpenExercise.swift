/// The words with which a cell stops where a student's code is still missing.
public enum OpenExercise {
  private static let opening = "your code here: the exercise '"
  private static let closing = "' is open"

  /// What a cell says when it stops at an open exercise.
  ///
  /// - Parameter name: The exercise.
  /// - Returns: One line.
  public static func message(_ name: String) -> String { opening + name + closing }

  /// The exercise that a message is about.
  ///
  /// - Parameter message: What a cell said when it stopped.
  /// - Returns: The exercise, or nil when the cell stopped for another reason.
  public static func name(in message: String) -> String? {
    guard let start = message.firstRange(of: opening),
      let end = message[start.upperBound...].firstRange(of: closing)
    else { return nil }
    return String(message[start.upperBound..<end.lowerBound])
  }
}
