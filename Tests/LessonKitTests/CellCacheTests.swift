import Foundation
import Glibc
import Testing

@testable import LessonKit

@Suite struct CellCacheTests {
  private let root: String

  init() throws {
    root = try LessonExecutable.makeFolder().appendingPathComponent(".lesson").path
  }

  private func store(_ key: String, in cache: CellCache) throws {
    let folder = try cache.makeWorkFolder()
    try AtomicFile.write([1, 2, 3], to: folder + "/cell.so")
    try cache.store(folder, as: key, entry: CellCache.Entry(moduleDigest: key, compilerText: ""))
  }

  private func age(_ path: String, days: Int) {
    var times = [timeval(), timeval()]
    for index in times.indices { times[index].tv_sec = time(nil) - days * 86_400 }
    #expect(utimes(path, times) == 0)
  }

  @Test func cellsThatNobodyUsesArePruned() throws {
    let cache = try CellCache(root: root)
    for key in ["old", "young"] { try store(key, in: cache) }
    let left = try cache.makeWorkFolder()
    age(cache.folder("old"), days: 40)
    age(cache.folder("young"), days: 20)
    cache.prune()
    #expect(cache.entry("old") == nil)
    #expect(cache.entry("young")?.moduleDigest == "young")
    #expect(access(left, F_OK) != 0, "a killed run's folder stays")
  }

  @Test func aUsedCellIsYoungAgain() throws {
    let cache = try CellCache(root: root)
    try store("used", in: cache)
    age(cache.folder("used"), days: 40)
    #expect(cache.entry("used") != nil)
    cache.prune()
    #expect(cache.entry("used") != nil)
  }

  @Test func nothingIsPrunedWhileAnotherRunUsesTheCache() throws {
    let cache = try CellCache(root: root)
    let other = try CellCache(root: root)
    try store("old", in: cache)
    age(cache.folder("old"), days: 40)
    cache.prune()
    #expect(access(cache.folder("old"), F_OK) == 0)
    other.close()
  }

  @Test func theSecondToStoreAKeyThrowsItsOwnAway() throws {
    let cache = try CellCache(root: root)
    try store("key", in: cache)
    try store("key", in: cache)
    #expect(cache.entry("key") != nil)
    let names = try FileManager.default.contentsOfDirectory(atPath: root + "/cells")
    #expect(names == ["key"])
  }

  /// A file stands where the folder should be, as good as a disk that cannot be written.
  @Test func withoutAPlaceOnlyATemporaryCacheWorks() throws {
    let blocked = root + "-blocked"
    try Data().write(to: URL(fileURLWithPath: blocked))
    defer { try? FileManager.default.removeItem(atPath: blocked) }
    let problem = #expect(throws: EnvironmentProblem.self) { try CellCache(root: blocked) }
    guard case .cannotCache = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(problem?.description.contains("with '--no-cache' none are kept") == true)
    let cache = try CellCache(root: blocked, isTemporary: true)
    try store("key", in: cache)
    #expect(cache.entry("key") != nil)
    #expect(cache.root != blocked && FileManager.default.fileExists(atPath: cache.root))
    cache.close()
    #expect(!FileManager.default.fileExists(atPath: cache.root))
  }

  @Test func aTemporaryCacheLeavesNothing() throws {
    let cache = try CellCache(root: root, isTemporary: true)
    try store("key", in: cache)
    #expect(cache.entry("key") != nil)
    #expect(try CellCache(root: root).entry("key") == nil)
    cache.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: root)
    #expect(!names.contains { $0.hasPrefix("run-") })
  }
}
