import Foundation

/// Writes a CommonMark tree as HTML: the same as cmark's own, but for cells, headings and raw HTML.
struct HTMLBody {
  /// The HTML so far.
  var html = ""
  /// Whether the page needs KaTeX's style sheet.
  private(set) var hasTypesetFormulas = false
  /// The headings so far, those in outputs left out.
  private(set) var headings: [HTMLHeading] = []
  /// The identifiers on the page.
  var identifiers = Identifiers()
  private let context: RenderContext
  /// How many levels headings move down, below the page's title.
  private let headingShift: Int
  private let cells: [Int: CellPresentation]
  private var outputs: HTMLOutputs
  private var sanitizer = HTMLSanitizer()

  /// What the page's sentences refer to.
  let references: PageReferences
  /// The footnotes that the block being written refers to.
  var pendingNotes: [String] = []
  /// The footnotes that something has referred to.
  var writtenNotes: Set<String> = []
  /// Whether a link is open, in which no other may stand.
  private(set) var isInLink = false

  init(
    cells: [CellPresentation], outputs: HTMLOutputs, context: RenderContext, headingShift: Int,
    references: PageReferences = PageReferences()
  ) {
    self.context = context
    self.references = references
    self.headingShift = headingShift
    self.outputs = outputs
    self.cells = Dictionary(cells.map { ($0.cell.fence.line, $0) }) { first, _ in first }
    for case let label? in cells.map(\.cell.options.label) {
      _ = identifiers.reserve(label)
    }
    for name in references.labels.keys { _ = identifiers.reserve(name) }
    for name in references.notes.keys { _ = identifiers.reserve("fn-\(name)") }
  }

  /// The lines of notes that the page does not show.
  var exercises: ExerciseLines?

  /// Writes a node and everything in it.
  mutating func write(_ node: MarkdownNode, inTightList isTight: Bool = false) {
    let isNote = exercises.map {
      $0.isForInstructors(node.start.line) && $0.isForInstructors(node.endLine)
    }
    if isNote ?? false { return }
    switch node.kind {
    case .document: references.notes.isEmpty ? wrap(node, "", "") : writeNoted(node)
    case .blockQuote: wrap(node, "<blockquote>\n", "</blockquote>\n")
    case .callout(let callout):
      let open = "<div class=\"callout \(callout.rawValue)\" role=\"note\">\n"
      wrap(node, open + "<p class=\"callout-title\">\(callout.title)</p>\n", "</div>\n")
    case .table(let alignments): writeTable(node, alignments)
    case .list(let start, let isTight):
      let open = start.map { $0 == 1 ? "<ol>\n" : "<ol start=\"\($0)\">\n" } ?? "<ul>\n"
      wrap(node, open, start == nil ? "</ul>\n" : "</ol>\n", isTight)
    case .item: wrap(node, "<li>", "</li>\n", isTight)
    case .heading(let level):
      let level = min(level + headingShift, 6)
      let label = references.label(of: node)
      let identifier = label?.name ?? identifiers.identifier(for: node.plainText)
      let name = label.flatMap { $0.kind == .exercise ? "\($0.words): " : nil } ?? ""
      let title = name + words(of: node)
      headings.append(HTMLHeading(level: level, identifier: identifier, html: title))
      let address = HTMLText.escape(HTMLText.percentEncoded(identifier))
      let anchor = " <a class=\"anchor\" href=\"#\(address)\" aria-label=\"Permalink\">#</a>"
      let open = "<h\(level) id=\"\(HTMLText.escape(identifier))\">\(name)"
      wrap(node, open, "\(anchor)</h\(level)>\n")
    case .paragraph:
      if isTight { writeInline(node, "", "") } else { wrap(node, "<p>", "</p>\n") }
    case .thematicBreak: block("<hr />\n")
    case .htmlBlock(let raw):
      startLine()
      html += sanitized(raw) + sanitizer.closeParagraph()
      startLine()
    case .codeBlock(let info, let literal): writeCode(node, info, literal)
    case .figure: writeFigure(node)
    case .note: return
    default: writeInlineNode(node)
    }
  }

