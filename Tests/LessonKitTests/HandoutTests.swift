import Foundation
import Testing

@testable import LessonKit

@Suite struct HandoutTests {
  private static let areas = ["Handouts", "Parsing", "Rendering", "Running"]

  private static let lessons = areas.flatMap { area in
    Golden.cases(area).map { "\(area)/\($0)" }
  }

  private func lesson(_ name: String) throws -> ParsedLesson {
    let parts = name.split(separator: "/").map(String.init)
    let text = try Golden.text(parts[0], parts[1], "lesson.md")
    return Lesson.parse(text: text, path: "lesson.md")
  }

  /// Law: a student's handout is a lesson without mistakes, markers or regions.
  @Test(arguments: lessons) func studentsGetNoSolution(_ name: String) throws {
    let source = try lesson(name)
    guard source.mistakes.isEmpty else { return }
    let handout = Handout(of: source.lesson, variant: .student)
    guard handout.mistakes.isEmpty else { return }
    let student = Lesson.parse(text: handout.text, path: "lesson.md")
    #expect(student.mistakes.isEmpty && student.lesson.regions.isEmpty)
    let lineCount = LessonLines(handout.text).count
    #expect(handout.sourceLines.count == max(lineCount, 1))
    guard name != "Handouts/leak-prose", name != "Handouts/leak-page" else { return }
    let scan = LeakScan(source.lesson, handout: handout)
    #expect(scan.leaks(inText: handout.text, of: "student").isEmpty)
  }

  /// Law: without exercises every handout is the lesson, byte for byte.
  @Test(arguments: lessons, HandoutVariant.allCases)
  func othersStayAsTheyAre(_ name: String, _ variant: HandoutVariant) throws {
    let source = try lesson(name)
    guard source.mistakes.isEmpty, source.lesson.regions.isEmpty else { return }
    let handout = Handout(of: source.lesson, variant: variant)
    #expect(Array(handout.text.utf8) == Array(source.lesson.text.utf8))
  }

  /// A fold around a solution is no secret; the words on it and in it are.
  @Test func tagsAreNoSecret() {
    let text = """
      <!-- BEGIN SOLUTION -->
      <details>
      <summary>The rewards to choose</summary>
      One of them is negative.
      </details>
      <!-- END SOLUTION -->

      """
    let source = Lesson.parse(text: text, path: "lesson.md").lesson
    let scan = LeakScan(source, handout: Handout(of: source, variant: .student))
    #expect(scan.leaks(inText: "<details>\n</details>", of: "page").isEmpty)
    #expect(scan.leaks(inText: text, of: "page").map(\.position.line) == [3, 4])
  }

  /// The negative control of the scan: the source itself holds every line.
  @Test func theSourceLeaks() throws {
    let source = try lesson("Handouts/exercises").lesson
    let scan = LeakScan(source, handout: Handout(of: source, variant: .student))
    let lines = scan.leaks(inText: source.text, of: "source").map(\.position.line)
    #expect(lines == [19, 20, 30, 40, 54, 60, 66])
    #expect(scan.leaks(inMarkup: "<p title='#'>Give them <b>ten</b>", of: "page").isEmpty)
    let picture = "<svg><desc>Give them\nten min&#117;tes for this one.</desc></svg>"
    #expect(scan.leaks(inMarkup: picture, of: "picture").map(\.position.line) == [60])
  }
}
