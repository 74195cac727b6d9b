import Testing

@testable import LessonKit

@Suite struct EditedSourceTests {
  @Test func positionsMapBack() {
    // Bytes, not characters: 'é' is two.
    let original = "aé bc\nde f\n"
    let edited = EditedSource(
      original,
      edits: [
        EditedSource.Edit(offset: 0, insertion: "PRE "),
        EditedSource.Edit(offset: 4, insertion: "(("),
        EditedSource.Edit(offset: 6, insertion: "))"),
        EditedSource.Edit(offset: 7, removedLength: 2, insertion: "  "),
      ])
    #expect(edited.text == "PRE aé ((bc))\n   f\n")
    func back(_ line: Int, _ column: Int) -> [Int] {
      let place = edited.originalPosition(line: line, column: column)
      return [place.line, place.column]
    }
    #expect(back(1, 1) == [1, 1])  // inside the prelude: where it was put
    #expect(back(1, 5) == [1, 1])  // a
    #expect(back(1, 6) == [1, 2])  // é
    #expect(back(1, 11) == [1, 5])  // b
    #expect(back(1, 12) == [1, 6])  // c
    #expect(back(2, 4) == [2, 4])  // f
    #expect(back(99, 1) == [3, 1])  // past the end
  }

  @Test func withoutEditsNothingChanges() {
    let edited = EditedSource("x\ny", edits: [])
    #expect(edited.text == "x\ny")
    #expect(edited.originalPosition(line: 2, column: 1) == (2, 1))
  }
}