  private mutating func writeInlineNode(_ node: MarkdownNode) {
    switch node.kind {
    case .text(let text): html += HTMLText.escape(text)
    case .softBreak: html += "\n"
    case .lineBreak: html += "<br />\n"
    case .code(let code): html += "<code>\(HTMLText.escape(code))</code>"
    case .formula(let formula):
      writeFormula(references.numbered(formula, node), label: node.label?.name)
    case .value(let value):
      html +=
        references.text(of: value).map(HTMLText.escape)
        ?? "<code class=\"failed\">\(HTMLText.escape(value.expression))</code>"
    case .reference(let mark):
      let words = HTMLText.escape(references.labels[mark.name]?.words ?? "@\(mark.name)")
      html += isInLink ? words : "<a href=\"#\(mark.name)\">\(words)</a>"
    case .footnote(let mark): writeFootnote(mark.name)
    case .htmlInline(let raw): html += sanitized(raw)
    case .emphasis: writeInline(node, "<em>", "</em>")
    case .strong: writeInline(node, "<strong>", "</strong>")
    case .link(let destination, let title):
      // Pages stand as their lessons do.
      let other = LessonLink(destination.removingPercentEncoding ?? destination)
      let address = other.flatMap { context.hasPage($0.file) ? $0.page : nil } ?? destination
      let href = HTMLText.address(address).map { " href=\"\($0)\"" } ?? ""
      let title = title.isEmpty ? "" : " title=\"\(HTMLText.escape(title))\""
      let outer = isInLink
      isInLink = true
      writeInline(node, "<a\(href)\(title)>", "</a>")
      isInLink = outer
    case .image(let destination, let title): writeImage(node, destination, title)
    default: writeInline(node, "", "")
    }
  }

  /// Writes a table; it scrolls by itself where the page is too narrow.
  ///
  /// One of four columns of text or more would be a strip of words a column there: its rows become
  /// paragraphs instead.
  private mutating func writeTable(_ node: MarkdownNode, _ alignments: [ColumnAlignment]) {
    let isText = alignments.count >= 4 && alignments.allSatisfy { $0 == .leading }
    let kind = isText ? "table scroll stacked" : "table scroll"
    block("<div class=\"\(kind)\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n")
    html += "<table>\n<thead>\n"
    for (index, row) in node.children.enumerated() {
      if index == 1 { html += "<tbody>\n" }
      html += "<tr>"
      for (cell, alignment) in zip(row.children, alignments) {
        let name = index == 0 ? "th" : "td"
        let scope = index == 0 ? " scope=\"col\"" : ""
        let kind = alignment.className.map { " class=\"\($0)\"" } ?? ""
        writeInline(cell, "<\(name)\(scope)\(kind)>", "</\(name)>")
      }
      html += "</tr>\n"
      if index == 0 { html += "</thead>\n" }
    }
    if node.children.count > 1 { html += "</tbody>\n" }
    html += "</table>\n</div>\n"
  }

  /// A heading's words for a link to it: text, code and formulas.
  private mutating func words(of node: MarkdownNode) -> String {
    switch node.kind {
    case .text(let text): return HTMLText.escape(text)
    case .code(let code): return "<code>\(HTMLText.escape(code))</code>"
    case .softBreak, .lineBreak: return " "
    case .footnote: return ""
    case .formula, .value, .reference:
      let outer = (html: html, isInLink: isInLink)
      defer { (html, isInLink) = outer }
      (html, isInLink) = ("", true)
      writeInlineNode(node)
      return html
    default:
      var words = ""
      for child in node.children { words += self.words(of: child) }
      return words
    }
  }

