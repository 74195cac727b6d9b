/// Hides a document's formulas from cmark, which would make emphasis of `_` and drop backslashes.
///
/// Each formula becomes a word of characters that no text holds; lines and the columns before a
/// formula stay as they are.
struct FormulaMask {
  /// The text with the formulas hidden.
  private(set) var text: String
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []
  private var formulas: [Formula] = []
  private var sources: [String] = []
  private let lines: LessonLines
  private var replacements: [(range: Range<Int>, text: String)] = []
  /// Lines of code and raw HTML, in which a dollar sign is a dollar sign.
  private var rawLines: Set<Int> = []

  /// Opens and closes a formula's number.
  private static let mark: Unicode.Scalar = "\u{10FFFC}"
  /// Stands for the further lines of a formula.
  private static let filler: Unicode.Scalar = "\u{10FFFD}"

  /// Hides the formulas of a text.
  ///
  /// - Parameters:
  ///   - text: Markdown with `\n` at line ends.
  ///   - lines: Its lines.
  init(_ text: String, _ lines: LessonLines) {
    self.text = text
    self.lines = lines
    let isMarked = text.unicodeScalars.contains { $0 == Self.mark || $0 == Self.filler }
    guard lines.bytes.contains(UInt8(ascii: "$")), !isMarked else { return }
    var leaves: [MarkdownNode] = []
    CommonMark.parse(text).walk { node in
      switch node.kind {
      case .paragraph, .heading: leaves.append(node)
      case .codeBlock, .htmlBlock:
        rawLines.formUnion(node.start.line...max(node.endLine, node.start.line))
      default: return
      }
    }
    var nextLine = 1
    for leaf in leaves where leaf.start.line >= nextLine {
      nextLine = hideFormulas(of: leaf) + 1
    }
    self.text = replaced
  }

  /// Whether there is no formula.
  var isEmpty: Bool { formulas.isEmpty }

  /// Puts the formulas back as nodes.
  func restore(in tree: inout MarkdownNode) {
    guard !formulas.isEmpty else { return }
    tree.transform { node in
      restoreStrings(in: &node)
      node.children = restored(node.children)
    }
  }

  // MARK: Hiding

  /// Hides a paragraph's formulas; one of several lines may reach beyond what cmark takes for the
  /// paragraph, up to the next blank line.
  ///
  /// - Returns: The last line that was read.
  private mutating func hideFormulas(of leaf: MarkdownNode) -> Int {
    let end = max(leaf.endLine, leaf.start.line)
    var source = FormulaSource(lines, leaf, through: end)
    guard source.bytes.contains(UInt8(ascii: "$")) else { return end }
    var scanner = FormulaScanner(source.bytes)
    var last = end
    if scanner.unclosed != nil {
      while last < lines.count, !rawLines.contains(last + 1), !isBlank(last + 1) { last += 1 }
      let longer = FormulaSource(lines, leaf, through: last)
      let second = FormulaScanner(longer.bytes)
      if second.unclosed == nil {
        source = longer
        scanner = second
      } else {
        last = end
      }
    }
    for span in scanner.spans { hide(span, source) }
    if let unclosed = scanner.unclosed {
      mistakes.append(.init(.unclosedFormula, at: source.position(unclosed)))
    }
    return last
  }

  private func isBlank(_ line: Int) -> Bool {
    lines.content(line).allSatisfy { [0x20, 0x09, 0x3E].contains($0) }
  }

  private mutating func hide(_ span: FormulaScanner.Span, _ source: FormulaSource) {
    let word = "\(Self.mark)\(formulas.count)\(Self.mark)"
    for (index, range) in source.ranges(span.range).enumerated() {
      replacements.append((range, index == 0 ? word : "\(Self.filler)"))
    }
    formulas.append(
      Formula(
        tex: String(decoding: source.bytes[span.tex], as: UTF8.self), isDisplay: span.isDisplay,
        lineStarts: source.lineStarts(span.tex)))
    sources.append(String(decoding: source.bytes[span.range], as: UTF8.self))
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

  /// Formulas and the text between them, of siblings that may hold words for formulas.
  private func restored(_ nodes: [MarkdownNode]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for node in nodes {
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
        let number = index.isMultiple(of: 2) ? nil : Int(String(part))
        piece.kind =
          if let number { .formula(formulas[number]) } else { .text(String(part)) }
        result.append(piece)
      }
    }
    return result
  }

  /// Puts the author's bytes back where a formula is no formula: in code, tags and addresses.
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
