import Testing

@testable import LessonKit

@Suite struct InlineScannerTests {
  @Test(
    arguments: [
      ("$x$", ["x"]), ("a $x$, $y$.", ["x", "y"]), ("$a_1$$b$", ["a_1", "b"]),
      ("$5 or $10", []), ("$20,000 and USD$30", []), ("$5 and $x$", ["x"]), ("$ x$", []),
      ("$x $", []), ("a\\$x$", []), ("$x\\$y$", ["x\\$y"]), ("\\\\$x$", ["x"]),
      ("`$x$`", []), ("`` ` $x$ ``", []), ("` $x$", ["x"]), ("$`a$b`$", ["a$b"]), ("$`a`", []),
      ("$HOME and `$x$`", []),
      ("$$x$$", ["x"]), ("$$x\ny$$", ["x\ny"]), ("$$x$ y$$", ["x$ y"]), ("$$$", []),
      ("$$$x$$$", []), ("<a title=\"$x$\">$y$", ["y"]), ("<http://a/$x$>", []),
      ("$a < b$ and $c > d$", ["a < b", "c > d"]), ("", []), ("$", []), ("\\", []),
    ] as [(String, [String])])
  func findsFormulas(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    let found = InlineScanner(bytes).spans.map {
      String(decoding: bytes[$0.content], as: UTF8.self)
    }
    #expect(found == expected)
  }

  @Test(
    arguments: [
      ("see @fig-a.", ["reference fig-a"]),
      ("@fig-a-b-, @tbl-x_1", ["reference fig-a-b", "reference tbl-x_1"]),
      ("(@eq-1)", ["reference eq-1"]), ("me@fig-leaf.com", []), ("é@fig-a", []), ("/@fig-a", []),
      ("@fig-", []), ("@figure-a", []), ("@@fig-a", []), ("\\@fig-a", []), ("`@fig-a`", []),
      ("[](#sec-a)", ["reference sec-a"]), ("[](#a)", []), ("[x](#sec-a)", []),
      ("![x](y.svg){#fig-a}", ["label fig-a"]), ("{#fig-a .wide}", []), ("{#fig-}", []),
      ("{#other}", []), ("\\{#fig-a}", []),
      ("a[^n] b[^long-name]", ["footnote n", "footnote long-name"]), ("[^]", []), ("[^a b]", []),
      ("[^n]: x", ["footnoteText n"]), ("a\n  [^n]: x", ["footnoteText n"]),
      ("a [^n]: x", ["footnote n"]),
      ("\\[^n]", []), ("`[^n]`", []),
      ("`{swift} x + 1`", ["value x + 1"]), ("``{swift} \"`\" ``", ["value \"`\""]),
      ("`{swift}  x\n + 1 `", ["value x\n + 1"]), ("`{swift}`", ["value "]), ("`{python} x`", []),
      ("\\`{swift} x`", []), ("`` `{swift} x` ``", []), ("<a title=\"@fig-a\">", []),
    ] as [(String, [String])])
  func findsTheRest(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    let found = InlineScanner(bytes).spans.map { span in
      "\(span.kind) " + String(decoding: bytes[span.content], as: UTF8.self)
    }
    #expect(found == expected)
    #expect(expected.isEmpty || InlineScanner.mayFind(in: bytes))
  }

  @Test func unclosedDisplaysAreNoticed() {
    #expect(InlineScanner(Array("a $$x".utf8)).unclosed?.offset == 2)
    #expect(InlineScanner(Array("a $$x$$ $y".utf8)).unclosed == nil)
    #expect(InlineScanner(Array("a \\$\\$x".utf8)).unclosed == nil)
    #expect(InlineScanner(Array("a `{swift} x".utf8)).unclosed?.kind == .value)
    #expect(InlineScanner(Array("a ` {python} x".utf8)).unclosed == nil)
  }

  @Test func offsetsBecomePlaces() {
    let text = "é $a\n& é\\foo$\n\n> $$x\n>  y$$\n"
    let formulas = Lesson.parse(text: text, path: "a.md").lesson.formulas
    #expect(formulas.map(\.tex) == ["a\n& é\\foo", "x\ny"])
    #expect(formulas[0].position(utf16Offset: 0) == TextPosition(line: 1, column: 5))
    #expect(formulas[0].position(utf16Offset: 5) == TextPosition(line: 2, column: 5))
    #expect(formulas[0].position(utf16Offset: 99) == TextPosition(line: 2, column: 9))
    #expect(formulas[1].position(utf16Offset: 2) == TextPosition(line: 5, column: 4))
  }

  /// The words that hide formulas are no way to smuggle anything in.
  @Test func authorsMayWriteTheHidingCharacters() {
    let lesson = Lesson.parse(text: "\u{10FFFC}0\u{10FFFC} $x$", path: "a.md").lesson
    #expect(lesson.formulas.isEmpty)
    let page = HTMLRenderer.render(lesson, results: [], context: RenderContext(version: "1"))
    #expect(page.text.contains("\u{10FFFC}0\u{10FFFC} $x$"))
  }

  @Test func manyDollarSignsTakeLinearTime() {
    let text = String(repeating: "$a ``b <c ", count: 10_000) + "$x$"
    #expect(Lesson.parse(text: text, path: "a.md").lesson.formulas.map(\.tex) == ["x"])
  }
}
