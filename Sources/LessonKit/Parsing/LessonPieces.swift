/// A run of whole lines of a lesson.
public enum LessonPiece: Equatable, Sendable {
  /// The front matter with its `---` lines.
  case frontMatter(String)
  /// What stands between cells.
  case prose(String)
  /// The lines of a cell, fences included; what stands before them on their lines, too.
  case cell(Cell, String)

  /// The piece's text as it stands in the lesson.
  public var text: String {
    switch self {
    case .frontMatter(let text), .prose(let text), .cell(_, let text): text
    }
  }
}

extension Lesson {
  /// The lesson cut into pieces.
  ///
  /// Law: the pieces' texts, joined, are `text`, byte for byte.
  public var pieces: [LessonPiece] { pieces(LessonLines(text)) }

  /// The lesson cut into pieces, its lines already known.
  func pieces(_ lines: LessonLines) -> [LessonPiece] {
    var pieces: [LessonPiece] = []
    var next = 1
    func advance(to line: Int, _ piece: (String) -> LessonPiece) {
      guard next < line else { return }
      pieces.append(piece(lines.text(lines: next..<line)))
      next = line
    }
    advance(to: bodyLine) { .frontMatter($0) }
    for cell in cells {
      advance(to: cell.fence.line) { .prose($0) }
      advance(to: cell.lastLine + 1) { .cell(cell, $0) }
    }
    advance(to: lines.count + 1) { .prose($0) }
    return pieces
  }
}
