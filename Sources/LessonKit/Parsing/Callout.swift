/// A quotation that stands out: `> [!NOTE]`, the marker alone on the first line, as on GitHub.
enum Callout: String, CaseIterable {
  case note
  case tip
  case important
  case warning
  case caution

  /// What the author writes.
  static let markers = allCases.map { "[!\($0.rawValue.uppercased())]" }

  /// The word above the text.
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// Makes a callout of a quotation that starts with a marker.
  ///
  /// - Parameters:
  ///   - node: Any node.
  ///   - lines: The lines of the node's text.
  /// - Returns: What the author must repair, or nil.
  static func mark(_ node: inout MarkdownNode, in lines: LessonLines) -> LessonMistake? {
    guard node.kind == .blockQuote, let first = node.children.first, first.kind == .paragraph,
      case .text(let text)? = first.children.first?.kind, text.hasPrefix("[")
    else { return nil }
    let line = lines.content(first.start.line).dropFirst(first.start.column - 1)
    guard let (word, rest) = marker(String(decoding: line, as: UTF8.self)) else { return nil }
    let position = first.start
    guard let callout = Callout(rawValue: word.lowercased()) else {
      guard rest.isEmpty else { return nil }
      let nearest = NearestName.find(word, in: allCases.map(\.rawValue))
      return .init(
        .unknownCallout("[!\(word)]", nearest: nearest.map { "[!\($0.uppercased())]" }),
        at: position)
    }
    let marker = "[!\(word)]"
    guard rest.isEmpty else { return .init(.textAfterCallout(marker), at: position) }
    node.kind = .callout(callout)
    let below = first.children.drop { $0.kind != .softBreak && $0.kind != .lineBreak }.dropFirst()
    if below.isEmpty {
      node.children.removeFirst()
    } else {
      node.children[0].children = Array(below)
    }
    return node.children.isEmpty ? .init(.emptyCallout(marker), at: position) : nil
  }

  /// The word between `[!` and `]` at the start of a line, and what follows.
  private static func marker(_ line: String) -> (word: String, rest: String)? {
    let text = line.trimmed
    guard text.hasPrefix("[!") else { return nil }
    let word = text.dropFirst(2).prefix { $0.isLetter || $0 == "-" || $0 == "_" }
    guard !word.isEmpty, text[word.endIndex...].hasPrefix("]") else { return nil }
    return (String(word), String(text[word.endIndex...].dropFirst()).trimmed)
  }
}
