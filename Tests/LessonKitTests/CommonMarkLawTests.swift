import Foundation
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

  /// The specification's examples, unchanged.
  @Test func examplesOfTheSpecificationRenderAsWritten() throws {
    let url = URL(filePath: "/usr/share/gocode/src/github.com/yuin/goldmark/_test/spec.json")
    let data = try #require(
      try? Data(contentsOf: url), "install the package golang-github-yuin-goldmark-dev")
    let examples = try JSONDecoder().decode([SpecificationExample].self, from: data)
    #expect(examples.count == 652)
    var deviating: [String: [Int]] = [:]
    for example in examples {
      #expect(CommonMark.referenceHTML(example.markdown) == example.html, "\(example.example)")
      let actual = Self.withoutDeviations(Self.html(example.markdown))
      guard actual != example.html else { continue }
      deviating[Self.reason(example.markdown), default: []].append(example.example)
    }
    #expect(deviating == Self.deviations)
  }

  /// The examples that a page deviates from, by reason: raw HTML is let through only as far as it is
  /// harmless and well-formed, an image that is not there is shown as words, and of schemes only
  /// `http`, `https` and `mailto` are followed.
  private static let deviations: [String: [Int]] = [
    "address that a page must not follow": [
      595, 597, 598, 600,
    ],
    "image": [
      516, 519, 530, 571, 572, 573, 574, 575, 576, 577, 578, 579, 580, 581, 582, 583, 584, 585,
      586, 587, 588, 590,
    ],
    "raw HTML": [
      21, 31, 148, 150, 151, 152, 153, 155, 156, 157, 158, 163, 165, 169, 170, 171, 172, 173, 174,
      175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 187, 201, 308, 309, 344, 474, 475, 476,
      490, 493, 523, 535, 612, 613, 614, 615, 616, 622, 624, 627, 628, 629, 630, 631, 642, 643,
    ],
  ]

  /// Why a page shows a text in a way of its own.
  private static func reason(_ text: String) -> String {
    var reasons: Set<String> = []
    CommonMark.parse(text).walk { node in
      switch node.kind {
      case .htmlBlock, .htmlInline: reasons.insert("raw HTML")
      case .image: reasons.insert("image")
      case .link(let destination, _) where HTMLText.address(destination) == nil:
        reasons.insert("address that a page must not follow")
      default: return
      }
    }
    return reasons.sorted().first ?? "none"
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

/// An example of the CommonMark specification, as `spec.json` lists them.
private struct SpecificationExample: Decodable {
  var markdown: String
  var html: String
  var example: Int
}
