/// A name that stands in a text, and all of what is written for it: `{#fig-x}`.
struct NameMark: Equatable {
  var name: String
  var range: Range<TextPosition>
}

/// A node of a CommonMark document, with its place in the text.
struct MarkdownNode: Equatable {
  /// What the node is, with what only that kind of node has.
  enum Kind: Equatable {
    case document
    case blockQuote
    /// A quotation that starts with `[!NOTE]` or its like.
    case callout(Callout)
    /// `start` is nil for a bullet list.
    case list(start: Int?, isTight: Bool)
    case item
    case codeBlock(info: String, literal: String)
    case htmlBlock(String)
    case paragraph
    case heading(level: Int)
    /// Its children are rows, the header first; theirs are cells.
    case table([ColumnAlignment])
    case tableRow
    case tableCell
    /// An image or a table with its caption, which is the last child.
    case figure
    case caption
    /// A footnote's text.
    case note(NameMark)
    case thematicBreak
    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    case formula(Formula)
    /// An expression whose value the page shows.
    case value(InlineValue)
    /// A reference to a label.
    case reference(NameMark)
    /// A label that nothing has taken yet.
    case label(NameMark)
    /// A reference to a footnote.
    case footnote(NameMark)
    /// What starts a footnote's text.
    case footnoteText(NameMark)
    case htmlInline(String)
    case emphasis
    case strong
    case link(destination: String, title: String)
    case image(destination: String, title: String)
  }

  var kind: Kind
  /// The first byte.
  var start: TextPosition
  /// The last line.
  var endLine: Int
  var children: [MarkdownNode] = []
  /// What references to the node call it.
  var label: NameMark?

  /// The words of the node without markup: a heading's text, an image's alternative text.
  var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .formula(let formula): formula.tex
    case .value(let value): value.expression
    case .reference(let mark): mark.name
    case .softBreak, .lineBreak: " "
    default: children.map(\.plainText).joined()
    }
  }

  /// Whether the node is an image.
  var isImage: Bool {
    if case .image = kind { true } else { false }
  }

  /// The words of the node without markup, as the page shows them.
  ///
  /// - Parameters:
  ///   - labels: What references refer to, by name.
  ///   - value: The text of a value; nil leaves its expression.
  /// - Returns: The words.
  func plainText(labels: [String: Label], value: (InlineValue) -> String?) -> String {
    var resolved = self
    resolved.transform { node in
      if case .reference(let mark) = node.kind, let label = labels[mark.name] {
        node.kind = .text(label.words)
      }
      if case .value(let expression) = node.kind, let text = value(expression) {
        node.kind = .text(text)
      }
    }
    return resolved.plainText
  }

  /// Changes the nodes in it, then the node itself.
  mutating func transform(_ change: (inout MarkdownNode) -> Void) {
    for index in children.indices {
      children[index].transform(change)
    }
    change(&self)
  }

  /// Visits the node and everything in it, in the order of the text.
  func walk(_ visit: (MarkdownNode) -> Void) {
    visit(self)
    for child in children {
      child.walk(visit)
    }
  }
}
