import Foundation
import Glibc

/// Compiled cells on disk, one folder each, named after everything that went into it.
///
/// A folder is filled under another name and moved into place, so that several runs may share the
/// cache: whoever comes second throws its own away.
public struct CellCache {
  /// Stands for the way cells are made ready and kept: to be counted up when that changes.
  static let format = "3"

  /// The folder `.lesson`.
  public let root: String
  private let cells: String
  private let lock: CacheLock
  /// What goes when the cache is closed.
  private let temporaryFolder: String?

  /// Opens or makes the cache.
  ///
  /// While this value lives, no other process cleans the cache. A temporary one lies in the system's
  /// folder for such, where the lesson's own cannot be written.
  ///
  /// - Parameters:
  ///   - root: The folder `.lesson`.
  ///   - isTemporary: Whether this run shall neither find compiled cells nor leave any.
  /// - Throws: ``EnvironmentProblem/cannotCache(_:_:)``.
  public init(root: String, isTemporary: Bool = false) throws {
    do {
      try self.init(at: root, isTemporary: isTemporary)
    } catch EnvironmentProblem.cannotWrite(let path, let reason) {
      guard isTemporary else { throw EnvironmentProblem.cannotCache(path, reason) }
      let folder = try TemporaryFolder.make(
        "lesson", in: FileManager.default.temporaryDirectory.path)
      try self.init(at: folder, isTemporary: true, isOwn: true)
    }
  }

  private init(at root: String, isTemporary: Bool, isOwn: Bool = false) throws {
    self.root = root
    var lock: CacheLock
    repeat {
      try AtomicFile.makeDirectory(root)
      lock = try CacheLock(root + "/lock")
      lock.share()
      // Whoever cleans takes the lock's file along: wait with the others at the new one.
    } while !lock.isCurrent
    self.lock = lock
    try CellCache.makeFolder(named: "cells", in: root)
    if isTemporary {
      cells = try TemporaryFolder.make("run", in: root)
    } else {
      cells = root + "/cells"
    }
    temporaryFolder = isOwn ? root : isTemporary ? cells : nil
  }

