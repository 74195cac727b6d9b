import CellProtocol

/// Writes a cell's results as Markdown.
struct MarkdownBlocks {
  /// The lesson whose name messages and figures carry.
  var lesson: Lesson
  /// The figures' files.
  var files: [RenderedFile] = []

  /// The lines of one block, without blank lines around them.
  mutating func lines(_ block: CellPresentation.Block) -> [String] {
    switch block {
    case .text(.standardOutput, let text), .value(let text):
      return MarkdownText.fenced(text, info: "text")
    case .text(.standardError, let text):
      return ["Standard error:", ""] + MarkdownText.fenced(text, info: "text")
    case .markdown(let text): return MarkdownFragment.lines(text)
    case .table(let table):
      return caption(table.caption, after: false) + MarkdownText.table(table)
    case .figure(let figure, let name): return lines(figure, name)
    case .claim(let claim, let name): return Self.lines(claim, name)
    case .messages(let messages, _):
      let text = messages.map { $0.rendered(path: lesson.fileName) }.joined(separator: "\n")
      let isError = messages.contains { $0.severity == .error }
      return MarkdownText.fenced(text, info: isError ? "error" : "warning")
    case .exercise(let name, let isOwn):
      let name = MarkdownText.inline(OutputText.harmless(name))
      return [isOwn ? "*Open exercise: \(name).*" : "*Not run: needs the exercise \(name).*"]
    case .hint(let hint):
      let lines = MarkdownText.inline(OutputText.harmless(hint))
      return ["<details>", "<summary>Hint</summary>", "", lines, "", "</details>"]
    case .notRun: return ["*Not run: a cell before this one failed.*"]
    }
  }

  private func caption(_ caption: String?, after: Bool) -> [String] {
    guard let caption, !caption.trimmed.isEmpty else { return [] }
    let line = "*\(MarkdownText.inline(caption))*"
    return after ? ["", line] : [line, ""]
  }

  private mutating func lines(_ figure: FigureValue, _ name: String) -> [String] {
    let path = "\(lesson.stem)_files/\(name).svg"
    files.append(RenderedFile(path: path, bytes: Array(figure.svg.utf8)))
    let alternative = MarkdownText.inline(figure.words)
    let url = HTMLText.percentEncoded(path).replacing("(", with: "%28").replacing(")", with: "%29")
    return ["![\(alternative)](\(url))"]
      + caption(figure.caption, after: true)
  }

  private static func lines(_ claim: ClaimReport, _ name: String?) -> [String] {
    let verdict = "\(claim.mark) **\(claim.headline(named: name))**"
    var lines = ["\(verdict): \(MarkdownText.inline(claim.statement))"]
    if !claim.finding.isEmpty && !claim.isPlain {
      lines += ["", MarkdownText.paragraph(claim.finding)]
    }
    lines += ["", "<details>"]
    lines += ["<summary>\(HTMLText.escape(OutputText.harmless(claim.evidenceLine)))</summary>"]
    if !claim.finding.isEmpty && claim.isPlain {
      lines += ["", MarkdownText.paragraph(claim.finding)]
    }
    if !claim.coordinates.isEmpty { lines += [""] + MarkdownText.table(table(claim)) }
    let facts = claim.facts.map { "\($0.name) \($0.text)" }.joined(separator: " · ")
    if !facts.isEmpty { lines += ["", MarkdownText.paragraph(facts)] }
    lines += ["", "</details>"]
    if !claim.scope.isEmpty && !claim.isPlain {
      lines += ["", "*\(MarkdownText.inline(claim.scope))*"]
    }
    return lines
  }

  private static func table(_ claim: ClaimReport) -> TableValue {
    let name = claim.hasNames ? ["coordinate"] : []
    return TableValue(
      header: name + claim.numberHeadings + ["result"],
      alignments: name.map { _ in .leading } + claim.numberHeadings.map { _ in .trailing }
        + [.leading],
      rows: claim.coordinates.map { coordinate in
        (claim.hasNames ? [coordinate.name] : []) + claim.numbers(of: coordinate)
          + [claim.result(of: coordinate)]
      })
  }
}
