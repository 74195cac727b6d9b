/// What a lesson's own page shows of the lines that belong to exercises.
///
/// Readers see solutions, but neither markers nor hidden tests nor notes for instructors.
struct ExerciseLines {
  /// How a line is shown.
  enum Form: Equatable {
    case shown
    case hidden
    /// Without `// SOLUTION` at its end.
    case suffixed
  }

  private var forms: [Int: Form] = [:]
  private var notes: [ClosedRange<Int>] = []
  private let lines: LessonLines

  /// Reads a lesson's regions.
  init(_ lesson: Lesson) {
    lines = lesson.regions.isEmpty ? LessonLines("") : LessonLines(lesson.text)
    for region in lesson.regions {
      switch (region.form, region.kind) {
      case (.suffix, _): forms[region.lines.lowerBound] = .suffixed
      case (.block, .hiddenTests), (.prose, .instructor):
        for line in region.lines { forms[line] = .hidden }
        if region.kind == .instructor { notes.append(region.lines) }
      case (.block, _), (.prose, _):
        forms[region.lines.lowerBound] = .hidden
        forms[region.lines.upperBound] = .hidden
      case (.cell, _): break
      }
    }
  }

  /// How a line of the lesson is shown.
  func form(of line: Int) -> Form { forms[line] ?? .shown }

  /// Whether a line belongs to an instructor's note.
  func isForInstructors(_ line: Int) -> Bool { notes.contains { $0.contains(line) } }

  /// Whether a cell stands in an instructor's note.
  func isForInstructors(_ cell: Cell) -> Bool { isForInstructors(cell.fence.line) }

  /// A cell's source as it is shown.
  func source(of cell: Cell) -> String {
    guard !forms.isEmpty else { return cell.source }
    let source = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    return source.enumerated().compactMap { index, line in
      switch form(of: cell.sourceLine + index) {
      case .shown: String(line)
      case .hidden: nil
      case .suffixed: Handout.withoutSuffix(String(line))
      }
    }.joined(separator: "\n")
  }

  /// What takes the author's prose to what the page shows: the lines that go, one by one.
  var edits: [EditedSource.Edit] {
    forms.keys.sorted().compactMap { line in
      guard forms[line] == .hidden, lines.ranges.indices.contains(line - 1) else { return nil }
      let range = lines.ranges[line - 1]
      return EditedSource.Edit(offset: range.lowerBound, removedLength: range.count, insertion: "")
    }
  }
}
