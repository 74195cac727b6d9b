import Testing

@testable import LessonKit

@Suite struct CompilerOutputTests {
  private var cell: Cell {
    Lesson.parse(text: "# T\n\n- x\n\n  ```swift\n  let a = 1\n  a.b\n  ```\n", path: "l.md")
      .lesson.cells[0]
  }

  private func read(_ text: String) -> [Diagnostic] {
    let source = EditedSource(
      cell.source, edits: [EditedSource.Edit(offset: 0, insertion: "import X; ")])
    return CompilerOutput(
      text, compiling: cell,
      places: [CompilerOutput.Place(file: "LessonCell_1.swift", cell: cell, source: source)]
    ).diagnostics
  }

  @Test func placesAreTheLessons() {
    // Column 15 of the first line is column 5 without the prelude, and 7 in the list item.
    let messages = read("LessonCell_1.swift:1:15: error: bad 'LessonCell_1.T' [#Group]\n")
    #expect(messages == [Diagnostic(.error, at: TextPosition(line: 6, column: 7), "bad 'T'")])
  }

  @Test func linesComeInOrderWithTheirNotes() {
    let messages = read(
      """
      /tmp/LessonCell_1.swift:2:3: error: second
      /tmp/LessonCell_1.swift:1:11: note: note of second
      /tmp/LessonCell_1.swift:1:11: warning: first
      /tmp/LessonCell_1.swift:1:11: warning: first
      source line
      """)
    #expect(messages.map(\.message) == ["first", "second", "note of second"])
  }

  @Test func overloadsAreListedOnlyWhereNoHintExplains() {
    let list = "note: overloads for '*' exist with these partially matching parameter lists: (A, A)"
    let operands = "cannot be applied to operands of type"
    let hinted = read(
      """
      LessonCell_1.swift:2:3: error: binary operator '*' \(operands) 'Double' and 'Int'
      LessonCell_1.swift:2:3: \(list)
      LessonCell_1.swift:2:3: note: another note
      """)
    #expect(hinted.map(\.severity) == [.error, .note])
    #expect(hinted.map { $0.hint != nil } == [true, false])
    #expect(hinted.last?.message == "another note")
    let plain = read(
      """
      LessonCell_1.swift:2:3: error: binary operator '*' \(operands) 'A' and 'B'
      LessonCell_1.swift:2:3: \(list)
      """)
    #expect(plain.map(\.severity) == [.error, .note])
    #expect(plain.first?.hint == nil)
  }

  @Test func messagesWithoutAPlaceStandAtTheCell() {
    let messages = read("<unknown>:0: error: missing required module 'Z'\n")
    #expect(messages == [Diagnostic(.error, at: cell.fence, "missing required module 'Z'")])
  }

  @Test func unseededRandomnessIsRefused() {
    let messages = read(
      "LessonCell_1.swift:2:1: warning: 'random()' is deprecated: cells draw reproducibly: use x")
    #expect(messages.map(\.severity) == [.error])
    #expect(messages[0].message == "'random()' differs from run to run: use x")
    // Any other deprecation stays a warning.
    #expect(
      read("LessonCell_1.swift:2:1: warning: 'f' is deprecated: use g")[0].severity == .warning)
  }
}
