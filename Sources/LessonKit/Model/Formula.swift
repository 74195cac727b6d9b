/// A formula of a lesson, in TeX.
public struct Formula: Equatable, Sendable {
  /// The TeX without its dollar signs; `\n` between lines.
  public var tex: String
  /// Whether the formula stands in a line of its own.
  public var isDisplay: Bool
  /// Where each line of `tex` starts in the lesson.
  public var lineStarts: [TextPosition]

  /// Creates a formula.
  ///
  /// - Parameters:
  ///   - tex: The TeX without its dollar signs; `\n` between lines.
  ///   - isDisplay: Whether the formula stands in a line of its own.
  ///   - lineStarts: Where each line of `tex` starts in the lesson.
  public init(tex: String, isDisplay: Bool, lineStarts: [TextPosition]) {
    self.tex = tex
    self.isDisplay = isDisplay
    self.lineStarts = lineStarts
  }

  /// Where a character of `tex` stands in the lesson.
  ///
  /// - Parameter offset: UTF-16 units before the character, as JavaScript counts them.
  /// - Returns: The place; the end for an offset beyond it.
  public func position(utf16Offset offset: Int) -> TextPosition {
    let units = tex.utf16
    let end = units.index(units.startIndex, offsetBy: offset, limitedBy: units.endIndex)
    let before = tex.utf8[..<(end ?? tex.endIndex)]
    let line = before.count { $0 == 0x0A }
    let column = before.reversed().prefix { $0 != 0x0A }.count
    let start = line < lineStarts.count ? lineStarts[line] : lineStarts.last
    guard let start else { return TextPosition(line: 1) }
    return TextPosition(line: start.line, column: start.column + column)
  }
}
