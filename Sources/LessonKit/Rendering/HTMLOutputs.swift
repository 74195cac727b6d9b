import CellProtocol

/// Writes a cell's source and results as HTML.
struct HTMLOutputs {
  /// The lesson's file name, in messages.
  var fileName: String
  /// What the page needs to know beside the lesson.
  var context: RenderContext

  /// A cell's source; empty where the page hides it.
  func source(_ presentation: CellPresentation) -> String {
    guard presentation.showsSource else { return "" }
    let code = context.highlight(presentation.source)
    let role = roleText(presentation.cell.role).map { "<p class=\"role\">\($0)</p>\n" } ?? ""
    let block =
      "<pre class=\"source\" tabindex=\"0\"><code class=\"language-swift\">\(code)</code></pre>\n"
    guard presentation.cell.options.codeFold else { return role + block }
    let summary = HTMLText.escape(
      OutputText.harmless(presentation.cell.options.codeSummary ?? "Code"))
    return "<details class=\"fold\">\n<summary>\(summary)</summary>\n\(role)\(block)</details>\n"
  }

  private func roleText(_ role: CellRole) -> String? {
    switch role {
    case .run, .ignore, .values, .parameters: nil
    case .noRun: "compiled, not run"
    case .compileFail: "must not compile"
    case .shouldTrap: "must stop with a trap"
    }
  }

  /// One block of results.
  func html(_ block: CellPresentation.Block, _ identifiers: inout Identifiers) -> String {
    switch block {
    case .text(.standardOutput, let text): return preformatted(text, "stdout")
    case .text(.standardError, let text):
      return "<div class=\"output-group\">\n<p class=\"label\">standard error</p>\n"
        + preformatted(text, "stderr") + "</div>\n"
    case .value(let text): return preformatted(text, "value")
    case .markdown: return ""
    case .table(let table): return Self.table(table)
    case .figure(let figure, _): return html(figure)
    case .claim(let claim, let name): return HTMLClaim(claim, name: name).html(&identifiers)
    case .messages(let messages, let isExpected): return html(messages, isExpected)
    case .exercise(let name, let isOwn):
      let name = HTMLText.escape(OutputText.harmless(name))
      let words = isOwn ? "Open exercise: \(name)." : "Not run: needs the exercise \(name)."
      return "<p class=\"output not-run\">\(words)</p>\n"
    case .hint(let hint):
      return "<details class=\"fold\">\n<summary>Hint</summary>\n"
        + "<p>\(HTMLText.escape(OutputText.harmless(hint)))</p>\n</details>\n"
    case .notRun:
      return "<p class=\"output not-run\">Not run: a cell before this one failed.</p>\n"
    }
  }

  private func preformatted(_ text: String, _ kind: String) -> String {
    let text = OutputText.harmless(text)
    let lines = HTMLText.escape(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    return "<pre class=\"output \(kind)\" tabindex=\"0\"><samp>\(lines)</samp></pre>\n"
  }

  /// A table; it scrolls by itself where the page is too narrow.
  static func table(_ table: TableValue) -> String {
    func entry(_ text: String, _ column: Int, _ isHeader: Bool) -> String {
      let isTrailing =
        table.alignments.indices.contains(column) && table.alignments[column] == .trailing
      let kind = isTrailing ? " class=\"number\"" : ""
      let text = HTMLText.escape(OutputText.harmless(text))
      return isHeader ? "<th scope=\"col\"\(kind)>\(text)</th>" : "<td\(kind)>\(text)</td>"
    }
    func row(_ entries: [String], isHeader: Bool = false) -> String {
      let columns = (0..<table.header.count).map { column in
        entry(column < entries.count ? entries[column] : "", column, isHeader)
      }
      return "<tr>\(columns.joined())</tr>\n"
    }
    let caption = table.caption.map {
      "<caption>\(HTMLText.escape(OutputText.harmless($0)))</caption>\n"
    }
    let label = HTMLText.escape(OutputText.harmless(table.caption ?? "Table"))
    return "<div class=\"output scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\n"
      + "<table>\n\(caption ?? "")<thead>\n\(row(table.header, isHeader: true))</thead>\n<tbody>\n"
      + table.rows.map { row($0) }.joined() + "</tbody>\n</table>\n</div>\n"
  }

  private func html(_ figure: FigureValue) -> String {
    let source = ImageSource.dataURL(Array(figure.svg.utf8), type: "image/svg+xml")
    let alternative = HTMLText.escape(OutputText.harmless(figure.words))
    let caption = figure.caption.map {
      "<figcaption>\(HTMLText.escape(OutputText.harmless($0)))</figcaption>\n"
    }
    return "<figure class=\"output\">\n<img src=\"\(source)\" alt=\"\(alternative)\" />\n"
      + (caption ?? "") + "</figure>\n"
  }

  private func html(_ messages: [Diagnostic], _ isExpected: Bool) -> String {
    let isError = messages.contains { $0.severity == .error }
    let kind = isError ? "error" : "warning"
    let title = (isError ? "Error" : "Warning") + (isError && isExpected ? ", as expected" : "")
    let body = messages.map { message in
      var bare = message
      bare.hint = nil
      let text = HTMLText.escape(OutputText.harmless(bare.rendered(path: fileName)))
      let hint = message.hint.map {
        "<p class=\"hint\">\(HTMLText.escape(OutputText.harmless($0)))</p>\n"
      }
      return "<pre tabindex=\"0\"><samp>\(text)</samp></pre>\n" + (hint ?? "")
    }
    let expected = isExpected ? " is-expected" : ""
    return "<div class=\"output messages \(kind)\(expected)\">\n<p class=\"label\">\(title)</p>\n"
      + body.joined() + "</div>\n"
  }
}
