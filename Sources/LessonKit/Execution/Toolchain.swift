import Foundation
import Glibc

/// The Swift toolchain that compiles cells.
public struct Toolchain: Codable, Equatable, Sendable {
  /// What the compiler calls itself: `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
  public let version: String
  /// The target: `x86_64-unknown-linux-gnu`.
  public let target: String
  /// The folder with the standard library's modules.
  public let resourceDirectory: String
  /// The driver, as found on the path.
  public let driver: String
  /// The driver's size and time of change: another toolchain shows here.
  public let driverIdentity: String

  /// The compiler proper.
  public var frontend: String { tools + "/swift-frontend" }
  /// The linker.
  public var linker: String { tools + "/ld.lld" }
  /// The folder with the shared libraries.
  public var libraryDirectory: String { resourceDirectory + "/linux" }
  /// The object every library needs so that its conformances are found.
  public var registrationObject: String {
    libraryDirectory + "/" + (target.split(separator: "-").first ?? "") + "/swiftrt.o"
  }
  /// The folder with the toolchain's macros.
  public var pluginDirectory: String { resourceDirectory + "/host/plugins" }

  /// The program that lists a module's declarations.
  var symbolReader: String { tools + "/swift-symbolgraph-extract" }
  /// The program that writes backtraces.
  public var backtracer: String {
    URL(fileURLWithPath: tools).deletingLastPathComponent().path
      + "/libexec/swift/linux/swift-backtrace"
  }

  private var tools: String {
    URL(fileURLWithPath: resourceDirectory).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("bin").path
  }

  /// Finds the toolchain of `swiftc` on the path; asks it who it is only when it has changed.
  ///
  /// - Parameter memory: A file that remembers the answer, or nil.
  /// - Returns: The toolchain.
  /// - Throws: ``EnvironmentProblem`` when something is missing.
  public static func find(memory: String?) throws -> Toolchain {
    guard let driver = executable("swiftc"), let identity = fileIdentity(driver) else {
      throw EnvironmentProblem.noCompiler
    }
    if let memory, let data = FileManager.default.contents(atPath: memory),
      let known = try? JSONDecoder().decode(Toolchain.self, from: data),
      known.driver == driver, known.driverIdentity == identity, known.isComplete
    {
      return known
    }
    let toolchain = try ask(driver, identity: identity)
    guard fileIdentity(toolchain.frontend) != nil else { throw EnvironmentProblem.noCompiler }
    guard fileIdentity(toolchain.linker) != nil else {
      throw EnvironmentProblem.noLinker(toolchain.linker)
    }
    if let memory, let data = try? JSONEncoder().encode(toolchain) {
      // Only a memory: without it the next run asks again.
      try? AtomicFile.write(Array(data), to: memory)
    }
    return toolchain
  }

  private var isComplete: Bool {
    Toolchain.fileIdentity(frontend) != nil && Toolchain.fileIdentity(linker) != nil
  }

  private static func ask(_ driver: String, identity: String) throws -> Toolchain {
    struct Answer: Decodable {
      struct Target: Decodable { var triple: String }
      struct Paths: Decodable { var runtimeResourcePath: String }
      var compilerVersion: String
      var target: Target
      var paths: Paths
    }
    let child = try ChildProcess(driver, ["-print-target-info"], in: "/")
    child.wait()
    guard child.succeeded,
      let answer = try? JSONDecoder().decode(Answer.self, from: Data(child.output))
    else {
      throw EnvironmentProblem.compilerFails(
        driver, String(decoding: child.output, as: UTF8.self))
    }
    return Toolchain(
      version: answer.compilerVersion, target: answer.target.triple,
      resourceDirectory: answer.paths.runtimeResourcePath, driver: driver,
      driverIdentity: identity)
  }

  private static func executable(_ name: String) -> String? {
    let path = ProcessEnvironment.current["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// A file's size and time of change, or nil when there is none.
  ///
  /// - Parameter path: The file.
  /// - Returns: Both numbers as text.
  static func fileIdentity(_ path: String) -> String? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    let time = information.st_mtim
    return "\(information.st_size)-\(time.tv_sec).\(time.tv_nsec)"
  }
}

/// Something the machine lacks.
public enum EnvironmentProblem: Error, Equatable, CustomStringConvertible {
  /// No `swiftc` on the path.
  case noCompiler
  /// The compiler does not answer.
  case compilerFails(String, String)
  /// The toolchain has no `ld.lld`.
  case noLinker(String)
  /// The library's modules are not where they should be.
  case noLibrary([String])
  /// The library was built by another compiler.
  case otherCompiler(library: String, toolchain: String)
  /// The library was built for a processor with more instructions.
  case otherProcessor(level: Int)
  /// KaTeX, which sets formulas, is not where packages put it.
  case noKaTeX([String])
  /// A folder or file cannot be written.
  case cannotWrite(String, String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .noCompiler:
      "no 'swiftc' on the PATH: install a Swift toolchain (https://www.swift.org/install) and "
        + "add its usr/bin to the PATH"
    case .compilerFails(let driver, let output):
      "'\(driver)' does not answer as a Swift toolchain would: \(output)"
    case .noLinker(let path):
      "the toolchain has no linker at \(path): install the complete Swift toolchain "
        + "(https://www.swift.org/install)"
    case .noLibrary(let searched):
      "the modules of Notebook and PolicyGradients are not beside the executable "
        + "(searched \(searched.joined(separator: ", "))): run 'lesson' from its build folder, "
        + "or link to it there instead of copying it"
    case .otherCompiler(let library, let toolchain):
      "this 'lesson' was built by \(library), but 'swiftc' on the PATH is \(toolchain): "
        + "run 'swift build' again, or put the other toolchain first on the PATH"
    case .otherProcessor(let level):
      "this 'lesson' was built for processors with x86-64-v\(level) instructions, which this one "
        + "lacks: run 'touch Package.swift && swift build' on this machine"
    case .noKaTeX(let searched):
      "formulas need KaTeX, which is not in \(searched.joined(separator: " or ")): install the "
        + "packages libjs-katex and fonts-katex, or use '--math source' to show the TeX as it is"
    case .cannotWrite(let path, let reason):
      "cannot write \(path): \(reason)"
    }
  }
}
