import Foundation

/// A check of all lessons, from nothing and with nothing changed.
struct BookBenchmarks {
  private let tool: LessonTool
  private let book: String
  private let count: Int

  init(_ tool: LessonTool, in folder: BenchmarkFolder) throws {
    self.tool = tool
    let lessons = URL(filePath: #filePath).appending(path: "../../../Lessons").standardizedFileURL
    let root = URL(filePath: folder.path).appending(path: "book")
    // With a folder for the cache the copies share none with other lessons.
    try FileManager.default.createDirectory(
      at: root.appending(path: ".lesson"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: lessons, to: root.appending(path: "Lessons"))
    book = root.path
    count = try FileManager.default.contentsOfDirectory(atPath: lessons.path)
      .count { $0.hasSuffix(".md") }
  }

  var rows: [Row] {
    [
      Row("check of all \(count) lessons, nothing cached", .seconds, reach: 60) { _ in
        try FileManager.default.removeItem(atPath: "\(book)/.lesson")
        try FileManager.default.createDirectory(
          atPath: "\(book)/.lesson", withIntermediateDirectories: true)
        return try check()
      },
      Row("the same, nothing changed", .seconds, reach: 1) { _ in try check() },
    ]
  }

  private func check() throws -> Double {
    try TimedProgram(tool.path, ["check", "\(book)/Lessons"]).seconds
  }
}
