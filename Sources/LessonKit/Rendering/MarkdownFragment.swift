/// Makes a Markdown fragment that a cell wrote fit to stand in the author's Markdown.
enum MarkdownFragment {
  /// The fragment's lines, unable to swallow what follows them.
  ///
  /// An open fence and open elements are closed; lines of raw HTML that a page would not show as
  /// such are escaped.
  ///
  /// - Parameter text: CommonMark.
  /// - Returns: The lines, without blank lines at the ends.
  static func lines(_ text: String) -> [String] {
    let text = OutputText.harmless(text)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let table = LessonLines(text)
    var closing: [String] = []
    var sanitizer = HTMLSanitizer()
    var identifiers = Identifiers()
    sanitizer.enter()
    CommonMark.parse(text).walk { node in
      switch node.kind {
      case .htmlBlock(let html) where !HTMLSanitizer.isHarmless(html):
        for line in node.start.line...max(node.endLine, node.start.line)
        where lines.indices.contains(line - 1) {
          lines[line - 1] = lines[line - 1].replacing("<", with: "&lt;")
        }
      case .htmlBlock(let html), .htmlInline(let html):
        _ = sanitizer.write(html, image: { _ in nil }, identifiers: &identifiers)
      case .codeBlock:
        if let block = FencedBlock(node, in: table), !block.isClosed,
          block.lastLine >= table.count
        {
          closing = [String(repeating: " ", count: block.fence.column - 1) + block.marker]
        }
      default: return
      }
    }
    while lines.last?.trimmed.isEmpty ?? false { lines.removeLast() }
    lines += closing
    let tags = sanitizer.leave()
    if !tags.isEmpty { lines += ["", tags] }
    return Array(lines.drop { $0.trimmed.isEmpty })
  }
}
