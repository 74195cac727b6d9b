import Foundation
import Testing

@testable import LessonKit

@Suite struct SwiftHighlighterTests {
  @Test(arguments: [
    ("let x = 1", "<span class=\"keyword\">let</span> x = <span class=\"number\">1</span>"),
    ("Bandit(arms: a)", "<span class=\"type\">Bandit</span>(arms: a)"),
    (
      "a < b && c > d // <b>",
      "a &lt; b &amp;&amp; c &gt; d <span class=\"comment\">// &lt;b&gt;</span>"
    ),
    (
      "@A var i: Int",
      "<span class=\"attribute\">@A</span> <span class=\"keyword\">var</span> i: <span class=\"type\">Int</span>"
    ),
    ("", ""), ("\n", "\n"), ("Q + J", "Q + J"),
  ])
  func wordsHaveClasses(code: String, html: String) {
    #expect(SwiftHighlighter.html(code) == html)
  }

  /// Whatever the code, nothing is lost, added or unescaped.
  @Test(arguments: [
    "let s = \"a \\(b + \"<c>\") & d\"", "func f( {{{ \"unclosed", "/* open <script>",
    "#if os(Linux)",
    "é𝐱 = \"日本\" // ✓\r\n\tx", "</code><script>alert(1)</script>", "let r = /<a>/", "\0\u{7F}",
    String(repeating: "((", count: 4_000), "\u{FEFF}let x = 1", "#!/bin/sh\nlet x",
  ])
  func withoutTagsItIsTheCode(code: String) {
    let html = SwiftHighlighter.html(code)
    let tag = /<span class="[a-z]+">|<\/span>/
    #expect(html.replacing(tag, with: "") == HTMLText.escape(code))
  }

  /// Every colour can be read on the ground of code, on light and on dark pages.
  @Test func coloursHaveContrast() throws {
    let blocks = PageStyle.css.components(separatedBy: ":root {").dropFirst()
    #expect(blocks.count == 3)
    for block in blocks {
      let ground = try Self.luminance("ground", block)
      for name in ["keyword", "string", "literal", "comment", "type", "attribute", "text"] {
        let ratio = Self.contrast(try Self.luminance(name, block), ground)
        #expect(ratio >= 4.5, "\(name): \(ratio)")
      }
      for (name, other) in [
        ("note", "note-ground"), ("important", "important-ground"), ("good", "good-ground"),
        ("open", "open-ground"), ("bad", "bad-ground"),
      ] {
        let ratio = Self.contrast(
          try Self.luminance(name, block), try Self.luminance(other, block))
        #expect(ratio >= 4.5, "\(name): \(ratio)")
      }
    }
    #expect(Self.contrast(1, 0) == 21)
  }

  private static func contrast(_ first: Double, _ second: Double) -> Double {
    (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// The relative luminance of a colour by WCAG 2.1.
  private static func luminance(_ name: String, _ css: String) throws -> Double {
    let start = try #require(css.firstRange(of: "--\(name): #")?.upperBound)
    var digits = String(css[start...].prefix { $0.isHexDigit })
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    let value = try #require(Int(digits, radix: 16))
    let parts = [value >> 16, value >> 8 & 0xFF, value & 0xFF].map { channel in
      let part = Double(channel) / 255
      return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
