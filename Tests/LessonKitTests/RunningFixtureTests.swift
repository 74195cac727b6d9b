import Foundation
import LessonKit
import Testing

/// Whole runs: what the tool says, how it ends, and the Markdown page it leaves.
@Suite struct RunningFixtureTests {
  @Test(arguments: Golden.cases("Running"))
  func runs(_ name: String) throws {
    let folder = try LessonExecutable.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let lesson = try Golden.text("Running", name, "lesson.md")
    try Data(lesson.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let options = (try? Golden.text("Running", name, "arguments.txt")) ?? ""
    let ending = try LessonExecutable.run(
      options.split(whereSeparator: \.isWhitespace).map(String.init) + ["--quiet", "lesson.md"],
      in: folder)
    #expect(ending.output == "")
    try Golden.expect(
      "exit \(ending.status)\n" + ending.errors, "Running", name, "expected.txt")
    let page = folder.appendingPathComponent("_build/lesson.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? "no page\n"
    // A flood is cut at its limit; the fixture need not hold all of it.
    let isFlood = text.utf8.count > 100_000
    try Golden.expect(
      isFlood ? String(text.prefix(200)) + "… \(text.utf8.count) bytes\n" : text,
      "Running", name, "expected.md")
  }
}
