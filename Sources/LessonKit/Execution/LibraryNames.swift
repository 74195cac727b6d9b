import Foundation
import Glibc

/// The names that the library keeps to itself.
///
/// Cells are compiled without access control, so that a later cell may use an earlier one's
/// declarations; the compiler therefore does not refuse the library's internal names, which exist
/// in some builds and not in others.
struct LibraryNames {
  /// Names of declarations that are not public, and of no public declaration.
  ///
  /// Members of types that are not public are left out: whoever comes by a value of such a type has
  /// used another of these names.
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
    let memory = "\(library.supportDirectory)/library-names-\(key).txt"
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
    let symbols = try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { file in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
      return try JSONDecoder().decode(Graph.self, from: data).symbols
    }
    let hidden = symbols.filter { !$0.isPublic }
    let hiddenPaths = Set(hidden.map(\.pathComponents))
    let reachable = hidden.filter { symbol in
      !symbol.containers.contains { hiddenPaths.contains($0) }
    }
    let open = symbols.filter(\.isPublic)
    return Set(reachable.map(\.name)).subtracting(open.map(\.name))
  }

  private struct Graph: Decodable {
    struct Symbol: Decodable {
      var pathComponents: [String]
      var accessLevel: String

      var isPublic: Bool { ["public", "open"].contains(accessLevel) }
      /// The name without its arguments' labels.
      var name: String { String((pathComponents.last ?? "").prefix { $0 != "(" }) }
      /// The paths of the types it is a member of, the outermost first.
      var containers: [[String]] {
        (1..<max(pathComponents.count, 1)).map { Array(pathComponents.prefix($0)) }
      }
    }
    var symbols: [Symbol]
  }
}