  /// Makes a folder of the cache, which is kept out of version control without the author's doing.
  ///
  /// - Parameters:
  ///   - name: The folder's name.
  ///   - root: The folder `.lesson`.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  static func makeFolder(named name: String, in root: String) throws {
    try AtomicFile.makeDirectory("\(root)/\(name)")
    let ignore = root + "/.gitignore"
    if access(ignore, F_OK) != 0 { try AtomicFile.write(Array("*\n".utf8), to: ignore) }
  }

  /// Removes what a temporary cache holds.
  public func close() {
    if let temporaryFolder { CellCache.remove(temporaryFolder) }
  }

  /// Where the cache of a lesson lies: in `.lesson` at the root of the package or repository.
  ///
  /// - Parameter lesson: The lesson's path.
  /// - Returns: The folder's path.
  public static func root(forLesson lesson: String) -> String {
    let folder = URL(fileURLWithPath: lesson).standardizedFileURL.deletingLastPathComponent()
    var candidate = folder
    while candidate.path != "/" {
      for mark in [".lesson", "Package.swift", ".git"]
      where access(candidate.appendingPathComponent(mark).path, F_OK) == 0 {
        return candidate.appendingPathComponent(".lesson").path
      }
      candidate.deleteLastPathComponent()
    }
    return folder.appendingPathComponent(".lesson").path
  }

  /// What is known of the toolchain.
  public var toolchainMemory: String { root + "/toolchain.json" }

  /// A compiled cell.
  struct Entry: Codable, Equatable {
    /// The digest of the module's bytes.
    var moduleDigest: String
    /// The compiler's messages, as it printed them.
    var compilerText: String
    /// The bytes of all files beside the entry: a file that was cut or removed shows here.
    var byteCount = 0
  }

  /// The folder of a key.
  ///
  /// - Parameter key: The key.
  /// - Returns: The path, whether or not there is such a folder.
  func folder(_ key: String) -> String { "\(cells)/\(key)" }

  /// Looks a cell up and marks it as used.
  ///
  /// - Parameter key: The key.
  /// - Returns: What is known of it, or nil.
  func entry(_ key: String) -> Entry? {
    // Looked at first: a folder that another run moves into place meanwhile is not to be removed.
    guard access(folder(key), F_OK) == 0 else { return nil }
    let path = folder(key) + "/entry.json"
    guard let data = FileManager.default.contents(atPath: path),
      let entry = try? JSONDecoder().decode(Entry.self, from: data),
      entry.byteCount == CellCache.fileBytes(in: folder(key))
    else {
      // What is there in spite of that would be in the way of the next cell with this key.
      CellCache.remove(folder(key))
      return nil
    }
    utimes(folder(key), nil)
    return entry
  }

  /// Makes a folder to compile into.
  ///
  /// - Returns: Its path.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  func makeWorkFolder() throws -> String {
    try TemporaryFolder.make("work", in: cells)
  }

  /// Moves a filled folder into its place.
  ///
  /// - Parameters:
  ///   - workFolder: The filled folder.
  ///   - key: Its key.
  ///   - entry: What to remember of it.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  func store(_ workFolder: String, as key: String, entry: Entry) throws {
    var entry = entry
    entry.byteCount = CellCache.fileBytes(in: workFolder)
    let data = try JSONEncoder().encode(entry)
    try AtomicFile.write(Array(data), to: workFolder + "/entry.json")
    if rename(workFolder, folder(key)) == 0 { return }
    let reason = errno
    if reason == EEXIST || reason == ENOTEMPTY {
      if self.entry(key) != nil {
        CellCache.remove(workFolder)
        return
      }
      // What is there is damaged.
      CellCache.remove(folder(key))
      if rename(workFolder, folder(key)) == 0 { return }
    }
    throw EnvironmentProblem.cannotWrite(folder(key), String(cString: strerror(reason)))
  }

  /// Removes cells that no run has used for a while, and leftovers of runs that were killed.
  ///
  /// - Parameter days: How many days a cell may go unused.
  public func prune(olderThan days: Int = 30) {
    let stamp = root + "/pruned"
    let now = time(nil)
    if let last = CellCache.modified(stamp), now - last < 86_400 { return }
    // Only a run that is alone with the cache may take from it.
    guard lock.tryToOwn() else { return }
    defer { lock.share() }
    try? AtomicFile.write([], to: stamp)
    for name in CellCache.names(in: root + "/cells") {
      let path = "\(root)/cells/\(name)"
      guard let used = CellCache.modified(path) else { continue }
      if now - used > days * 86_400 || name.hasPrefix("work-") { CellCache.remove(path) }
    }
    for folder in ["math", ResultCache.folder] {
      for name in CellCache.names(in: "\(root)/\(folder)") {
        let path = "\(root)/\(folder)/\(name)"
        if let used = CellCache.modified(path), now - used > days * 86_400 { unlink(path) }
      }
    }
    for name in CellCache.names(in: root) where name.hasPrefix("run-") {
      CellCache.remove("\(root)/\(name)")
    }
  }

  /// Removes the whole cache, once no run uses it.
  ///
  /// - Parameters:
  ///   - root: The folder `.lesson`.
  ///   - onWait: Called when a run uses the cache, before its end is waited for.
  /// - Returns: The bytes that were freed.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  public static func clean(root: String, onWait: () -> Void = {}) throws -> Int {
    guard access(root, F_OK) == 0 else { return 0 }
    let lock = try CacheLock(root + "/lock")
    if !lock.tryToOwn() {
      onWait()
      lock.own()
    }
    let size = byteCount(of: root)
    remove(root)
    return size
  }

  /// Removes a folder with all that is in it.
  ///
  /// Whoever uses it at the moment keeps what it has open.
  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func byteCount(of path: String) -> Int {
    let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return files.reduce(0) { sum, file in
      var information = stat()
      return stat("\(path)/\(file)", &information) == 0 ? sum + Int(information.st_size) : sum
    }
  }

  private static func fileBytes(in folder: String) -> Int {
    names(in: folder).filter { $0 != "entry.json" }.reduce(0) { sum, name in
      var information = stat()
      return stat("\(folder)/\(name)", &information) == 0 ? sum + Int(information.st_size) : sum
    }
  }

  private static func modified(_ path: String) -> Int? {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mtim.tv_sec : nil
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}

/// A lock that many runs share and one cleaner owns.
///
/// It ends with the process at the latest.
private final class CacheLock {
  private let file: Int32
  private let path: String

  init(_ path: String) throws {
    self.path = path
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw EnvironmentProblem.cannotWrite(path, String(cString: strerror(errno)))
    }
  }

  deinit { close(file) }

  /// Whether the file still stands in its place.
  var isCurrent: Bool {
    var own = stat()
    var current = stat()
    return fstat(file, &own) == 0 && stat(path, &current) == 0 && own.st_ino == current.st_ino
      && own.st_dev == current.st_dev
  }

  func share() { flock(file, LOCK_SH) }
  func own() { flock(file, LOCK_EX) }
  func tryToOwn() -> Bool { flock(file, LOCK_EX | LOCK_NB) == 0 }
}
