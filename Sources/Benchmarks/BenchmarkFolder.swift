import Foundation

/// A folder for the lessons that are measured, with nothing else in it.
struct BenchmarkFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("lesson-benchmarks-\(ProcessInfo.processInfo.processIdentifier)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Removes the folder.
  func remove() {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      Progress.show("\(path) is left behind: \(error)")
    }
  }
}
