import Testing

@testable import LessonKit

/// Law: what CommonMark defines stands in our article as libcmark writes it.
///
/// Two deviations are deliberate and undone before the comparison: headings have an identifier and
/// a link to themselves, and blocks of code can be reached with the keyboard.
@Suite struct CommonMarkLawTests {
  @Test(arguments: 0..<40) func randomTextsRenderAsInTheReference(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    for _ in 0..<50 {
      let text = Self.text(using: &random)
      let expected = CommonMark.referenceHTML(text)
      let actual = Self.withoutDeviations(Self.html(text))
      #expect(actual == expected, "\(text.debugDescription)")
    }
  }

  /// Each deviation is there: a comparison that undoes nothing must fail.
  @Test(arguments: ["# a\n", "    a\n"]) func deviationsDeviate(text: String) {
    let expected = CommonMark.referenceHTML(text)
    #expect(Self.html(text) != expected)
    #expect(Self.withoutDeviations(Self.html(text)) == expected)
  }

  /// The generator reaches every kind of node but those with deviations that cannot be undone.
  @Test func theGeneratorReachesAllConstructs() {
    var found: Set<String> = []
    for seed in 0..<UInt64(40) {
      var random = SplitMix(state: seed)
      for _ in 0..<50 {
        CommonMark.parse(Self.text(using: &random)).walk { node in
          found.insert(String("\(node.kind)".prefix { $0 != "(" }))
        }
      }
    }
    let all: Set = [
      "document", "blockQuote", "list", "item", "codeBlock", "paragraph", "heading",
      "thematicBreak", "text", "softBreak", "lineBreak", "code", "emphasis", "strong", "link",
    ]
    #expect(found == all)
  }

  private static func html(_ text: String) -> String {
    let context = RenderContext(version: "1")
    var body = HTMLBody(
      cells: [], outputs: HTMLOutputs(fileName: "a.md", context: context), context: context,
      headingShift: 0)
    body.write(MarkdownDocument(text).tree)
    return body.html
  }

  private static func withoutDeviations(_ html: String) -> String {
    html.replacing("<pre tabindex=\"0\">", with: "<pre>")
      .replacing(/<h([1-6]) id="[^"]*">/) { "<h\($0.1)>" }
      .replacing(/\ <a class="anchor" href="[^"]*" aria-label="Permalink">#<\/a>/, with: "")
  }

  /// Words and marks in random order, on a few lines.
  ///
  /// Left out is what pages treat in a way of their own: raw HTML, images, formulas, tables,
  /// callouts and highlighted code.
  private static func text(using random: inout SplitMix) -> String {
    let starts = [
      "", "", "", "", "> ", "- ", "1. ", "7) ", "  ", "    ", "\t", "# ", "### ", "```\n",
      "~~~ py\n",
      "---", "***\n", "===", "[r]: /u 'T'\n", "  - ", "> > ", "\n", "\n",
    ]
    let pieces = [
      "a", "word", "é", "中文", " ", " ", " ", "*", "**", "_", "__", "`", "``", "[", "]", "](/u)",
      "](<#b c> \"t\")", "[r]", "<https://e.org/?a=b&c>", "\\*", "\\", "&amp;", "&copy;", "&", ">",
      "\"", "'", "  ", "#", "+", "-", ".", "(", ")",
    ]
    var text = ""
    for _ in 0..<random.below(8) + 1 {
      text += starts[random.below(starts.count)]
      for _ in 0..<random.below(9) { text += pieces[random.below(pieces.count)] }
      text += "\n"
    }
    return text
  }
}

/// A small random source with the same numbers everywhere: Steele, Lea, Flood 2014.
private struct SplitMix {
  var state: UInt64

  /// A number below a small bound.
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ (word >> 31)) % UInt64(bound))
  }
}
