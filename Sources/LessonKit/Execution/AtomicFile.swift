import Foundation
import Glibc

/// Files that are replaced whole or not at all.
enum AtomicFile {
  /// Writes a file beside its place and moves it there.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The place; its folder is made when it is missing.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``; the old file is intact then.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try makeDirectory(folder)
    // Threads, too, may write one file at the same time.
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw problem(path) }
    var written = 0
    var failed = false
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        failed = true
        break
      }
      written += count
    }
    let reason = errno
    // A full disk may show only when the file is closed.
    if close(file) != 0 || failed || rename(temporary, path) != 0 {
      if failed { errno = reason }
      let problem = problem(path)
      unlink(temporary)
      throw problem
    }
  }

  /// Makes a folder and those above it.
  ///
  /// - Parameter path: The folder.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  static func makeDirectory(_ path: String) throws {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw problem(path) }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard parent != path else { throw problem(path) }
    try makeDirectory(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw problem(path) }
  }

  private static func problem(_ path: String) -> EnvironmentProblem {
    .cannotWrite(path, String(cString: strerror(errno)))
  }
}
