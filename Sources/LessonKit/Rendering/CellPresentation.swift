import CellProtocol
import VectorMath

/// What a page shows of a cell, whatever the page's format.
struct CellPresentation {
  /// A part of a cell's results.
  enum Block {
    case text(TextStream, String)
    case value(String)
    case markdown(String)
    case table(TableValue)
    /// A figure and the name of its file without extension.
    case figure(FigureValue, name: String)
    /// A claim and its name, where it has a label.
    case claim(ClaimReport, name: String?)
    /// Messages; `isExpected` where the author announced the failure.
    case messages([Diagnostic], isExpected: Bool)
    case notRun
    /// A hint, folded.
    case hint(String)
    /// The exercise that stands open, and whether it is this cell's own.
    case exercise(String, isOwn: Bool)
  }

  /// The cell.
  var cell: Cell
  /// Whether the page shows the source.
  var showsSource: Bool
  /// The source without its option lines, markers of exercises and hidden tests.
  var source: String
  /// What the page shows of the lesson's lines that belong to exercises.
  let exercises: ExerciseLines
  /// What stands below the source.
  var blocks: [Block]
  /// What references to the cell say.
  private(set) var label: Label?

  /// What a lesson's page shows of each cell, in order.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - results: The results there are; a cell without one shows its source only.
  /// - Returns: One presentation a cell.
  static func all(_ lesson: Lesson, _ results: [CellResult]) -> [CellPresentation] {
    let byNumber = Dictionary(results.map { ($0.number, $0) }) { first, _ in first }
    var figureNames: Set<String> = []
    let exercises = ExerciseLines(lesson)
    let labels = Dictionary(lesson.labels.map { ($0.name, $0) }) { first, _ in first }
    return lesson.cells.map { cell in
      var cell = cell
      if cell.options.hidden || exercises.isForInstructors(cell) { cell.options.include = false }
      if cell.options.solution {
        cell.options.codeFold = true
        cell.options.codeSummary = cell.options.codeSummary ?? "Solution"
      }
      let label = cell.options.label.flatMap { labels[$0] }
      return CellPresentation(cell, byNumber[cell.number], exercises, label, &figureNames)
    }
  }

  private init(
    _ cell: Cell, _ result: CellResult?, _ exercises: ExerciseLines, _ label: Label?,
    _ figureNames: inout Set<String>
  ) {
    self.cell = cell
    self.label = label
    showsSource = cell.options.include && cell.options.echo
    self.exercises = exercises
    source = Self.sourceWithoutOptions(exercises.source(of: cell))
    blocks = []
    defer {
      if cell.options.include, let hint = cell.options.hint { blocks.insert(.hint(hint), at: 0) }
    }
    guard let result else { return }
    let showsOutputs = cell.options.include && cell.options.output
    if showsOutputs {
      for output in result.outputs {
        append(output, &figureNames)
      }
    }
    switch result.outcome {
    case .notRun:
      if cell.options.include { blocks.append(.notRun) }
    case .open(let exercise): blocks.append(.exercise(exercise, isOwn: true))
    case .needs(let exercise): blocks.append(.exercise(exercise, isOwn: false))
    case .finished:
      if showsOutputs, !result.diagnostics.isEmpty {
        blocks.append(.messages(result.diagnostics, isExpected: true))
      }
    default:
      // A failure is shown even where the author hides the cell: it explains what follows.
      let messages = result.diagnostics.isEmpty ? [Self.message(result, cell)] : result.diagnostics
      blocks.append(.messages(messages, isExpected: cell.options.error))
    }
  }

  /// A cell's source without its option lines; blank lines at the start go with them.
  static func sourceWithoutOptions(_ source: String) -> String {
    let count = CellOptionParser.optionLineCount(source)
    guard count > 0 else { return source }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(count)
    return lines.drop { $0.allSatisfy(\.isWhitespace) && $0 != lines.last }.joined(separator: "\n")
  }

  private mutating func append(_ output: CellOutput, _ figureNames: inout Set<String>) {
    switch output {
    case .text(let stream, let text):
      if case .text(stream, let before)? = blocks.last {
        blocks[blocks.count - 1] = .text(stream, before + text)
      } else if !text.isEmpty {
        blocks.append(.text(stream, text))
      }
    case .value(let text): blocks.append(.value(text))
    case .markdown(let text): blocks.append(.markdown(text))
    case .table(var table):
      table.caption = caption(table.caption, .table)
      blocks.append(.table(table))
    case .figure(var figure):
      figure.caption = caption(figure.caption, .figure)
      if isFirst(where: { if case .figure = $0 { true } else { false } }) {
        figure.alternativeText = cell.options.alternativeText ?? figure.alternativeText
      }
      blocks.append(.figure(figure, name: figureName(&figureNames)))
    case .claim(let claim):
      let isFirst = isFirst { if case .claim = $0 { true } else { false } }
      let name = label.flatMap { $0.kind == .claim && isFirst ? $0.words : nil }
      blocks.append(.claim(claim, name: name))
    }
  }

  private func isFirst(where matches: (Block) -> Bool) -> Bool { !blocks.contains(where: matches) }

  /// The `caption` option captions the first table or figure; the first of the label's kind has its
  /// number.
  private func caption(_ own: String?, _ kind: Label.Kind) -> String? {
    let isFirst = isFirst { Self.kind(of: $0) != nil }
    let words = isFirst ? cell.options.caption ?? own : own
    guard let label, label.kind == kind, self.isFirst(where: { Self.kind(of: $0) == kind }) else {
      return words
    }
    return label.words + (words.map { ": \($0)" } ?? "")
  }

  private static func kind(of block: Block) -> Label.Kind? {
    switch block {
    case .table: .table
    case .figure: .figure
    default: nil
    }
  }

  private func figureName(_ used: inout Set<String>) -> String {
    let base = cell.name.hasPrefix("fig-") ? cell.name : "fig-\(cell.name)"
    var name = base
    var number = 2
    while !used.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  private static func message(_ result: CellResult, _ cell: Cell) -> Diagnostic {
    let text =
      switch result.outcome {
      case .compileFailed: "the cell does not compile"
      case .timedOut(let seconds): "stopped after \(NumberText.significant(seconds)) s"
      case .outputLimitReached(let bytes):
        "stopped after \(NumberText.count(bytes)) bytes of output"
      case .exited(let status): "the cell ended the program with status \(status)"
      case .finished, .failed, .notRun, .open, .needs: "the cell failed"
      }
    return Diagnostic(.error, at: cell.fence, text)
  }
}
