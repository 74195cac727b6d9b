/// What takes a lesson's labels, references and values to what a Markdown page shows in their place.
struct ReferenceEdits {
  /// The changes; offsets are bytes of the lesson.
  private(set) var edits: [EditedSource.Edit] = []
  private let lines: LessonLines
  private let references: PageReferences

  /// Finds what a page shows instead of the author's bytes.
  ///
  /// - Parameters:
  ///   - lesson: The lesson, after a run.
  ///   - lines: Its lines.
  init(_ lesson: Lesson, _ lines: LessonLines) {
    self.lines = lines
    guard !lesson.inlineValues.isEmpty || !lesson.labels.isEmpty else {
      references = PageReferences()
      return
    }
    references = PageReferences(lesson)
    read(lesson.tree, isInLink: false)
  }

  private mutating func read(_ node: MarkdownNode, isInLink: Bool) {
    var isInLink = isInLink
    switch node.kind {
    case .link, .image: isInLink = true
    case .value(let value):
      guard let text = references.text(of: value) else { break }
      replace(value.range, by: MarkdownText.inline(text))
    case .reference(let mark):
      guard let label = references.labels[mark.name] else { break }
      let words = MarkdownText.inline(label.words)
      replace(mark.range, by: isInLink ? words : "[\(words)](#\(label.name))")
    case .heading: readHeading(node)
    case .figure: readFigure(node)
    case .formula(let formula):
      guard let label = references.label(of: node), let mark = node.label else { break }
      let end = formula.position(utf16Offset: formula.tex.trimmedEnd.utf16.count)
      replace(end..<end, by: " \\tag{\(label.number)}")
      remove(mark, for: Self.anchor(label))
    default: break
    }
    for child in node.children { read(child, isInLink: isInLink) }
  }

  private mutating func readHeading(_ node: MarkdownNode) {
    guard let label = references.label(of: node), let mark = node.label else { return }
    remove(mark, for: Self.anchor(label))
    guard label.kind == .exercise else { return }
    let line = lines.content(node.start.line)
    let text = line.dropFirst(node.start.column - 1)
      .drop { $0 == UInt8(ascii: "#") }.drop { $0 == 0x20 || $0 == 0x09 }
    let start = TextPosition(
      line: node.start.line, column: text.startIndex - line.startIndex + 1)
    replace(start..<start, by: "\(label.words): ")
  }

  private mutating func readFigure(_ node: MarkdownNode) {
    guard let content = node.children.first else { return }
    let label = references.label(of: node)
    if content.isImage {
      guard let label, let mark = node.label else { return }
      replace(node.start..<node.start, by: Self.anchor(label))
      // An image's words are its caption, as in Quarto.
      let words = references.plainText(of: content)
      let caption = words.isEmpty ? "" : ": " + MarkdownText.inline(words)
      replace(mark.range, by: "<br>**\(label.words)**\(caption)")
    } else if let caption = node.children.last, caption.kind == .caption {
      let colon = TextPosition(line: caption.start.line, column: caption.start.column + 1)
      guard let label, let mark = node.label else {
        return replace(caption.start..<colon.next, by: "")
      }
      replace(caption.start..<colon, by: "\(Self.anchor(label))**\(label.words)**:")
      remove(mark, for: "")
    }
  }

  /// What a reference leads to; nothing where none does.
  static func anchor(_ label: Label) -> String {
    label.isReferenced ? "<a id=\"\(label.name)\"></a>" : ""
  }

  // MARK: Edits

  private mutating func replace(_ range: Range<TextPosition>, by text: String) {
    let start = offset(range.lowerBound)
    edits.append(
      EditedSource.Edit(
        offset: start, removedLength: offset(range.upperBound) - start, insertion: text))
  }

  /// Removes a label, and the space before it where nothing comes instead.
  private mutating func remove(_ mark: NameMark, for text: String) {
    var start = mark.range.lowerBound
    let line = lines.content(start.line)
    while text.isEmpty, start.column > 1, line[line.startIndex + start.column - 2] == 0x20 {
      start.column -= 1
    }
    replace(start..<mark.range.upperBound, by: text)
  }

  private func offset(_ position: TextPosition) -> Int {
    lines.content(position.line).startIndex + position.column - 1
  }
}

extension TextPosition {
  fileprivate var next: TextPosition { TextPosition(line: line, column: column + 1) }
}

extension String {
  /// The text without white space at its end.
  fileprivate var trimmedEnd: Substring {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return self[...last]
  }
}