  private mutating func writeFormula(_ formula: Formula, label: String?) {
    let identifier = label.map { " id=\"\($0)\"" } ?? ""
    if let math = context.math, case .success(let text) = math.html(formula) {
      hasTypesetFormulas = true
      let open = "<span class=\"formula\"\(identifier) tabindex=\"0\">"
      html += formula.isDisplay ? "\(open)\(text)</span>" : text
    } else {
      let kind = formula.isDisplay ? "math formula" : "math"
      html += "<code class=\"\(kind)\"\(identifier)>\(HTMLText.escape(formula.tex.trimmed))</code>"
    }
  }

  private mutating func writeImage(_ node: MarkdownNode, _ destination: String, _ title: String) {
    let alternative = HTMLText.escape(references.plainText(of: node))
    guard let source = imageSource(destination) else {
      let words = alternative.isEmpty ? HTMLText.escape(destination) : alternative
      html += "<span class=\"no-image\">\(words)</span>"
      return
    }
    let title = title.isEmpty ? "" : " title=\"\(HTMLText.escape(title))\""
    html += "<img src=\"\(source)\" alt=\"\(alternative)\"\(title) />"
  }

  private func imageSource(_ destination: String) -> String? {
    ImageSource.attribute(destination, context.image)
  }

  private mutating func sanitized(_ raw: String) -> String {
    sanitizer.write(raw, image: imageSource, identifiers: &identifiers)
  }

  private mutating func wrap(
    _ node: MarkdownNode, _ open: String, _ close: String, _ isTight: Bool = false
  ) {
    startLine()
    html += open
    sanitizer.enter()
    for child in node.children {
      write(child, inTightList: isTight)
    }
    html += sanitizer.leave()
    if close == "</blockquote>\n" || close == "</div>\n" { startLine() }
    html += close
  }

  mutating func writeInline(_ node: MarkdownNode, _ open: String, _ close: String) {
    html += open
    sanitizer.enter()
    for child in node.children {
      writeInlineNode(child)
    }
    html += sanitizer.leave() + close
  }

  private mutating func writeCode(_ node: MarkdownNode, _ info: String, _ literal: String) {
    if let cell = cells[node.start.line] {
      startLine()
      write(cell)
      return
    }
    let language = info.prefix { !$0.isWhitespace }
    let code = language == "swift" ? context.highlight(literal) : HTMLText.escape(literal)
    let attribute =
      language.isEmpty ? "" : " class=\"language-\(HTMLText.escape(String(language)))\""
    block("<pre tabindex=\"0\"><code\(attribute)>\(code)</code></pre>\n")
  }

  private mutating func write(_ presentation: CellPresentation) {
    let source = outputs.source(presentation)
    var results = ""
    for part in presentation.blocks {
      if case .markdown(let text) = part {
        // A fragment is a document of its own: nothing it leaves open reaches the page.
        let outer = (html: html, headings: headings)
        html = ""
        write(MarkdownDocument(OutputText.harmless(text), isFragment: true).tree)
        results += "<div class=\"output markdown\">\n\(html)</div>\n"
        html = outer.html
        headings = outer.headings
      } else {
        results += outputs.html(part, &identifiers)
      }
    }
    guard !source.isEmpty || !results.isEmpty else { return }
    let label = presentation.cell.options.label.map { " id=\"\(HTMLText.escape($0))\"" } ?? ""
    let title = presentation.label.flatMap { label in
      label.kind == .exercise ? "<p class=\"label\">\(label.words)</p>\n" : nil
    }
    html += "<div class=\"cell\"\(label)>\n\(title ?? "")\(source)\(results)</div>\n"
  }

  mutating func block(_ text: String) {
    startLine()
    html += text
  }

  mutating func startLine() {
    if let last = html.utf8.last, last != 0x0A { html += "\n" }
  }
}

extension ColumnAlignment {
  fileprivate var className: String? {
    switch self {
    case .none: nil
    case .leading: "start"
    case .center: "center"
    case .trailing: "end"
    }
  }
}
