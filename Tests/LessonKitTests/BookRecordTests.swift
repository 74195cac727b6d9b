import Foundation
import Testing

@testable import LessonKit

@Suite struct BookRecordTests {
  @Test func everyClaimOfTheBookHasASource() throws {
    let folder = Golden.folder.appending(path: "../../../Lessons/Rendered").standardizedFileURL
    var record = BookRecord.read(in: folder.path)
    #expect(record.lessons.reduce(0) { $0 + $1.claims.count } > 100)
    #expect(record.claimsWithoutSource == [])
    // Negative control: one that loses its source is found.
    let index = try #require(record.lessons.firstIndex { !$0.claims.isEmpty })
    record.lessons[index].claims[0].source = nil
    let lesson = record.lessons[index]
    #expect(record.claimsWithoutSource == ["\(lesson.file): \(lesson.claims[0].statement)"])
  }

  @Test func lessonsHaveEightToFifteenCells() {
    let folder = Golden.folder.appending(path: "../../../Lessons/Rendered").standardizedFileURL
    for lesson in BookRecord.read(in: folder.path).lessons {
      #expect((8...15).contains(lesson.cellCount), "\(lesson.file) has \(lesson.cellCount)")
    }
  }
}
