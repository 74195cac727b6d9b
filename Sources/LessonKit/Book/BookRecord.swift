public import CellProtocol
import Foundation

/// What is remembered of a book's lessons beside their pages: the index and the ledger are made of
/// it, and whoever checks the book finds in it what was claimed before.
public struct BookRecord: Codable, Equatable, Sendable {
  /// The lessons, in their order.
  public var lessons: [LessonRecord] = []

  /// An empty book's.
  public init() {}

  /// The name of its file.
  public static let fileName = "ledger.json"

  /// Reads the record in a folder.
  ///
  /// - Parameter folder: The folder of the pages.
  /// - Returns: The record; empty where there is none, or one that cannot be read.
  public static func read(in folder: String) -> BookRecord {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(fileName)"),
      let record = try? JSONDecoder().decode(BookRecord.self, from: data)
    else { return BookRecord() }
    return record
  }

  /// The record as a file: one claim in several lines, keys in order.
  public var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { Array($0) + [0x0A] } ?? []
  }

  /// What is remembered of a lesson.
  ///
  /// - Parameter name: Its file name.
  /// - Returns: Nil for a lesson that is not in the record.
  public func lesson(_ name: String) -> LessonRecord? { lessons.first { $0.file == name } }

  /// The claims that name no lecture or paper, as `file: statement`.
  public var claimsWithoutSource: [String] {
    lessons.flatMap { lesson in
      lesson.claims.filter { $0.source == nil }.map { "\(lesson.file): \($0.statement)" }
    }
  }

  /// Puts a lesson in its place, and takes out those that are no more.
  ///
  /// - Parameters:
  ///   - lesson: What to remember of it.
  ///   - names: The file names of all lessons, in their order.
  public mutating func update(_ lesson: LessonRecord, among names: [String]) {
    var known = Dictionary(lessons.map { ($0.file, $0) }) { first, _ in first }
    known[lesson.file] = lesson
    lessons = names.compactMap { known[$0] }
  }
}

/// What is remembered of a lesson.
public struct LessonRecord: Codable, Equatable, Sendable {
  /// The file's name.
  public var file: String
  /// The page's title.
  public var title: String
  /// One sentence about it, or nil.
  public var summary: String?
  /// The SHA-256 of its text.
  public var digest: String
  /// How many cells it has.
  public var cellCount: Int
  /// The claims, in their order.
  public var claims: [ClaimRecord]

  /// Remembers a lesson after a run.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - results: Its cells' results.
  public init(_ lesson: Lesson, results: [CellResult]) {
    file = lesson.fileName
    title = lesson.pageTitle
    summary = lesson.frontMatter.summary
    digest = lesson.digest
    cellCount = lesson.cells.count
    let cells = Dictionary(lesson.cells.map { ($0.number, $0) }) { first, _ in first }
    claims = results.flatMap { result -> [ClaimRecord] in
      guard let cell = cells[result.number] else { return [] }
      return result.claims.enumerated().map { index, claim in
        ClaimRecord(claim, of: cell, source: cell.source(ofClaim: index))
      }
    }
  }
}

/// What is remembered of a claim.
public struct ClaimRecord: Codable, Equatable, Sendable {
  /// The cell's name.
  public var cell: String
  /// The claim in the author's words.
  public var statement: String
  /// What was found.
  public var verdict: ClaimReport.Verdict
  /// What the author announced.
  public var expected: ClaimReport.Verdict
  /// How the answer was reached.
  public var method: ClaimReport.Method
  /// The samples drawn; 0 for an exact claim.
  public var sampleCount: Int
  /// The margin as text, or nil where there is none.
  public var margin: String?
  /// The probability with which the verdict may be wrong; 0 for an exact claim.
  public var alpha: Double
  /// The seed as text, or nil for an exact claim.
  public var seed: String?
  /// The lecture or paper it is about; nil where the cell names none.
  public var source: String?

  init(_ claim: ClaimReport, of cell: Cell, source: String?) {
    func fact(_ name: String) -> String? { claim.facts.first { $0.name == name }?.text }
    self.cell = cell.name
    statement = claim.statement
    verdict = claim.verdict
    expected = claim.expected
    method = claim.method
    sampleCount = claim.sampleCount
    margin = fact("margin")
    alpha = claim.alpha
    seed = fact("seed")
    self.source = source
  }

  /// Whether the verdict is the announced one.
  public var isAsExpected: Bool { verdict == expected }
}
