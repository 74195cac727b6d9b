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
