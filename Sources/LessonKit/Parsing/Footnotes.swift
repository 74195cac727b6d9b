/// Makes blocks of footnotes' texts: `[^x]: …`, each one paragraph.
struct Footnotes {
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []

  /// Takes the footnotes' texts out of a document's paragraphs.
  ///
  /// - Parameters:
  ///   - tree: The document.
  ///   - lines: The lines of its text.
  init(in tree: inout MarkdownNode, lines: LessonLines) {
    tree.transform { node in
      guard node.children.contains(where: { $0.kind == .paragraph }) else { return }
      node.children = node.children.flatMap { $0.kind == .paragraph ? Self.split($0) : [$0] }
      for (note, next) in zip(node.children, node.children.dropFirst()) {
        guard case .note(let mark) = note.kind, case .codeBlock = next.kind,
          FencedBlock(next, in: lines) == nil
        else { continue }
        mistakes.append(.init(.longFootnote(mark.name), at: next.start))
      }
    }
  }

  /// A paragraph as it is, or the footnotes in it with the text above.
  private static func split(_ paragraph: MarkdownNode) -> [MarkdownNode] {
    var blocks: [MarkdownNode] = []
    var current = paragraph
    current.children = []
    func finish() {
      if current.children.last?.kind == .softBreak { current.children.removeLast() }
      if case .note = current.kind {
        var text = current
        text.kind = .paragraph
        current.children = [text]
      } else if current.children.isEmpty {
        return
      }
      blocks.append(current)
    }
    for (index, child) in paragraph.children.enumerated() {
      let startsLine = index == 0 || paragraph.children[index - 1].kind == .softBreak
      guard startsLine, case .footnoteText(let mark) = child.kind else {
        var child = child
        if case .footnoteText? = index > 0 ? paragraph.children[index - 1].kind : nil,
          case .text(let text) = child.kind
        {
          child.kind = .text(String(text.drop { $0 == " " }))
        }
        current.children.append(child)
        continue
      }
      finish()
      current = paragraph
      current.kind = .note(mark)
      current.start = child.start
      current.children = []
    }
    finish()
    return blocks
  }
}
