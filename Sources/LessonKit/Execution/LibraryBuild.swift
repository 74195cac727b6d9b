import Foundation
import Glibc

/// The built library that cells are compiled against: the modules beside the executable.
public struct LibraryBuild: Equatable, Sendable {
  /// The executable that holds the code.
  public let executable: String
  /// The folder with the `.swiftmodule` files.
  public let moduleDirectory: String
  /// A folder for what depends on this build of the library only, shared by all lessons.
  public let supportDirectory: String
  /// The modules' sizes and times of change.
  public let identity: String
  /// The compiler that built the modules, as it calls itself.
  public let compilerVersion: String

  /// The level of vector instructions the library was built for.
  public static let vectorLevel: Int = {
    #if VECTOR_LEVEL_4
    4
    #elseif VECTOR_LEVEL_3
    3
    #else
    1
    #endif
  }()

  /// Finds the modules of an executable: in `Modules/` or beside it.
  ///
  /// - Parameters:
  ///   - executable: The path of the `lesson` executable.
  ///   - fallback: The folder for what depends on the library only, where that beside the
  ///     executable cannot be written.
  /// - Returns: The library.
  /// - Throws: ``EnvironmentProblem`` when the modules are missing.
  public static func find(executable: String, fallback: String) throws -> LibraryBuild {
    let folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
      .deletingLastPathComponent().path
    let candidates = [folder + "/Modules", folder]
    let names = ["CellProtocol"] + CellSource.preludeModules
    for candidate in candidates {
      let files = names.map { "\(candidate)/\($0).swiftmodule" }
      let identities = files.compactMap { Toolchain.fileIdentity($0) }
      guard identities.count == files.count else { continue }
      return LibraryBuild(
        executable: executable, moduleDirectory: candidate,
        supportDirectory: supportDirectory(folder) ?? fallback,
        identity: identities.joined(separator: " "),
        compilerVersion: compilerVersion(inModule: files[1]))
    }
    throw EnvironmentProblem.noLibrary(candidates)
  }

  private static func supportDirectory(_ folder: String) -> String? {
    let path = folder + "/lesson-support"
    _ = mkdir(path, 0o755)
    return access(path, W_OK | X_OK) == 0 ? path : nil
  }

  /// Checks that a toolchain and this processor can use the library.
  ///
  /// - Parameter toolchain: The toolchain that shall compile cells.
  /// - Throws: ``EnvironmentProblem``.
  public func check(against toolchain: Toolchain) throws {
    guard compilerVersion == toolchain.version else {
      throw EnvironmentProblem.otherCompiler(
        library: compilerVersion, toolchain: toolchain.version)
    }
    guard Processor.vectorLevel >= LibraryBuild.vectorLevel else {
      throw EnvironmentProblem.otherProcessor(level: LibraryBuild.vectorLevel)
    }
  }

  /// The compiler writes its name into each module.
  private static func compilerVersion(inModule path: String) -> String {
    let unknown = "an unknown compiler"
    guard let module = FileManager.default.contents(atPath: path),
      let found = module.range(of: Data("Swift version ".utf8))
    else { return unknown }
    let name = module[found.lowerBound...].prefix { $0 >= 0x20 && $0 < 0x7f }
    guard let end = name.lastIndex(of: UInt8(ascii: ")")) else { return unknown }
    return String(decoding: name[...end], as: UTF8.self)
  }
}

/// What this machine's processor can do.
public enum Processor {
  /// The level of vector instructions: 4 with AVX-512, 3 with AVX2 and FMA, 1 otherwise.
  public static let vectorLevel: Int = {
    #if arch(x86_64)
    let info =
      FileManager.default.contents(atPath: "/proc/cpuinfo").map {
        String(decoding: $0, as: UTF8.self)
      }
      ?? ""
    let line = info.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
    let flags = Set(line.split(separator: " "))
    guard flags.isSuperset(of: ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"]) else {
      return 1
    }
    return flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]) ? 4 : 3
    #else
    return 1
    #endif
  }()

  /// The cores this process may use.
  public static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
