import Foundation

/// The built `lesson` that lies beside this program.
struct LessonTool {
  /// There is no such file.
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String {
      "there is no \(path): build it with 'swift build -c release' and start again"
    }
  }

  let path: String

  init() throws {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    path =
      URL(fileURLWithPath: program).deletingLastPathComponent()
      .appendingPathComponent("lesson").path
    guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
  }

  /// Renders a lesson to HTML.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - words: What to look for in the tool's output.
  /// - Returns: The run.
  /// - Throws: ``TimedProgram/Failure`` when the lesson fails.
  @discardableResult
  func render(_ lesson: BenchmarkLesson, lookingFor words: String? = nil) throws -> TimedProgram {
    try TimedProgram(path, [lesson.path, "--to", "html"], lookingFor: words)
  }
}
