/// Collects a lesson's exercise regions while the parser walks through it.
struct ExerciseReader {
  /// The regions so far, in order.
  private(set) var regions: [ExerciseRegion] = []
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []
  /// The prose region that is open.
  private var prose: Opening?

  private struct Opening {
    var marker: ExerciseMarker
    var position: TextPosition
    var cell: Int?
  }

  /// Reads the markers of a cell.
  mutating func read(_ cell: Cell) {
    var opening: Opening?
    let optionCount = CellOptionParser.optionLineCount(cell.source)
    if cell.options.solution || cell.options.hidden {
      regions.append(
        ExerciseRegion(
          kind: cell.options.solution ? .solution : .hiddenTests, form: .cell,
          lines: cell.fence.line...max(cell.lastLine, cell.fence.line), cell: cell.number))
    }
    for (index, line) in Self.lines(cell.source).enumerated() where index >= optionCount {
      guard let reading = ExerciseMarker.read(code: line) else { continue }
      let position: (Int) -> TextPosition = { cell.position(line: index + 1, column: $0) }
      if case .marker(let marker, let column) = reading, cell.role != .run {
        let text = marker.text(isProse: false)
        mistakes.append(
          .init(.markerInOtherCell(text, role: cell.role.rawValue), at: position(column)))
      } else {
        take(reading, at: position, in: cell.number, &opening)
      }
    }
    close(opening)
  }

  /// Refuses markers in a Swift block that is only shown.
  mutating func readShownOnly(_ block: FencedBlock) {
    for (index, line) in Self.lines(block.source).enumerated() {
      guard case .marker(let marker, let column)? = ExerciseMarker.read(code: line) else {
        continue
      }
      let shift = block.indentations.indices.contains(index) ? block.indentations[index] : 0
      mistakes.append(
        .init(
          .markerInOtherCell(marker.text(isProse: false), role: CellRole.ignore.rawValue),
          at: TextPosition(line: block.fence.line + 1 + index, column: column + shift)))
    }
  }

  /// Refuses markers in a block of code that is no cell, where they would hide nothing.
  mutating func read(otherCode node: MarkdownNode, in lines: LessonLines) {
    for line in node.start.line...max(node.endLine, node.start.line) {
      let text = Substring(lines.text(line))
      guard let stray = ExerciseMarker.stray(in: text) else { continue }
      mistakes.append(
        .init(
          .strayMarker(stray.comment), at: TextPosition(line: line, column: stray.column)))
    }
  }

  /// Refuses markers within a paragraph, where they would hide nothing.
  mutating func read(inlineHTML raw: String, at position: TextPosition) {
    guard let stray = ExerciseMarker.stray(in: Substring(raw)) else { return }
    mistakes.append(.init(.strayMarker(stray.comment), at: position))
  }

  /// Reads the markers of a block of raw HTML.
  mutating func read(html node: MarkdownNode, in lines: LessonLines) {
    var opening = prose
    for line in node.start.line...max(node.endLine, node.start.line) {
      guard let reading = ExerciseMarker.read(prose: Substring(lines.text(line))) else { continue }
      take(reading, at: { TextPosition(line: line, column: $0) }, in: nil, &opening)
    }
    prose = opening
  }

  /// Reports what is still open at the lesson's end.
  mutating func finish() {
    close(prose)
    prose = nil
    regions.sort {
      ($0.lines.lowerBound, $1.lines.upperBound) < ($1.lines.lowerBound, $0.lines.upperBound)
    }
  }

  private static func lines(_ source: String) -> [Substring] {
    source.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private mutating func close(_ opening: Opening?) {
    guard let opening else { return }
    var closing = opening.marker
    closing.edge = .end
    let isProse = opening.cell == nil
    mistakes.append(
      .init(
        .unclosedMarker(
          opening.marker.text(isProse: isProse), closing: closing.text(isProse: isProse)),
        at: opening.position))
  }

  private mutating func take(
    _ reading: ExerciseMarker.Reading, at position: (Int) -> TextPosition, in cell: Int?,
    _ opening: inout Opening?
  ) {
    switch reading {
    case .misspelt(let found, let meant, let column):
      mistakes.append(.init(.misspeltMarker(found, meant: meant), at: position(column)))
    case .marker(let marker, let column):
      take(marker, at: position(column), in: cell, &opening)
    }
  }

  private mutating func take(
    _ marker: ExerciseMarker, at position: TextPosition, in cell: Int?, _ opening: inout Opening?
  ) {
    let isProse = cell == nil
    let text = marker.text(isProse: isProse)
    let line = position.line
    if marker.edge != .end, let outer = opening ?? prose {
      let outerText = outer.marker.text(isProse: outer.cell == nil)
      mistakes.append(
        .init(.nestedMarker(text, in: outerText, line: outer.position.line), at: position))
      return
    }
    switch marker.edge {
    case .begin: opening = Opening(marker: marker, position: position, cell: cell)
    case .suffix:
      regions.append(
        ExerciseRegion(kind: marker.kind, form: .suffix, lines: line...line, cell: cell))
    case .end:
      guard let begin = opening, begin.marker.kind == marker.kind else {
        var needed = marker
        needed.edge = .begin
        mistakes.append(
          .init(.unopenedMarker(text, opening: needed.text(isProse: isProse)), at: position))
        return
      }
      regions.append(
        ExerciseRegion(
          kind: marker.kind, form: isProse ? .prose : .block, lines: begin.position.line...line,
          cell: cell))
      opening = nil
    }
  }
}
