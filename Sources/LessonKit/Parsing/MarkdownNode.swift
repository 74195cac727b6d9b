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
    case thematicBreak
    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    case formula(Formula)
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

  /// The words of the node without markup: a heading's text, an image's alternative text.
  var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .formula(let formula): formula.tex
    case .softBreak, .lineBreak: " "
    default: children.map(\.plainText).joined()
    }
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
