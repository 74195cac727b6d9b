/// CommonMark with what GitHub and Quarto add to it: formulas, tables, callouts, footnotes, labels,
/// values.
struct MarkdownDocument {
  /// The document; positions are lines and byte columns of the text.
  private(set) var tree: MarkdownNode
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake]

  /// Parses a document.
  ///
  /// - Parameters:
  ///   - text: Markdown with `\n` at line ends and without a byte order mark.
  ///   - isFragment: Whether a cell wrote it: then labels, footnotes and values are just text.
  init(_ text: String, isFragment: Bool = false) {
    let lines = LessonLines(text)
    let mask = InlineMask(text, lines, formulasOnly: isFragment)
    let maskedLines = mask.isEmpty ? lines : LessonLines(mask.text)
    var tree = CommonMark.parse(mask.text)
    var mistakes = mask.mistakes
    tree.transform { node in
      if let mistake = Callout.mark(&node, in: maskedLines) { mistakes.append(mistake) }
      if let mistake = Self.markFormula(&node, in: lines) { mistakes.append(mistake) }
    }
    mistakes += PipeTables(in: &tree, lines: maskedLines).mistakes
    if !mask.isEmpty {
      mask.restore(in: &tree)
      mistakes += Footnotes(in: &tree, lines: maskedLines).mistakes
    }
    mistakes += LabelPlacement(in: &tree).mistakes
    self.tree = tree
    self.mistakes = mistakes
  }

  /// The formulas, in the order of the text, those that have a label with its number.
  func formulas(labels: [Label]) -> [Formula] {
    var formulas: [Formula] = []
    tree.walk { node in
      guard case .formula(let formula) = node.kind else { return }
      let label = labels.first { $0.name == node.label?.name }
      formulas.append(label.map { formula.numbered($0) } ?? formula)
    }
    return formulas
  }

  /// Makes a formula of a fenced block whose first word is `math`.
  private static func markFormula(
    _ node: inout MarkdownNode, in lines: LessonLines
  ) -> LessonMistake? {
    guard case .codeBlock(let info, _) = node.kind, info.prefix(while: { $0 != " " }) == "math",
      let block = FencedBlock(node, in: lines)
    else { return nil }
    let starts = block.indentations.enumerated().map { index, indentation in
      TextPosition(line: block.fence.line + 1 + index, column: max(indentation, 0) + 1)
    }
    let formula = Formula(
      tex: block.source.hasSuffix("\n") ? String(block.source.dropLast()) : block.source,
      isDisplay: true, lineStarts: starts.isEmpty ? [block.fence] : starts)
    var child = node
    child.kind = .formula(formula)
    node.kind = .paragraph
    node.children = [child]
    return block.isClosed ? nil : .init(.unclosedFence(block.marker), at: block.fence)
  }
}
