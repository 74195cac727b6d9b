/// Hides from cmark what lessons add to it within text: cmark would make emphasis of a formula's `_`
/// and drop its backslashes, and knows neither values nor labels nor footnotes.
///
/// Each becomes a word of characters that no text holds; lines and the columns before it stay as
/// they are.
struct InlineMask {
  /// The text with everything of ours hidden.
  private(set) var text: String
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []
  /// What is hidden, in order.
  private var nodes: [MarkdownNode] = []
  private var sources: [String] = []
  private let lines: LessonLines
  /// Whether only formulas are ours: in what cells write.
  private let formulasOnly: Bool
  private var replacements: [(range: Range<Int>, text: String)] = []
  /// Lines of code and raw HTML, in which a dollar sign is a dollar sign.
  private var rawLines: Set<Int> = []

  /// Opens and closes a hidden node's number.
  private static let mark: Unicode.Scalar = "\u{10FFFC}"
  /// Stands for the further lines of a hidden node.
  private static let filler: Unicode.Scalar = "\u{10FFFD}"

  /// Hides what is ours in a text.
  ///
  /// - Parameters:
  ///   - text: Markdown with `\n` at line ends.
  ///   - lines: Its lines.
  ///   - formulasOnly: Whether values, labels and footnotes are just text.
  init(_ text: String, _ lines: LessonLines, formulasOnly: Bool = false) {
    self.text = text
    self.lines = lines
    self.formulasOnly = formulasOnly
    let isMarked = text.unicodeScalars.contains { $0 == Self.mark || $0 == Self.filler }
    guard InlineScanner.mayFind(in: lines.bytes), !isMarked else { return }
    var leaves: [MarkdownNode] = []
    CommonMark.parse(text).walk { node in
      switch node.kind {
      case .paragraph, .heading: leaves.append(node)
      case .codeBlock, .htmlBlock:
        rawLines.formUnion(node.start.line...max(node.endLine, node.start.line))
      default: return
      }
    }
    if !formulasOnly { addFootnotes(to: &leaves) }
    var nextLine = 1
    for leaf in leaves where leaf.start.line >= nextLine {
      nextLine = hideSpans(of: leaf) + 1
    }
    self.text = replaced
  }

  /// Adds the footnotes that cmark takes for definitions of links: `[^x]: word`.
  private func addFootnotes(to leaves: inout [MarkdownNode]) {
    guard lines.count > 0 else { return }
    var added: [MarkdownNode] = []
    for line in 1...lines.count {
      let content = lines.content(line)
      let text = content.drop { $0 == 0x20 || $0 == 0x3E }
      guard text.starts(with: "[^".utf8), !rawLines.contains(line) else { continue }
      let start = TextPosition(line: line, column: text.startIndex - content.startIndex + 1)
      added.append(MarkdownNode(kind: .paragraph, start: start, endLine: line))
    }
    guard !added.isEmpty else { return }
    var covered: Set<Int> = []
    for leaf in leaves { covered.formUnion(leaf.start.line...max(leaf.endLine, leaf.start.line)) }
    leaves += added.filter { !covered.contains($0.start.line) }
    leaves.sort { $0.start < $1.start }
  }

  /// Whether nothing is hidden.
  var isEmpty: Bool { nodes.isEmpty }

  /// Puts what is hidden back as nodes.
  func restore(in tree: inout MarkdownNode) {
    guard !nodes.isEmpty else { return }
    tree.transform { node in
      restoreStrings(in: &node)
      node.children = restored(node.children)
    }
  }

  // MARK: Hiding

  /// Hides what is ours in a paragraph; a formula of several lines may reach beyond what cmark takes
  /// for the paragraph, up to the next blank line.
  ///
  /// - Returns: The last line that was read.
  private mutating func hideSpans(of leaf: MarkdownNode) -> Int {
    let end = max(leaf.endLine, leaf.start.line)
    var source = InlineSource(lines, leaf, through: end)
    guard InlineScanner.mayFind(in: source.bytes) else { return end }
    var scanner = InlineScanner(source.bytes)
    var last = end
    if scanner.unclosed != nil {
      while last < lines.count, !rawLines.contains(last + 1), !isBlank(last + 1) { last += 1 }
      let longer = InlineSource(lines, leaf, through: last)
      let second = InlineScanner(longer.bytes)
      if second.unclosed == nil {
        source = longer
        scanner = second
      } else {
        last = end
      }
    }
    for span in scanner.spans { hide(span, source) }
    if let (kind, offset) = scanner.unclosed, kind != .value || !formulasOnly {
      let code = kind == .value ? LessonMistake.Code.unclosedValue : .unclosedFormula
      mistakes.append(.init(code, at: source.position(offset)))
    }
    return last
  }

