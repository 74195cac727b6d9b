import Foundation
import Glibc

/// The names that the library keeps to itself.
///
/// Cells are compiled without access control, so that a later cell may use an earlier one's
/// declarations; the compiler therefore does not refuse the library's internal names, which exist
/// in some builds and not in others.
struct LibraryNames {
  /// Names of declarations that are not public, and of no public declaration.
  let internalNames: Set<String>

  /// Reads the names, from memory when this build of the library has been read before.
  ///
  /// - Parameters:
  ///   - library: The library.
  ///   - toolchain: The toolchain with the program that lists a module's declarations.
  /// - Throws: ``SystemError`` when that program cannot be started, or
  ///   ``EnvironmentProblem/compilerFails(_:_:)`` when it fails.
  init(_ library: LibraryBuild, toolchain: Toolchain) throws {
    let key = SHA256.hexadecimal(of: library.identity.utf8).prefix(16)
    let memory = "\(library.supportDirectory)/internal-names-\(key).txt"
    if let data = FileManager.default.contents(atPath: memory) {
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      internalNames = Set(lines.map(String.init))
      return
    }
    internalNames = try LibraryNames.extract(library, toolchain: toolchain)
    let text = internalNames.sorted().map { $0 + "\n" }.joined()
    try AtomicFile.write(Array(text.utf8), to: memory)
  }

  private static func extract(
    _ library: LibraryBuild, toolchain: Toolchain
  ) throws -> Set<String> {
    let folder = try TemporaryFolder.make("names", in: library.supportDirectory)
    defer { CellCache.remove(folder) }
    let modules = CellSource.preludeModules + ["CellProtocol"]
    let readers = try modules.map { module in
      try ChildProcess(
        toolchain.symbolReader,
        [
          "-module-name", module, "-target", toolchain.target, "-I", library.moduleDirectory,
          "-minimum-access-level", "private", "-skip-synthesized-members",
          "-skip-inherited-docs", "-output-dir", folder,
          "-module-cache-path", library.supportDirectory + "/clang",
        ], in: folder)
    }
    for reader in readers {
      reader.wait()
      guard reader.succeeded else {
        throw EnvironmentProblem.compilerFails(
          toolchain.symbolReader, String(decoding: reader.output, as: UTF8.self))
      }
    }
    var open: Set<String> = []
    var hidden: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
      for symbol in try JSONDecoder().decode(Graph.self, from: data).symbols {
        guard let last = symbol.pathComponents.last else { continue }
        let name = String(last.prefix { $0 != "(" })
        if ["public", "open"].contains(symbol.accessLevel) {
          open.insert(name)
        } else {
          hidden.insert(name)
        }
      }
    }
    return hidden.subtracting(open)
  }

  private struct Graph: Decodable {
    struct Symbol: Decodable {
      var pathComponents: [String]
      var accessLevel: String
    }
    var symbols: [Symbol]
  }
}
