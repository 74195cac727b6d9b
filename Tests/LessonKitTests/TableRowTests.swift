import Testing

@testable import LessonKit

@Suite struct TableRowTests {
  @Test(
    arguments: [
      ("| a | b |", ["a", "b"]), ("a|b", ["a", "b"]), ("| a |", ["a"]), ("|a||b|", ["a", "", "b"]),
      ("| `x \\| y` | \\| |", ["`x | y`", "|"]), ("a \\\\| b", ["a \\\\", "b"]),
      ("| | b |", ["", "b"]),
      ("", [""]), ("|", [""]), ("\\", ["\\"]), ("| é | 日本 |", ["é", "日本"]),
    ])
  func linesHaveCells(line: String, cells: [String]) {
    #expect(TableRow.cells(Array(line.utf8)) == cells)
  }

  @Test(
    arguments: [
      ("|:--|--:|:-:|---|", [.leading, .trailing, .center, .none]), ("-|:-", [.none, .leading]),
      ("| - |", [.none]), ("---", nil), ("|:|", nil), ("| - a |", nil), ("|-:-|", nil), ("||", nil),
    ] as [(String, [ColumnAlignment]?)])
  func rulesStateAlignments(line: String, alignments: [ColumnAlignment]?) {
    #expect(TableRow.alignments(Array(line.utf8)) == alignments)
  }
}