  private func isBlank(_ line: Int) -> Bool {
    lines.content(line).allSatisfy { [0x20, 0x09, 0x3E].contains($0) }
  }

  private mutating func hide(_ span: InlineScanner.Span, _ source: InlineSource) {
    let kind = kind(of: span, source)
    if case .formula = kind {} else if formulasOnly { return }
    let word = "\(Self.mark)\(nodes.count)\(Self.mark)"
    for (index, range) in source.ranges(span.range).enumerated() {
      replacements.append((range, index == 0 ? word : "\(Self.filler)"))
    }
    let place = source.positions(span.range)
    nodes.append(
      MarkdownNode(kind: kind, start: place.lowerBound, endLine: place.upperBound.line))
    sources.append(String(decoding: source.bytes[span.range], as: UTF8.self))
  }

  private func kind(of span: InlineScanner.Span, _ source: InlineSource) -> MarkdownNode.Kind {
    let content = String(decoding: source.bytes[span.content], as: UTF8.self)
    let name = NameMark(name: content, range: source.positions(span.range))
    switch span.kind {
    case .formula(let isDisplay):
      return .formula(
        Formula(tex: content, isDisplay: isDisplay, lineStarts: source.lineStarts(span.content)))
    case .value:
      return .value(
        InlineValue(
          expression: content, lineStarts: source.lineStarts(span.content),
          range: source.positions(span.range)))
    case .reference: return .reference(name)
    case .label: return .label(name)
    case .footnote: return .footnote(name)
    case .footnoteText: return .footnoteText(name)
    }
  }

  private var replaced: String {
    var result: [UInt8] = []
    var next = 0
    for (range, text) in replacements {
      result += lines.bytes[next..<range.lowerBound]
      result += text.utf8
      next = range.upperBound
    }
    return String(decoding: result + lines.bytes[next...], as: UTF8.self)
  }

  // MARK: Restoring

  /// What was hidden and the text between, of siblings that may hold words for it.
  private func restored(_ siblings: [MarkdownNode]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for node in siblings {
      guard case .text(let text) = node.kind, isMarked(text) else {
        result.append(node)
        continue
      }
      var words = Substring(text)
      if words.unicodeScalars.first == Self.filler {
        words.unicodeScalars.removeFirst()
        if result.last?.kind == .softBreak { result.removeLast() }
      }
      for (index, part) in words.unicodeScalars.split(
        separator: Self.mark, omittingEmptySubsequences: false
      ).enumerated() where !part.isEmpty {
        var piece = node
        piece.kind = .text(String(part))
        let number = index.isMultiple(of: 2) ? nil : Int(String(part))
        result.append(number.map { nodes[$0] } ?? piece)
      }
    }
    return result
  }

  /// Puts the author's bytes back where ours is not ours: in code, tags and addresses.
  private func restoreStrings(in node: inout MarkdownNode) {
    switch node.kind {
    case .code(let text): node.kind = .code(original(text))
    case .htmlInline(let text): node.kind = .htmlInline(original(text))
    case .htmlBlock(let text): node.kind = .htmlBlock(original(text))
    case .codeBlock(let info, let text):
      node.kind = .codeBlock(info: original(info), literal: original(text))
    case .link(let destination, let title):
      node.kind = .link(destination: original(destination), title: original(title))
    case .image(let destination, let title):
      node.kind = .image(destination: original(destination), title: original(title))
    default: return
    }
  }

  private func isMarked(_ text: String) -> Bool {
    text.utf8.contains(0xF4)
      && text.unicodeScalars.contains { $0 == Self.mark || $0 == Self.filler }
  }

  private func original(_ text: String) -> String {
    guard isMarked(text) else { return text }
    let kept = text.unicodeScalars.filter { $0 != Self.filler }
    var result = ""
    for (index, part) in kept.split(separator: Self.mark, omittingEmptySubsequences: false)
      .enumerated()
    {
      let number = index.isMultiple(of: 2) ? nil : Int(String(String.UnicodeScalarView(part)))
      result += number.map { sources[$0] } ?? String(String.UnicodeScalarView(part))
    }
    return result
  }
}
