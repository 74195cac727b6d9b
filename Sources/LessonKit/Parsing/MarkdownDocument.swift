/// CommonMark with what GitHub adds to it.
struct MarkdownDocument {
  /// The document; positions are lines and byte columns of the text.
  private(set) var tree: MarkdownNode
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []

  /// Parses a document.
  ///
  /// - Parameter text: Markdown with `\n` at line ends and without a byte order mark.
  init(_ text: String) {
    let lines = LessonLines(text)
    tree = CommonMark.parse(text)
    var mistakes: [LessonMistake] = []
    tree.transform { node in
      if let mistake = Callout.mark(&node, in: lines) { mistakes.append(mistake) }
    }
    let tables = PipeTables(in: &tree, lines: lines)
    self.mistakes = mistakes + tables.mistakes
  }
}
