/// A Swift expression in a sentence whose value the page shows in its place: `` `{swift} expr` ``.
public struct InlineValue: Equatable, Sendable {
  /// The expression; `\n` between lines.
  public var expression: String
  /// Where each line of ``expression`` starts in the lesson.
  public var lineStarts: [TextPosition]
  /// All of it in the lesson, the backticks included.
  public var range: Range<TextPosition>
  /// The number of the cell before it; 0 where there is none.
  ///
  /// The expression sees what that cell and those before it declare.
  public var cell = 0
  /// The value as the page shows it; nil before a run, and where the run found none.
  public var text: String?
}
