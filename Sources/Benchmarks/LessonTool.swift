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

  /// Forgets what the tool keeps beside itself: the library's names and read C modules.
  ///
  /// - Throws: A Foundation error when it cannot be removed.
  func forgetSupport() throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      .appendingPathComponent("lesson-support").path
    guard FileManager.default.fileExists(atPath: folder) else { return }
    try FileManager.default.removeItem(atPath: folder)
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
