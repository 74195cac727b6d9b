import CellProtocol
import Testing

@testable import LessonKit

@Suite struct RenderingTextTests {
  @Test(arguments: [
    ("plain\ttext\n", "plain\ttext\n"), ("\u{1B}[1;31mred\u{1B}[0m", "red"),
    ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{7}", "link"), ("a\0b\u{8}", "a\u{FFFD}b\u{FFFD}"),
    ("1\r2\r\n3", "1\n2\n3"), ("\u{1B}", ""), ("\u{1B}[12", "[12"),
    ("\u{1B}]open\nnext", "]open\nnext"),
    ("\u{9B}31mred", "red"), ("\u{1B}[31\nx", "[31\nx"),
  ])
  func controlCharactersAreHarmless(text: String, expected: String) {
    #expect(OutputText.harmless(text) == expected)
  }

  @Test func coordinatesHaveOneDecimalAtMost() {
    #expect(
      [1.04, 1.06, -0.04, -0.5, .nan].map { PictureNumber.text($0) }
        == ["1", "1.1", "0", "-0.5", "0"])
  }

  @Test(
    arguments: [
      ("javascript:alert(1)", nil), ("JaVaScRiPt:x", nil), ("data:text/html,x", nil),
      ("vbscript:x", nil), ("file:///etc/passwd", nil), ("#a", "#a"), ("b/c.html", "b/c.html"),
      ("https://a.b/?x=1&y=\"", "https://a.b/?x=1&amp;y=%22"), ("mailto:a@b", "mailto:a@b"),
      (" javascript:x", nil), ("java\nscript:x", nil), ("\u{1}data:,", nil),
      ("b \\:/c", "b%20%5C:/c"), ("1%:2", "1%:2"),
    ] as [(String, String?)])
  func linksAreSafe(url: String, expected: String?) {
    #expect(HTMLText.address(url) == expected)
  }

  @Test func fencesAreLongerThanTheirContent() {
    #expect(MarkdownText.fenced("a\n````\n", info: "text") == ["`````text", "a", "````", "`````"])
    #expect(MarkdownText.fenced("", info: "text") == ["```text", "```"])
  }

  @Test func terminalShowsVerdictsFirst() {
    var claim = ClaimReport(
      statement: "E[(R − b)∇log π] = ∇J", verdict: .verified, expected: .verified, method: .bounded)
    claim.facts = [.init(name: "samples", text: "32,768"), .init(name: "margin", text: "±0.0049")]
    claim.facts.append(.init(name: "α", text: "1e-6"))
    #expect(
      TerminalRenderer(usesColor: false).claim(claim)
        == "✓ verified: E[(R − b)∇log π] = ∇J   n = 32,768   margin ±0.0049   α 1e-6\n")
    claim.verdict = .undecided
    claim.finding = "It needs more samples."
    let text = TerminalRenderer(usesColor: true).claim(claim)
    #expect(text.hasPrefix("\u{1B}[33m✗ undecided, expected verified\u{1B}[0m: "))
    #expect(text.hasSuffix("\n  It needs more samples.\n"))
  }

  @Test func insertedLinesEndLikeTheLesson() {
    let text = "```swift\r\nprint(1)\r\n```"
    let lesson = Lesson.parse(text: text, path: "a.md").lesson
    let result = CellResult(
      number: 1, outcome: .finished, outputs: [.text(.standardOutput, "1\n")])
    let page = MarkdownRenderer.render(
      lesson, results: [result], context: RenderContext(version: "1"))
    #expect(page.text == text + "\r\n\r\n```text\r\n1\r\n```\r\n")
  }

  @Test func claimsAreSummedUp() {
    var claim = ClaimReport(
      statement: "", verdict: .refuted, expected: .refuted, method: .asymptotic)
    claim.alpha = 1e-6
    let wrong = ClaimReport(
      statement: "", verdict: .refuted, expected: .verified, method: .exact)
    let result = CellResult(
      number: 1, outcome: .finished, outputs: [.claim(claim), .claim(wrong), .value("1")])
    let summary = ClaimSummary([result, result])
    #expect(summary.count == 4)
    #expect(summary.expectedCount == 2)
    #expect(summary.text.contains("at most 2e-6 (nominal"))
  }
}
