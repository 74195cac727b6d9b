import CellProtocol
import Testing

@testable import LessonKit

@Suite struct TextColumnsTests {
  @Test func wideLettersTakeTwoColumns() {
    let columns = [
      "": 0, "abc": 3, "é\u{301}": 1, "政策": 4, "정책": 4, "\u{1100}": 2, "⌚": 2, "🤖": 2, "سياسة": 5,
      "x政": 3,
    ]
    for (text, count) in columns { #expect(TextColumns.count(text) == count, "\(text)") }
  }

  @Test func tablesLineUp() {
    let table = TableValue(
      header: ["方法", "n"], alignments: [.leading, .trailing],
      rows: [["a", "1"], ["策略梯度", "1,234"], ["🤖", "−5"]], caption: "Wide 字")
    #expect(
      MarkdownText.table(table) == [
        "| 方法     |     n |",
        "|:---------|------:|",
        "| a        |     1 |",
        "| 策略梯度 | 1,234 |",
        "| 🤖       |    −5 |",
      ])
    #expect(
      TerminalRenderer(usesColor: false).text(.table(table)) == """
        Wide 字
        方法          n
        a             1
        策略梯度  1,234
        🤖           −5

        """)
  }
}
