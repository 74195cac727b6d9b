import CellProtocol
import Foundation

/// What of a lesson is no longer as it was promoted.
public struct PageComparison: Equatable, Sendable {
  /// What differs, one line each; empty where all is current.
  public private(set) var differences: [String] = []
  private let folder: String

  /// Compares nothing yet.
  ///
  /// - Parameter folder: Where the pages lie that were promoted.
  public init(folder: String) {
    self.folder = folder
  }

  /// Whether all is as it was.
  public var isCurrent: Bool { differences.isEmpty }

  /// Notes something else that has changed.
  ///
  /// - Parameter difference: What, in one line.
  public mutating func note(_ difference: String) { differences.append(difference) }

  /// Compares a lesson's page with what was promoted.
  ///
  /// - Parameters:
  ///   - page: The page as it is now.
  ///   - stem: Its name without extension.
  public mutating func compare(_ page: RenderedPage, stem: String) {
    compare(page.bytes, "\(stem).md")
    for file in page.files { compare(file.bytes, file.path) }
    let names = Set(page.files.map(\.path))
    let figures = "\(stem)_files"
    let old = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(figures)")) ?? []
    for name in old.sorted() where !names.contains("\(figures)/\(name)") {
      differences.append("\(folder)/\(figures)/\(name): the page no longer shows it")
    }
  }

  /// Compares a file with what was promoted.
  ///
  /// - Parameters:
  ///   - bytes: The file as it is now.
  ///   - name: Its path from the folder.
  public mutating func compare(_ bytes: [UInt8], _ name: String) {
    let path = "\(folder)/\(name)"
    guard let old = FileManager.default.contents(atPath: path) else {
      differences.append("\(path): there is no such file yet")
      return
    }
    guard old != Data(bytes) else { return }
    if name.hasSuffix(".md") {
      differences += Self.lines(Array(old), bytes, path)
    } else {
      differences.append("\(path): it has changed")
    }
  }

  /// Notes which claims came out otherwise, came or went.
  ///
  /// - Parameters:
  ///   - new: What is to be remembered of the lesson now.
  ///   - old: What was remembered, or nil.
  public mutating func compare(_ new: LessonRecord, with old: LessonRecord?) {
    guard let old else { return }
    var before: [String: [ClaimRecord]] = [:]
    for claim in old.claims.reversed() { before[claim.statement, default: []].append(claim) }
    for claim in new.claims {
      guard let was = before[claim.statement]?.popLast() else {
        differences.append("new claim: \(claim.statement)")
        continue
      }
      guard was.verdict != claim.verdict || was.expected != claim.expected else { continue }
      let words = was.verdict == claim.verdict ? "announced as \(was.expected.rawValue)" : ""
      differences.append(
        "the claim '\(claim.statement)' was \(words.isEmpty ? was.verdict.rawValue : words), is now "
          + (words.isEmpty ? claim.verdict.rawValue : "announced as \(claim.expected.rawValue)"))
    }
    for claim in old.claims where before[claim.statement]?.popLast() != nil {
      differences.append("the claim is gone: \(claim.statement)")
    }
  }

  /// The first lines in which two pages differ.
  private static func lines(_ old: [UInt8], _ new: [UInt8], _ path: String) -> [String] {
    var old = old.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    var new = new.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    var line = 1
    while let first = old.first, first == new.first {
      old.removeFirst()
      new.removeFirst()
      line += 1
    }
    while let last = old.last, last == new.last {
      old.removeLast()
      new.removeLast()
    }
    return ["\(path):\(line): the page has changed"] + changes(Array(old), Array(new))
  }

  /// The lines that went and came, in their order, as far as one reads them.
  private static func changes(
    _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]
  ) -> [String] {
    let limit = 12
    // Pages that have little in common are not compared line by line.
    let difference = old.count + new.count <= 4000 ? new.difference(from: old) : nil
    let removed = Set(difference?.removals.map(\.offset) ?? Array(old.indices))
    let added = Set(difference?.insertions.map(\.offset) ?? Array(new.indices))
    var lines: [String] = []
    var (from, to) = (0, 0)
    while from < old.count || to < new.count {
      if from < old.count, removed.contains(from) {
        lines.append("  - \(String(decoding: old[from], as: UTF8.self))")
        from += 1
      } else if to < new.count, added.contains(to) {
        lines.append("  + \(String(decoding: new[to], as: UTF8.self))")
        to += 1
      } else {
        from += 1
        to += 1
      }
    }
    return lines.count <= limit
      ? lines : lines.prefix(limit) + ["  … \(lines.count - limit) more lines"]
  }
}

extension CollectionDifference.Change {
  /// Where the change is.
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
