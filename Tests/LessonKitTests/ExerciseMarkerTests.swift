import Testing

@testable import LessonKit

@Suite struct ExerciseMarkerTests {
  @Test(arguments: [
    "let x = 1", "// A solution to the problem", "// begin", "let x = 1 // the solution of it",
    "print(\"// SOLUTION\")", "// TESTS", "// END", "",
  ])
  func ordinaryLines(_ line: String) {
    #expect(ExerciseMarker.read(code: Substring(line)) == nil)
  }

  @Test func markers() {
    let begin = ExerciseMarker(kind: .solution, edge: .begin)
    #expect(ExerciseMarker.read(code: "  // BEGIN SOLUTION ") == .marker(begin, column: 3))
    let suffix = ExerciseMarker(kind: .solution, edge: .suffix)
    #expect(ExerciseMarker.read(code: "é = 1 // SOLUTION") == .marker(suffix, column: 8))
    let note = ExerciseMarker(kind: .instructor, edge: .end)
    #expect(ExerciseMarker.read(prose: "<!-- END INSTRUCTOR -->") == .marker(note, column: 1))
    #expect(ExerciseMarker.read(prose: "<!-- a comment -->") == nil)
  }

  @Test(arguments: [
    ("//BEGIN SOLUTION", "// BEGIN SOLUTION"), ("// Begin Solution", "// BEGIN SOLUTION"),
    ("// BEGIN HIDDEN TEST", "// BEGIN HIDDEN TESTS"), ("x = 1 //SOLUTION", "// SOLUTION"),
    ("x = 1 // SOLUTON", "// SOLUTION"), ("// ### END SOLUTION", "// END SOLUTION"),
  ])
  func misspelt(_ line: String, _ meant: String) {
    guard case .misspelt(_, let found, _)? = ExerciseMarker.read(code: Substring(line)) else {
      Issue.record("'\(line)' passes")
      return
    }
    #expect(found == meant)
  }
}
