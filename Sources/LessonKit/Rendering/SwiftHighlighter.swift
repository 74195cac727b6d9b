import SwiftIDEUtils
import SwiftParser
import SwiftSyntax

/// Marks the words of Swift code for colouring, as the compiler's own parser reads them.
public enum SwiftHighlighter {
  /// Code as HTML.
  ///
  /// Law: without its tags, the result is the escaped code.
  ///
  /// - Parameter code: Swift, which may be incomplete or wrong.
  /// - Returns: Escaped text with a `span` around each word that has a colour.
  public static func html(_ code: String) -> String {
    let bytes = Array(code.utf8)
    var html = ""
    var written = 0
    func write(_ range: Range<Int>, _ kind: String?) {
      guard !range.isEmpty else { return }
      let text = HTMLText.escape(String(decoding: bytes[range], as: UTF8.self))
      html += kind.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
    }
    var pending: (range: Range<Int>, kind: String?) = (0..<0, nil)
    for part in Parser.parse(source: code).classifications {
      let range =
        max(
          part.range.lowerBound.utf8Offset, written)..<max(
          min(part.range.upperBound.utf8Offset, bytes.count), written)
      guard !range.isEmpty else { continue }
      let kind = className(part.kind, bytes[range])
      if range.lowerBound == pending.range.upperBound, kind == pending.kind {
        pending.range = pending.range.lowerBound..<range.upperBound
      } else {
        write(pending.range, pending.kind)
        write(pending.range.upperBound..<range.lowerBound, nil)
        pending = (range, kind)
      }
      written = range.upperBound
    }
    write(pending.range, pending.kind)
    write(written..<bytes.count, nil)
    return html
  }

  private static func className(
    _ kind: SyntaxClassification, _ word: ArraySlice<UInt8>
  ) -> String? {
    switch kind {
    case .keyword: "keyword"
    case .stringLiteral, .regexLiteral: "string"
    case .integerLiteral, .floatLiteral: "number"
    case .lineComment, .blockComment, .docLineComment, .docBlockComment: "comment"
    case .type: "type"
    case .attribute, .ifConfigDirective: "attribute"
    case .identifier: isTypeName(word) ? "type" : nil
    case .argumentLabel, .dollarIdentifier, .editorPlaceholder, .none, .operator: nil
    }
  }

  /// Whether a word looks like a type's name, as in `Bandit(arms: [])`: the parser cannot know.
  ///
  /// Single capitals and abbreviations are left alone; lessons call quantities `Q` and `J`.
  private static func isTypeName(_ word: ArraySlice<UInt8>) -> Bool {
    (word.first.map { (0x41...0x5A).contains($0) } ?? false)
      && word.contains { (0x61...0x7A).contains($0) }
  }
}
