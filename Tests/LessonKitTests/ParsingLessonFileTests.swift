import Foundation
import Testing

@testable import LessonKit

@Suite struct ParsingLessonFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "lesson-file-\(UUID().uuidString)")

  private func write(_ bytes: [UInt8]) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appending(path: "lesson.md")
    try Data(bytes).write(to: url)
    return url.path
  }

  @Test func readsByteForByte() throws {
    let bytes = Array("\u{FEFF}e\u{301}\r\n\0 é\r".utf8)
    let path = try write(bytes)
    #expect(Array(try LessonFile.read(path).utf8) == bytes)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func namesWhatIsWrong() throws {
    #expect(throws: LessonFileError.missing) { try LessonFile.read("/nowhere/lesson.md") }
    #expect(throws: LessonFileError.isDirectory) { try LessonFile.read("/tmp") }
    let path = try write(Array("0123456789".utf8))
    #expect(throws: LessonFileError.tooLarge(size: 10, limit: 9)) {
      try LessonFile.read(path, limit: 9)
    }
    #expect(throws: LessonFileError.tooLarge(size: 65_536, limit: 9)) {
      try LessonFile.read("/dev/zero", limit: 9)
    }
    try FileManager.default.removeItem(at: folder)
  }

  @Test func namesTheByteThatIsNotUTF8() {
    let error = LessonFileError.notUTF8(offset: 5, position: TextPosition(line: 2, column: 3))
    #expect(throws: error) { try LessonFile.decode(Array("é\nx".utf8) + [0x79, 0xFF, 0x0A]) }
    #expect(
      error.rendered(path: "a.md")
        == "a.md:2:3: error: byte 5 is not UTF-8; save the lesson as UTF-8")
  }
}
