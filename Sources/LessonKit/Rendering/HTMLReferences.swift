/// Footnotes, numbered figures, and captions.
extension HTMLBody {
  /// Writes a document whose blocks refer to footnotes, each block with its notes.
  mutating func writeNoted(_ document: MarkdownNode) {
    var page = html
    for block in document.children {
      html = ""
      write(block)
      if pendingNotes.isEmpty {
        page += html
        continue
      }
      let content = html
      html = ""
      for name in pendingNotes { writeNote(name) }
      page += "<div class=\"noted\">\n\(content)<div class=\"notes\">\n\(html)</div>\n</div>\n"
      pendingNotes = []
    }
    html = page
  }

  /// Writes a reference to a footnote.
  mutating func writeFootnote(_ name: String) {
    guard let number = references.noteNumbers[name], references.notes[name] != nil else {
      html += HTMLText.escape("[^\(name)]")
      return
    }
    let isFirst = writtenNotes.insert(name).inserted
    if isFirst { pendingNotes.append(name) }
    guard !isInLink else { return }
    let identifier = isFirst ? " id=\"fnref-\(HTMLText.escape(name))\"" : ""
    html += "<sup class=\"note-reference\"><a\(identifier) href=\"#\(Self.noteAddress(name))\">"
    html += "\(number)</a></sup>"
  }

  private static func noteAddress(_ name: String) -> String {
    HTMLText.escape(HTMLText.percentEncoded("fn-\(name)"))
  }

  private mutating func writeNote(_ name: String) {
    guard let note = references.notes[name], let number = references.noteNumbers[name] else {
      return
    }
    let back = HTMLText.escape(HTMLText.percentEncoded("fnref-\(name)"))
    html += "<aside id=\"fn-\(HTMLText.escape(name))\" role=\"note\">\n<p>"
    html += "<a class=\"note-number\" href=\"#\(back)\" aria-label=\"Back to the text\">"
    html += "\(number)</a> "
    for paragraph in note.children { writeInline(paragraph, "", "") }
    html += "</p>\n</aside>\n"
  }

  /// Writes an image or a table with its number and caption.
  mutating func writeFigure(_ node: MarkdownNode) {
    let label = references.label(of: node)
    let identifier = label.map { " id=\"\($0.name)\"" } ?? ""
    startLine()
    html += "<figure\(identifier)>\n"
    guard let content = node.children.first else { return }
    if content.isImage {
      var image = node
      image.children = [content]
      writeInline(image, "", "\n")
      // An image's words are its caption, as in Quarto.
      writeCaption(content.children.isEmpty ? nil : content, label)
    } else {
      writeCaption(node.children.dropFirst().last, label)
      write(content)
    }
    html += "</figure>\n"
  }

  private mutating func writeCaption(_ caption: MarkdownNode?, _ label: Label?) {
    guard label != nil || caption != nil else { return }
    html += "<figcaption>"
    if let label { html += label.words + (caption == nil ? "" : ": ") }
    if let caption { writeInline(caption, "", "") }
    html += "</figcaption>\n"
  }
}
