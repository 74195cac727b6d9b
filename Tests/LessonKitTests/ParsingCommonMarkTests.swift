import Testing

@testable import LessonKit

@Suite struct ParsingCommonMarkTests {
  @Test func treesHavePositions() {
    let tree = CommonMark.parse("# A *b*\n\n- c\n\n      d\n")
    #expect(tree.children.map(\.start) == [TextPosition(line: 1), TextPosition(line: 3)])
    #expect(tree.children[0].kind == .heading(level: 1))
    #expect(tree.children[0].plainText == "A b")
  }

  /// A document nested beyond any sense neither overflows the stack nor loses its text.
  @Test func deepNestingIsHarmless() {
    let text =
      String(repeating: "> ", count: 5000) + "deep " + String(repeating: "*a _b ", count: 900)
    let lesson = Lesson.parse(text: text, path: "a.md").lesson
    let page = HTMLRenderer.render(lesson, results: [], context: RenderContext(version: "1"))
    #expect(page.text.contains("deep"))
  }

  @Test func linesEndAsCommonMarkSays() {
    let lines = LessonLines("a\r\nb\rc\n\nd")
    #expect((1...6).map { lines.text($0) } == ["a", "b", "c", "", "d", ""])
    #expect(lines.text(lines: 1..<99) == "a\r\nb\rc\n\nd")
    #expect(lines.lineBreak == "\r\n")
  }

  /// A position in a cell's source is a position in the lesson, column for column.
  @Test func cellsMapPositions() throws {
    let parsed = Lesson.parse(text: "> ```swift\n> let a = 1\n>let b = 2\n> ```\n", path: "a.md")
    let cell = try #require(parsed.lesson.cells.first)
    #expect(cell.position(line: 1, column: 5) == TextPosition(line: 2, column: 7))
    #expect(cell.position(line: 2, column: 5) == TextPosition(line: 3, column: 6))
  }
}
