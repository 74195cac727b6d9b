/// Lets the author's raw HTML through as far as it is harmless and keeps the page well-formed.
///
/// Elements and attributes on a list pass; every other tag is shown as the text it is. Tags the
/// author leaves open are closed where the surrounding Markdown element ends.
struct HTMLSanitizer {
  private static let elements: Set<String> = [
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp",
    "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
  ]
  private static let voids: Set<String> = ["br", "hr", "img", "wbr"]
  private static let attributes: Set<String> = [
    "align", "alt", "aria-label", "class", "cite", "colspan", "datetime", "dir", "height", "href",
    "id", "lang", "name", "open", "role", "rowspan", "scope", "src", "start", "title", "width",
  ]

  /// The author's open elements, outermost first.
  private var open: [String] = []
  /// How many of them were open when each surrounding Markdown element started.
  private var scopes: [Int] = []

  /// Enters a Markdown element.
  mutating func enter() { scopes.append(open.count) }

  /// Leaves a Markdown element.
  ///
  /// - Returns: The end tags of what the author left open in it.
  mutating func leave() -> String {
    let count = scopes.popLast() ?? 0
    let tags = open[count...].reversed().map { "</\($0)>" }.joined()
    open.removeSubrange(count...)
    return tags
  }

  /// Closes a paragraph the author left open, as the end of a block does in any browser.
  ///
  /// - Returns: End tags.
  mutating func closeParagraph() -> String {
    guard let index = open[(scopes.last ?? 0)...].lastIndex(of: "p") else { return "" }
    let tags = open[index...].reversed().map { "</\($0)>" }.joined()
    open.removeSubrange(index...)
    return tags
  }

  /// Whether a page shows all tags of a piece of HTML as tags, in pairs.
  static func isHarmless(_ html: String) -> Bool {
    var tokens = HTMLTokens(html)
    while let token = tokens.next() {
      switch token {
      case .text: continue
      case .comment: return false
      case .start(let name, _), .end(let name):
        // What these elements hold is not read as Markdown, not even a blank line ends them.
        guard elements.contains(name), name != "pre" else { return false }
      }
    }
    return !html.contains("<!") && !html.contains("<?")
  }

  /// Writes a piece of the author's HTML.
  ///
  /// - Parameters:
  ///   - html: The piece.
  ///   - image: Gives an image's source as a safe attribute value, or nil for none.
  ///   - identifiers: The identifiers on the page.
  /// - Returns: Well-formed HTML, but for elements that stay open until the scope's end.
  mutating func write(
    _ html: String, image: (String) -> String?, identifiers: inout Identifiers
  ) -> String {
    var result = ""
    var tokens = HTMLTokens(html)
    while let token = tokens.next() {
      switch token {
      case .comment: continue
      case .text(let text): result += HTMLText.escape(HTMLTokens.decoded(text))
      case .start(let name, let attributes):
        guard Self.elements.contains(name) else {
          result += HTMLText.escape(tokens.source)
          continue
        }
        let written = Self.write(attributes, image, &identifiers)
        if name == "img", !written.contains(" src=") {
          let words = attributes.first { $0.name == "alt" }?.value ?? ""
          result += "<span class=\"no-image\">\(HTMLText.escape(words))</span>"
          continue
        }
        let isVoid = Self.voids.contains(name)
        result += "<\(name)\(written)\(isVoid ? " />" : ">")"
        if !isVoid { open.append(name) }
      case .end(let name):
        let scope = scopes.last ?? 0
        guard let index = open[scope...].lastIndex(of: name) else {
          if !Self.voids.contains(name) { result += HTMLText.escape(tokens.source) }
          continue
        }
        result += open[index...].reversed().map { "</\($0)>" }.joined()
        open.removeSubrange(index...)
      }
    }
    return result
  }

  private static func write(
    _ attributes: [(name: String, value: String)], _ image: (String) -> String?,
    _ identifiers: inout Identifiers
  ) -> String {
    var seen: Set<String> = []
    var result = ""
    for (name, value) in attributes where self.attributes.contains(name) {
      guard seen.insert(name).inserted else { continue }
      switch name {
      case "href", "cite":
        if let address = HTMLText.address(value) { result += " \(name)=\"\(address)\"" }
      case "src":
        if let source = image(value) { result += " src=\"\(source)\"" }
      case "id", "name":
        if identifiers.reserve(value) { result += " id=\"\(HTMLText.escape(value))\"" }
      default: result += " \(name)=\"\(HTMLText.escape(value))\""
      }
    }
    if seen.contains("src"), !seen.contains("alt") { result += " alt=\"\"" }
    return result
  }
}
