/// Finds the pipe tables of a document: cmark leaves them paragraphs.
struct PipeTables {
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []
  private let lines: LessonLines
  /// Markdown to be parsed, one block each: cells and what stands above tables.
  private var blocks: [String] = []

  /// Replaces the paragraphs of a document that hold tables.
  ///
  /// - Parameters:
  ///   - tree: The document.
  ///   - lines: The lines of the document's text.
  init(in tree: inout MarkdownNode, lines: LessonLines) {
    self.lines = lines
    guard lines.bytes.contains(UInt8(ascii: "|")) else { return }
    tree.transform { split(&$0) }
    guard !blocks.isEmpty else { return }
    let contents = parsedBlocks(definitions: definitions(outsideCodeOf: tree))
    tree.transform { node in
      guard case .text(let key)? = node.children.first?.kind, key.hasPrefix(Self.mark),
        let index = Int(key.dropFirst(Self.mark.count))
      else { return }
      node.children = contents[index]
    }
  }

  /// Starts the text that stands for a block until all are parsed; cmark lets no NUL through.
  private static let mark = "\0"

  private mutating func split(_ node: inout MarkdownNode) {
    guard node.children.contains(where: { $0.kind == .paragraph }) else { return }
    node.children = node.children.flatMap { $0.kind == .paragraph ? split(paragraph: $0) : [$0] }
  }

  /// A paragraph as it is, or the table in it with the paragraph above.
  private mutating func split(paragraph: MarkdownNode) -> [MarkdownNode] {
    let first = paragraph.start.line
    var rule = first + 1
    while rule <= paragraph.endLine {
      if let alignments = TableRow.alignments(content(rule, of: paragraph)) {
        let header = TableRow.cells(content(rule - 1, of: paragraph))
        if header.count == alignments.count {
          let table = table(alignments, header: rule - 1, of: paragraph)
          guard rule - 1 > first else { return [table] }
          let above = (first..<rule - 1).map { line in
            String(decoding: content(line, of: paragraph), as: UTF8.self)
          }
          var rest = paragraph
          rest.endLine = rule - 2
          rest.children = [placeholder(above.joined(separator: "\n"), line: first)]
          return [rest, table]
        }
        if content(rule - 1, of: paragraph).contains(UInt8(ascii: "|")) {
          let code = LessonMistake.Code.tableHeader(cells: header.count, columns: alignments.count)
          mistakes.append(.init(code, at: position(rule - 1, of: paragraph)))
        }
      }
      rule += 1
    }
    return [paragraph]
  }

  private mutating func table(
    _ alignments: [ColumnAlignment], header: Int, of paragraph: MarkdownNode
  ) -> MarkdownNode {
    var table = MarkdownNode(
      kind: .table(alignments), start: position(header, of: paragraph), endLine: paragraph.endLine)
    for line in header...paragraph.endLine where line != header + 1 {
      let start = position(line, of: paragraph)
      let texts = TableRow.cells(content(line, of: paragraph))
      if texts.count > alignments.count {
        let code = LessonMistake.Code.tableRow(cells: texts.count, columns: alignments.count)
        mistakes.append(.init(code, at: start))
      }
      var row = MarkdownNode(kind: .tableRow, start: start, endLine: line)
      for column in alignments.indices {
        var cell = MarkdownNode(kind: .tableCell, start: start, endLine: line)
        if column < texts.count, !texts[column].isEmpty {
          cell.children = [placeholder(Self.heading(texts[column]), line: line)]
        }
        row.children.append(cell)
      }
      table.children.append(row)
    }
    return table
  }

  /// A cell as a heading: one line of text with inline markup, and never a list or a rule.
  private static func heading(_ text: String) -> String {
    // A heading drops number signs at its end.
    let signs = text.reversed().prefix { $0 == "#" }.count
    let before = text.dropLast(signs)
    let isDropped = signs > 0 && (before.last.map { $0 == " " || $0 == "\t" } ?? true)
    return isDropped ? "# \(before)\\\(text.suffix(signs))" : "# \(text)"
  }

  private mutating func placeholder(_ markdown: String, line: Int) -> MarkdownNode {
    blocks.append(markdown)
    return MarkdownNode(
      kind: .text(Self.mark + "\(blocks.count - 1)"), start: TextPosition(line: line),
      endLine: line)
  }

  /// Parses all blocks at once, with the definitions that references in them may need.
  private func parsedBlocks(definitions: String) -> [[MarkdownNode]] {
    var contents = [[MarkdownNode]](repeating: [], count: blocks.count)
    var indices: [Int: Int] = [:]
    var line = 1
    var text = ""
    for (index, block) in blocks.enumerated() {
      indices[line] = index
      line += block.utf8.count { $0 == 0x0A } + 2
      text += block + "\n\n"
    }
    for node in CommonMark.parse(text + definitions).children {
      if let index = indices[node.start.line] { contents[index] = node.children }
    }
    return contents
  }

  /// The lines that look like definitions of link references.
  private func definitions(outsideCodeOf tree: MarkdownNode) -> String {
    guard blocks.contains(where: { $0.utf8.contains(UInt8(ascii: "[")) }) else { return "" }
    var codeLines: Set<Int> = []
    tree.walk { node in
      if case .codeBlock = node.kind { codeLines.formUnion(node.start.line...node.endLine) }
    }
    var text = ""
    for line in 1...max(lines.count, 1) {
      let content = lines.content(line).drop { $0 == 0x20 || $0 == 0x3E }
      guard content.first == UInt8(ascii: "["), !codeLines.contains(line) else { continue }
      let definition = String(decoding: content, as: UTF8.self)
      if definition.contains("]:") { text += definition + "\n\n" }
    }
    return text
  }

  /// A line of a paragraph without what belongs to the list items and quotations around it.
  private func content(_ line: Int, of paragraph: MarkdownNode) -> ArraySlice<UInt8> {
    let content = lines.content(line)
    if line == paragraph.start.line { return content.dropFirst(paragraph.start.column - 1) }
    // A mark of a quotation is no text: in a paragraph it would have started another quotation.
    let prefix = content.prefix { [0x20, 0x09, 0x3E].contains($0) }
    guard let mark = prefix.lastIndex(of: 0x3E) else { return content }
    return content[(mark + 1)...]
  }

  private func position(_ line: Int, of paragraph: MarkdownNode) -> TextPosition {
    let text = content(line, of: paragraph).drop { $0 == 0x20 || $0 == 0x09 }
    return TextPosition(line: line, column: text.startIndex - lines.content(line).startIndex + 1)
  }
}
