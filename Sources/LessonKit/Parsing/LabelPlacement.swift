/// Gives labels to what they name: `![…](…){#fig-x}`, `$$…$$ {#eq-x}`, `# … {#ex-x}`, and
/// `: … {#tbl-x}` below or above a table.
struct LabelPlacement {
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []

  /// Takes the labels out of a document's text.
  ///
  /// - Parameter tree: The document.
  init(in tree: inout MarkdownNode) {
    tree.transform { place(&$0) }
    tree.walk { node in
      if case .label(let mark) = node.kind {
        mistakes.append(.init(.strayLabel(mark.name), at: mark.range.lowerBound))
      }
    }
  }

  private mutating func place(_ node: inout MarkdownNode) {
    labelFormulas(in: &node)
    switch node.kind {
    case .heading:
      node.label = takeLast(&node, kinds: [.exercise, .section], of: "a heading")
    case .paragraph:
      guard node.children.first?.isImage ?? false, case .label? = node.children.last?.kind,
        node.children.count == 2
      else { return }
      node.label = takeLast(&node, kinds: [.figure], of: "a figure")
      node.kind = .figure
    default: captionTables(in: &node)
    }
  }

  /// Takes the label at a node's end, and the space before it.
  private mutating func takeLast(
    _ node: inout MarkdownNode, kinds: [Label.Kind], of place: String
  ) -> NameMark? {
    guard case .label(let mark)? = node.children.last?.kind else { return nil }
    node.children.removeLast()
    node.trimEnd()
    check(mark, kinds, place)
    return mark
  }

  private mutating func check(_ mark: NameMark, _ kinds: [Label.Kind], _ place: String) {
    guard let kind = Label.Kind(of: mark.name), !kinds.contains(kind) else { return }
    let valid = kinds.map { "'\($0.rawValue)-'" }.joined(separator: " or ")
    mistakes.append(
      .init(.otherLabelKind(mark.name, place: place, valid: valid), at: mark.range.lowerBound))
  }

  private mutating func labelFormulas(in node: inout MarkdownNode) {
    var index = 0
    while index < node.children.count {
      defer { index += 1 }
      guard case .label(let mark) = node.children[index].kind else { continue }
      var before = index
      while before > 0, node.children[before - 1].isSpace { before -= 1 }
      guard before > 0, case .formula(let formula) = node.children[before - 1].kind,
        formula.isDisplay
      else { continue }
      check(mark, [.equation], "a formula")
      node.children[before - 1].label = mark
      node.children.removeSubrange(before...index)
      index = before - 1
    }
  }

  // MARK: Tables

  /// Makes a figure of each table that has a caption: a paragraph of one line after it or before
  /// it that starts with a colon.
  private mutating func captionTables(in node: inout MarkdownNode) {
    var index = 0
    while index < node.children.count {
      defer { index += 1 }
      guard case .table = node.children[index].kind else { continue }
      let neighbour = [index + 1, index - 1].first { other in
        node.children.indices.contains(other) && node.children[other].isCaption
      }
      guard let neighbour else { continue }
      var caption = node.children[neighbour]
      caption.kind = .caption
      let mark = takeLast(&caption, kinds: [.table], of: "a table")
      caption.trimColon()
      var figure = node.children[index]
      figure.kind = .figure
      figure.label = mark
      figure.children = [node.children[index], caption]
      node.children.replaceSubrange(
        min(index, neighbour)...max(index, neighbour), with: [figure])
      index = min(index, neighbour)
    }
  }
}

extension MarkdownNode {
  /// Whether the node is blank text or the end of a line.
  fileprivate var isSpace: Bool {
    if case .text(let text) = kind { return text.trimmed.isEmpty }
    return kind == .softBreak
  }

  /// Whether the node is a table's caption: `: …`.
  fileprivate var isCaption: Bool {
    guard kind == .paragraph, case .text(let text)? = children.first?.kind else { return false }
    return text.hasPrefix(": ")
  }

  fileprivate mutating func trimColon() {
    guard case .text(let text)? = children.first?.kind else { return }
    children[0].kind = .text(String(text.dropFirst(2).drop { $0 == " " }))
  }

  fileprivate mutating func trimEnd() {
    while children.last?.isSpace ?? false { children.removeLast() }
    guard case .text(let text)? = children.last?.kind,
      let end = text.lastIndex(where: { $0 != " " })
    else { return }
    children[children.count - 1].kind = .text(String(text[...end]))
  }
}
