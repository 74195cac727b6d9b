import Foundation
import Glibc

/// What the compiler and the linker are told about a cell.
struct ToolArguments {
  /// The toolchain.
  let toolchain: Toolchain
  /// The library that cells are compiled against.
  let library: LibraryBuild

  /// The compiler's flags, but for the paths of modules: those are no part of a cell's key.
  ///
  /// - Parameter build: The cell.
  /// - Returns: The flags.
  private func compilerFlags(_ build: CellBuild) -> [String] {
    let name = build.module
    var result = [
      "-frontend", "-c", "\(name).swift", "-o", "\(name).o",
      "-module-name", name, "-entry-point-function-name", build.entry,
      "-emit-module-path", "\(name).swiftmodule",
      "-emit-module-source-info-path", "\(name).swiftsourceinfo",
      "-O", "-g", "-enable-testing", "-disable-access-control", "-enable-private-imports",
      // Paths in a module would make it differ from folder to folder.
      "-no-serialize-debugging-options",
      // Without it, calls into another cell's types are slow.
      "-enable-default-cmo",
      // Without frame pointers a backtrace misses the cell.
      "-Xcc", "-fno-omit-frame-pointer",
    ]
    if LibraryBuild.vectorLevel > 1 {
      result += ["-Xcc", "-march=x86-64-v\(LibraryBuild.vectorLevel)"]
    }
    return result + languageFlags
  }

  /// The digest of everything that goes into a compiled cell, but for where modules lie.
  ///
  /// - Parameters:
  ///   - build: The cell.
  ///   - source: What the compiler reads.
  /// - Returns: The cache's key.
  func key(_ build: CellBuild, reading source: CellSource) -> String {
    var digest = SHA256()
    for field in [
      CellCache.format, toolchain.version, toolchain.driver, toolchain.driverIdentity,
      library.moduleDirectory, library.identity, compilerFlags(build).joined(separator: " "),
      build.link.digest, source.source.text,
    ] {
      digest.update(field: field)
    }
    return digest.finished()
  }

  /// The compiler's arguments.
  ///
  /// - Parameter build: The cell.
  /// - Returns: The arguments.
  func compiling(_ build: CellBuild) -> [String] {
    compilerFlags(build) + moduleSearch(build.link)
  }

  /// The compiler's arguments for a look at a cell with the library's internal names closed.
  ///
  /// - Parameters:
  ///   - build: The cell.
  ///   - file: The source's name.
  /// - Returns: The arguments.
  func checking(_ build: CellBuild, file: String) -> [String] {
    ["-frontend", "-typecheck", file, "-module-name", "\(build.module)_check"] + languageFlags
      + moduleSearch(build.link)
  }

  /// The linker's arguments.
  ///
  /// What a cell names of the library and of earlier cells comes with the process that loads it.
  ///
  /// - Parameters:
  ///   - build: The cell.
  ///   - output: The shared library's name.
  /// - Returns: The arguments.
  func linking(_ build: CellBuild, to output: String) -> [String] {
    var arguments = [
      "-shared", "-o", output, "\(build.module).o", toolchain.registrationObject,
      "-L", toolchain.libraryDirectory, "-rpath", toolchain.libraryDirectory,
    ]
    let system = (toolchain.target.split(separator: "-").first ?? "") + "-linux-gnu"
    let candidates = ["/usr/lib/\(system)", "/usr/lib64", "/usr/lib"]
    let folders = candidates.filter { access($0, F_OK) == 0 }
    arguments += folders.flatMap { ["-L", $0] }
    // 'atexit' and a few others are linked in, not loaded.
    let startup = folders.map { $0 + "/libc_nonshared.a" }.first { access($0, F_OK) == 0 }
    arguments += startup.map { [$0] } ?? []
    let object = FileManager.default.contents(atPath: "\(build.folder)/\(build.module).o")
    let options = object.flatMap { ObjectFile(Array($0)) }?.linkerOptions ?? []
    for option in options where option.hasPrefix("-l") && !arguments.contains(option) {
      arguments.append(option)
    }
    return arguments
  }

  private var languageFlags: [String] {
    [
      "-swift-version", "5", "-enable-bare-slash-regex", "-package-name", "lesson",
      "-target", toolchain.target, "-resource-dir", toolchain.resourceDirectory,
      "-plugin-path", toolchain.pluginDirectory, "-diagnostic-style", "llvm",
    ]
  }

  private func moduleSearch(_ link: ChainLink) -> [String] {
    ["-module-cache-path", library.supportDirectory + "/clang"]
      + ([library.moduleDirectory] + link.folders).flatMap { ["-I", $0] }
  }
}
