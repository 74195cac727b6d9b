import CellProtocol
import Glibc
import Testing

@testable import LessonKit

@Suite struct EndingReaderTests {
  /// Two threads that fail at once make the runtime tell of a thread, whose number is another in
  /// every run.
  @Test func threadsThatCouldNotBeStoppedAreNotTold() throws {
    let lesson = Lesson.parse(text: "```swift\nprint(1)\n```\n", path: "a.md").lesson
    let cell = try #require(lesson.cells.first)
    let words = "swift-runtime: failed to suspend thread 17 while processing a crash\nown words\n"
    func outputs(_ kind: CellEnding.Kind) -> [CellOutput] {
      EndingReader(
        CellEnding(kind: kind, outputs: [.text(.standardError, words)], seconds: 0), cell: cell,
        places: [], outputLimit: 1000
      ).outputs
    }
    #expect(outputs(.died(status: SIGILL)) == [.text(.standardError, "own words\n")])
    // A cell that came to its end wrote such words itself.
    let finish = WorkerFinish(
      number: 1, seconds: 0, leftProcesses: [], busyThreadCount: 0, closedOutput: false)
    #expect(outputs(.finished(finish)) == [.text(.standardError, words)])
  }
}
