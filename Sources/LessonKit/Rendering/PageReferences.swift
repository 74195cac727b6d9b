/// What the sentences of a page refer to: labels, values and footnotes.
struct PageReferences {
  /// The labels by name.
  private(set) var labels: [String: Label] = [:]
  /// The texts of the footnotes by name.
  private(set) var notes: [String: MarkdownNode] = [:]
  /// The footnotes' numbers, in the order of the first references to them.
  private(set) var noteNumbers: [String: Int] = [:]
  private var values: [TextPosition: String] = [:]

  /// Refers to nothing.
  init() {}

  /// Collects what a lesson's page refers to.
  ///
  /// - Parameter lesson: The lesson, after a run.
  init(_ lesson: Lesson) {
    let tree = lesson.tree
    labels = Dictionary(lesson.labels.map { ($0.name, $0) }) { first, _ in first }
    for value in lesson.inlineValues { values[value.range.lowerBound] = value.text }
    var notes: [String: MarkdownNode] = [:]
    var numbers: [String: Int] = [:]
    tree.walk { node in
      if case .note(let mark) = node.kind { notes[mark.name] = notes[mark.name] ?? node }
      if case .footnote(let mark) = node.kind, numbers[mark.name] == nil {
        numbers[mark.name] = numbers.count + 1
      }
    }
    self.notes = notes
    noteNumbers = numbers
    var titles: [String: String] = [:]
    tree.walk { node in
      guard let label = label(of: node), label.kind == .section else { return }
      titles[label.name] = plainText(of: node).trimmed
    }
    for (name, title) in titles { labels[name]?.title = title }
  }

  /// The value of an expression as text; nil where there is none.
  func text(of value: InlineValue) -> String? {
    values[value.range.lowerBound].map { OutputText.harmless($0) }
  }

  /// The words of a node without markup, with the values and the names of what it refers to.
  func plainText(of node: MarkdownNode) -> String {
    node.plainText(labels: labels, value: text(of:))
  }

  /// What a node's label says.
  func label(of node: MarkdownNode) -> Label? { node.label.flatMap { labels[$0.name] } }

  /// A formula with its number.
  func numbered(_ formula: Formula, _ node: MarkdownNode) -> Formula {
    label(of: node).map { formula.numbered($0) } ?? formula
  }
}

extension Formula {
  /// The formula with a label's number beside it.
  func numbered(_ label: Label) -> Formula {
    var formula = self
    formula.tex += " \\tag{\(label.number)}"
    return formula
  }
}
