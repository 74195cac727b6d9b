/// A place in a text file.
public struct TextPosition: Codable, Comparable, Hashable, Sendable {
  /// The line, counted from 1.
  public var line: Int
  /// The column in UTF-8 bytes, counted from 1.
  public var column: Int

  /// Creates a position.
  ///
  /// - Parameters:
  ///   - line: The line, counted from 1.
  ///   - column: The column in UTF-8 bytes, counted from 1.
  public init(line: Int, column: Int = 1) {
    self.line = line
    self.column = column
  }

  /// Orders positions as they stand in the file.
  ///
  /// - Parameters:
  ///   - left: A position.
  ///   - right: A position.
  /// - Returns: Whether `left` stands before `right`.
  public static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
