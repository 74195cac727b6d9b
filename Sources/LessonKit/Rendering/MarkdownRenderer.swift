/// Renders a lesson as Markdown: the author's bytes with results inserted.
///
/// Law: without results, option lines and hidden sources, the page is the lesson, byte for byte.
public enum MarkdownRenderer {
  /// Renders a lesson.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - results: The cells' results; a cell without one shows its source only.
  ///   - context: What the page needs to know beside the lesson.
  /// - Returns: The page and its figures.
  public static func render(
    _ lesson: Lesson, results: [CellResult], context: RenderContext
  ) -> RenderedPage {
    var page = MarkdownPage(lesson)
    let cells = CellPresentation.all(lesson, results)
    var next = cells.startIndex
    var offset = 0
    for piece in lesson.pieces(page.lines) {
      switch piece {
      case .frontMatter(let text), .prose(let text): page.append(text, at: offset)
      case .cell:
        page.append(cells[next])
        next += 1
      }
      offset += piece.text.utf8.count
    }
    page.append(ClaimSummary(results))
    let images = lesson.imageFiles(on: page.text, load: context.image)
    return RenderedPage(text: page.text, files: page.blocks.files + images)
  }
}

/// A Markdown page while it is written.
private struct MarkdownPage {
  let lines: LessonLines
  var text = ""
  var blocks: MarkdownBlocks
  /// What stands in place of the author's bytes, the last first; offsets are bytes of the lesson.
  private var edits: [EditedSource.Edit]

  init(_ lesson: Lesson) {
    lines = LessonLines(lesson.text)
    blocks = MarkdownBlocks(lesson: lesson)
    let removals = ExerciseLines(lesson).edits
    let changes = ReferenceEdits(lesson, lines).edits.filter { change in
      !removals.contains { ($0.offset..<$0.offset + $0.removedLength).contains(change.offset) }
    }
    // Those at one offset stay in their order.
    edits = (removals + changes).enumerated().sorted {
      ($0.element.offset, $0.offset) > ($1.element.offset, $1.offset)
    }.map(\.element)
  }

  /// Copies the author's bytes, edits applied.
  ///
  /// - Parameters:
  ///   - prose: Whole lines.
  ///   - offset: The bytes of the lesson before them.
  mutating func append(_ prose: String, at offset: Int) {
    let end = offset + prose.utf8.count
    var own: [EditedSource.Edit] = []
    while var edit = edits.last, edit.offset < end {
      edits.removeLast()
      edit.offset -= offset
      if edit.offset >= 0 { own.append(edit) }
    }
    text += own.isEmpty ? prose : EditedSource(prose, edits: own).text
  }

  /// How the claims came out, below the author's last line.
  mutating func append(_ summary: ClaimSummary) {
    guard summary.count > 0 else { return }
    if !text.hasSuffix("\n") { text += "\n" }
    text += "\n*\(MarkdownText.inline(summary.text))*\n"
  }

  mutating func append(_ presentation: CellPresentation) {
    let cell = presentation.cell
    var results: [[String]] = []
    for block in presentation.blocks {
      results.append(blocks.lines(block))
    }
    var writer = ContainerWriter(lines, cell)
    if let label = presentation.label, cell.options.include {
      let anchor = ReferenceEdits.anchor(label)
      let title = label.kind == .exercise ? "**\(label.words)**" : ""
      if !(anchor + title).isEmpty {
        writer.separate(&text)
        writer.write(anchor + title, &text)
        writer.write("", &text)
      }
    }
    if presentation.showsSource { appendSource(presentation, &writer) }
    for result in results {
      writer.separate(&text)
      for line in result {
        writer.write(line, &text)
      }
    }
    writer.finish(&text)
    let wroteResults = !results.isEmpty || presentation.showsSource && cell.options.codeFold
    let follower = lines.content(cell.lastLine + 1)
    let isFollowed = !follower.allSatisfy { [0x20, 0x09, 0x3E].contains($0) }
    if wroteResults, isFollowed { writer.write("", &text) }
  }

  private mutating func appendSource(
    _ presentation: CellPresentation, _ writer: inout ContainerWriter
  ) {
    let cell = presentation.cell
    let optionCount = CellOptionParser.optionLineCount(cell.source)
    let isFolded = cell.options.codeFold
    if isFolded {
      let summary = HTMLText.escape(OutputText.harmless(cell.options.codeSummary ?? "Code"))
      writer.separate(&text)
      for line in ["<details>", "<summary>\(summary)</summary>", ""] {
        writer.write(line, &text)
      }
    }
    let sourceLines = cell.source.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for line in cell.fence.line...max(cell.lastLine, cell.fence.line) {
      let index = line - cell.sourceLine
      if (0..<optionCount).contains(index),
        sourceLines[index].drop(while: { $0 == 0x20 || $0 == 0x09 }).starts(with: "//|".utf8)
      {
        continue
      }
      switch presentation.exercises.form(of: line) {
      case .hidden: continue
      case .suffixed:
        let code = String(decoding: Array(sourceLines[index]), as: UTF8.self)
        writer.write(Handout.withoutSuffix(code), &text)
      case .shown: writer.copy(line, &text)
      }
    }
    if isFolded {
      for line in ["", "</details>"] {
        writer.write(line, &text)
      }
    }
  }
}
