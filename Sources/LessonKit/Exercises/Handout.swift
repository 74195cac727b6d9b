/// A lesson for one kind of reader: a lesson itself, as text.
public struct Handout: Sendable {
  /// For whom it is.
  public let variant: HandoutVariant
  /// The lesson's text.
  public private(set) var text = ""
  /// The line of the source that each line of ``text`` comes from.
  public private(set) var sourceLines: [Int] = []
  /// What the author must repair.
  public private(set) var mistakes: [LessonMistake] = []
  /// The lines that stand in for solutions.
  private(set) var stubs: [String] = []

  private let lesson: Lesson
  private let lines: LessonLines
  /// What becomes of the source's lines: the lines that take their place.
  private var replacements: [Int: [String]] = [:]

  /// Makes a handout.
  ///
  /// - Parameters:
  ///   - lesson: The source, without mistakes.
  ///   - variant: For whom it is.
  public init(of lesson: Lesson, variant: HandoutVariant) {
    self.lesson = lesson
    self.variant = variant
    lines = LessonLines(lesson.text)
    for region in lesson.regions where !isInsideHidden(region) { replace(region) }
    write()
  }

  /// Where a place of the handout stands in the source.
  ///
  /// - Parameter position: A place in ``text``.
  /// - Returns: The source's line; the column is lost where a line was replaced.
  public func sourcePosition(of position: TextPosition) -> TextPosition {
    guard sourceLines.indices.contains(position.line - 1) else { return position }
    let line = sourceLines[position.line - 1]
    return TextPosition(line: line, column: replacements[line] == nil ? position.column : 1)
  }

  /// The source's lines that stand in the handout as they are.
  var keptLines: [Int] { (1...max(lines.count, 1)).filter { replacements[$0] == nil } }

  /// Whether an outer region decides about a region's lines already.
  private func isInsideHidden(_ region: ExerciseRegion) -> Bool {
    lesson.regions.contains {
      $0 != region && removesWhole($0) && $0.lines.lowerBound <= region.lines.lowerBound
        && region.lines.upperBound <= $0.lines.upperBound
    }
  }

  /// Whether nothing of a region remains.
  private func removesWhole(_ region: ExerciseRegion) -> Bool {
    switch variant {
    case .student: region.form == .prose || region.form == .cell || region.kind == .hiddenTests
    case .solution: region.kind == .instructor
    case .instructor: false
    }
  }

  private mutating func replace(_ region: ExerciseRegion) {
    if removesWhole(region) {
      for line in region.lines { replacements[line] = [] }
    } else if variant == .student {
      replaceBySolutionStub(region)
    } else {
      unmark(region)
    }
  }

  // MARK: The student's code

  private mutating func replaceBySolutionStub(_ region: ExerciseRegion) {
    guard let cell = lesson.cells.first(where: { $0.number == region.cell }) else { return }
    var solution = region.content.map { code($0, of: cell) }
    if region.form == .suffix { solution = solution.map(Self.withoutSuffix) }
    let first = region.lines.lowerBound
    let marker = code(first, of: cell)
    let indentation = marker.prefix { $0 == " " || $0 == "\t" }
    let stub = StudentStub(
      solution, exercise: cell.exerciseName,
      needed: names(around: region, of: cell, reachesLaterCells: indentation.isEmpty))
    for (code, line) in stub.mistakes {
      let position = cell.position(
        line: region.content.lowerBound + line - cell.sourceLine + 1, column: 1)
      mistakes.append(.init(code, at: position))
    }
    stubs += stub.lines
    let prefix = String(lines.text(first).dropLast(marker.count)) + indentation
    for line in region.lines { replacements[line] = [] }
    replacements[first] = stub.lines.map { prefix + $0 }
  }

  /// The names that the student's own code uses where it sees what a region declares.
  private func names(
    around region: ExerciseRegion, of cell: Cell, reachesLaterCells: Bool
  ) -> Set<String> {
    var names: Set<String> = []
    for other in lesson.cells
    where other.number == cell.number || reachesLaterCells && other.number > cell.number {
      let hidden = lesson.regions.filter { $0.lines.overlaps(other.fence.line...other.lastLine) }
      let visible = (other.sourceLine..<max(other.lastLine, other.sourceLine)).filter { line in
        !hidden.contains { $0.lines.contains(line) }
      }
      let text = visible.map { code($0, of: other) }.joined(separator: "\n")
      names.formUnion(CellSource(text, imports: [], exported: []).usedNames)
    }
    return names
  }

  /// A line of a cell's source.
  private func code(_ line: Int, of cell: Cell) -> String {
    let index = line - cell.sourceLine
    let source = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    return source.indices.contains(index) ? String(source[index]) : ""
  }

  /// A line without `// SOLUTION` at its end.
  static func withoutSuffix(_ line: String) -> String {
    guard case .marker(let marker, let column)? = ExerciseMarker.read(code: Substring(line)),
      marker.edge == .suffix
    else { return line }
    let kept = Substring(line.utf8.prefix(column - 1))
    return String(
      kept.prefix(upTo: kept.lastIndex { $0 != " " }.map(kept.index(after:)) ?? kept.startIndex))
  }

  // MARK: The other variants

  private mutating func unmark(_ region: ExerciseRegion) {
    let title = variant == .instructor ? Self.title(region.kind) : nil
    let first = region.lines.lowerBound
    switch region.form {
    case .block:
      let indentation = lines.text(first).prefix { $0 != "/" }
      replacements[first] = title.map { ["\(indentation)// \($0):"] } ?? []
      replacements[region.lines.upperBound] = []
    case .suffix:
      replacements[first] = [
        Self.withoutSuffix(lines.text(first)) + (title == nil ? "" : "  // the solution")
      ]
    case .prose:
      replacements[first] = title.map { ["**\($0):**"] } ?? []
      replacements[region.lines.upperBound] = []
    case .cell:
      replacements[first] = (title.map { ["**\($0):**", ""] } ?? []) + [lines.text(first)]
      for line in region.lines where Self.isMark(lines.text(line)) { replacements[line] = [] }
    }
  }

  private static func title(_ kind: ExerciseRegion.Kind) -> String {
    switch kind {
    case .solution: "Solution"
    case .hiddenTests: "Hidden tests"
    case .instructor: "Instructor note"
    }
  }

  /// Whether a line is the option that makes its cell a solution or a hidden test.
  private static func isMark(_ line: String) -> Bool {
    guard let marker = line.firstRange(of: "//|") else { return false }
    let option = line[marker.upperBound...].drop { $0 == " " }
    return option.hasPrefix("solution:") || option.hasPrefix("hidden:")
  }

  // MARK: Writing

  private mutating func write() {
    var endsBlank = true
    for line in 1...max(lines.count, 1) {
      let replacement = replacements[line]
      let isGap = lines.content(line).allSatisfy { $0 == 0x20 || $0 == 0x09 }
      // What was removed between two blank lines leaves one of them.
      if replacement == nil, isGap, endsBlank, line > 1, replacements[line - 1]?.isEmpty ?? false {
        continue
      }
      let written =
        replacement.map { $0.map { $0 + lines.lineBreak } } ?? [lines.text(lines: line..<line + 1)]
      for text in written {
        self.text += text
        sourceLines.append(line)
      }
      if !written.isEmpty { endsBlank = replacement == nil && isGap }
    }
  }
}

extension Cell {
  /// The exercise that the cell's solutions answer.
  var exerciseName: String { options.exercise ?? name }
}
