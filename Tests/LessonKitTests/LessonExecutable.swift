import Foundation
import LessonKit
import Testing

/// The built tool, run as a user runs it.
enum LessonExecutable {
  /// How a run ended.
  struct Ending {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The tool, which lies beside the running tests.
  static let path: String = {
    let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: tests ?? CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("lesson").path
  }()

  /// A new folder; all of them share one cache of compiled cells.
  static func makeFolder() throws -> URL {
    let folder = cacheFolder.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static let cacheFolder: URL = {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      .appendingPathComponent("lesson-tests")
    try? FileManager.default.createDirectory(
      at: folder.appendingPathComponent(".lesson"), withIntermediateDirectories: true)
    return folder
  }()

  /// Starts the tool.
  static func start(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> (process: Process, output: URL, errors: URL) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = folder.appendingPathComponent("stdout.txt")
    let errors = folder.appendingPathComponent("stderr.txt")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    return (process, output, errors)
  }

  /// Runs the tool to its end.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> Ending {
    let (process, output, errors) = try start(arguments, in: folder, environment: environment)
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}
