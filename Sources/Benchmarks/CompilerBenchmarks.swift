import Foundation
import LessonKit

/// The limit of a first run: the compiler itself, doing as little as twelve cells need.
struct CompilerBenchmarks {
  /// The row that a first run cannot beat: the modules depend on each other.
  static let chainName = "limit: the compiler alone, 12 modules of one `let`, a chain"

  private let folder: String
  private let compiler: String

  init(in parent: BenchmarkFolder) throws {
    compiler = try Toolchain.find(memory: nil).frontend
    folder = parent.path + "/compiler"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for number in 1...12 {
      // Each module needs the one before it, as cells do.
      let importing = number > 1 ? "@_exported import Link\(number - 1)\n" : ""
      try (importing + "public let x\(number) = \(number)\n")
        .write(toFile: source(number), atomically: true, encoding: .utf8)
    }
    // Reads the C modules once.
    _ = try compileAll()
  }

  var rows: [Row] {
    [
      Row(CompilerBenchmarks.chainName, .seconds) { _ in try compileAll() },
      Row("limit: 12 starts of `swift-frontend -version`", .seconds) { _ in
        var time = 0.0
        for _ in 1...12 { time += try run(["-version"]) }
        return time
      },
    ]
  }

  private func source(_ number: Int) -> String { "\(folder)/Link\(number).swift" }

  private func compileAll() throws -> Double {
    var time = 0.0
    for number in 1...12 {
      let name = "Link\(number)"
      time += try run([
        "-frontend", "-emit-module", source(number), "-parse-as-library", "-module-name", name,
        "-o", "\(folder)/\(name).swiftmodule", "-I", folder, "-O",
        "-module-cache-path", folder + "/clang",
      ])
    }
    return time
  }

  private func run(_ arguments: [String]) throws -> Double {
    try TimedProgram(compiler, arguments).seconds
  }
}
