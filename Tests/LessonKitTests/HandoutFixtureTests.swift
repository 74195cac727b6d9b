import Foundation
import LessonKit
import Testing

/// Whole runs of `lesson handout`: what the tool says, and every file it leaves.
@Suite struct HandoutFixtureTests {
  private static let files = [
    ("student.md", "_build/handouts/lesson-student.md"),
    ("solution.md", "_build/handouts/lesson-solution.md"),
    ("instructor.md", "_build/handouts/lesson-instructor.md"),
    ("student-page.md", "_build/handouts/_build/lesson-student.md"),
    ("student-page.html", "_build/handouts/_build/lesson-student.html"),
    ("solution-page.html", "_build/handouts/_build/lesson-solution.html"),
    ("instructor-page.html", "_build/handouts/_build/lesson-instructor.html"),
  ]

  @Test(arguments: Golden.cases("Handouts")) func makesHandouts(_ name: String) throws {
    let folder = try LessonExecutable.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let lesson = try Golden.text("Handouts", name, "lesson.md")
    try Data(lesson.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let ending = try LessonExecutable.run(["handout", "--quiet", "lesson.md"], in: folder)
    #expect(ending.output == "")
    try Golden.expect(
      "exit \(ending.status)\n" + ending.errors, "Handouts", name, "expected.txt")
    guard ending.status == 0 else {
      let build = folder.appendingPathComponent("_build").path
      #expect(!FileManager.default.fileExists(atPath: build), "a failed run leaves nothing")
      return
    }
    for (file, path) in Self.files {
      try Golden.expect(try Self.text(path, in: folder), "Handouts", name, file)
    }
    let again = try LessonExecutable.run(
      ["--quiet", "_build/handouts/lesson-student.md", "-o", "again"], in: folder)
    #expect(again.status == 0 && again.errors == "", "the student's handout is a lesson that runs")
    #expect(
      try Self.text("again/lesson-student.md", in: folder)
        == Self.text("_build/handouts/_build/lesson-student.md", in: folder))
  }

  /// The lesson's own page shows solutions and hints, no markers, hidden tests or notes.
  @Test func pageOfTheSource() throws {
    let folder = try LessonExecutable.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let lesson = try Golden.text("Handouts", "exercises", "lesson.md")
    try Data(lesson.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let ending = try LessonExecutable.run(["--quiet", "lesson.md"], in: folder)
    #expect(ending.status == 0 && ending.errors == "")
    for type in ["md", "html"] {
      let text = try Self.text("_build/lesson.\(type)", in: folder)
      try Golden.expect(text, "Handouts", "exercises", "page.\(type)")
    }
  }

  /// A page's text; its style has tests of its own.
  private static func text(_ path: String, in folder: URL) throws -> String {
    let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    guard let start = text.firstRange(of: "<style>"), let end = text.firstRange(of: "</style>")
    else { return text }
    return text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "…")
  }
}
