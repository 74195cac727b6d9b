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

  /// The lessons on problems with exact answers; those on training have up to sixteen.
  @Test func lessonsHaveEightToFifteenCells() {
    let exact = ["00", "01", "02", "03", "04", "07", "12"]
    let folder = Golden.folder.appending(path: "../../../Lessons/Rendered").standardizedFileURL
    for lesson in BookRecord.read(in: folder.path).lessons {
      let isExact = exact.contains { lesson.file.hasPrefix($0) }
      let range = isExact ? 8...15 : 8...16
      #expect(range.contains(lesson.cellCount), "\(lesson.file) has \(lesson.cellCount)")
    }
  }
}
