import Foundation
import LessonKit

extension FinishedLesson {
  /// The cells that failed otherwise than by a claim.
  fileprivate var otherFailures: [Cell] {
    let cells = Dictionary(lesson.cells.map { ($0.number, $0) }) { first, _ in first }
    return results.compactMap { result in
      var silent = result
      silent.outputs = []
      guard let cell = cells[result.number], silent.runStatus(of: cell) != .success else {
        return nil
      }
      return cell
    }
  }
}

/// Runs lessons with fresh seeds, and counts how often each claim would not have come out as announced.
///
/// A fixed seed shows the same verdicts for ever, be they right or lucky; fresh ones tell them apart.
struct SeedSurvey {
  private let book: Book
  private let names: [String]
  private let log: BookLog
  private let firstSeed: UInt64?

  init(_ book: Book, _ names: [String], options: RunOptions) {
    self.book = book
    self.names = names
    log = BookLog(options)
    firstSeed = options.seed
  }

  /// A claim's outcomes.
  private struct Tally {
    var runCount = 0
    var failedSeeds: [UInt64] = []
  }

  /// Runs every lesson with some seeds after its own.
  ///
  /// - Returns: Failure when a claim failed, or a lesson did.
  func run(_ run: BookRun, seeds: Int) -> RunStatus {
    var status = RunStatus.success
    for name in names {
      let file = "\(book.folder)/\(name)"
      let own =
        firstSeed ?? (try? LessonFile.read(file)).map {
          Lesson.parse(text: $0, path: file).lesson.frontMatter.seed
        } ?? 0
      var tallies: [(claim: String, tally: Tally)] = []
      for step in 1...UInt64(seeds) {
        let seed = own &+ step
        run.run([file], seed: seed, making: { $0 }) { ending in
          guard let finished = ending.product else {
            status = status.combined(with: ending.status)
            return
          }
          // A claim that fails is what is counted here; a cell that does is none.
          let failed = finished.otherFailures
          if let first = failed.first {
            status = status.combined(with: .failure)
            log.advise("\(file): with seed \(seed) the cell '\(first.name)' fails")
          }
          count(finished, seed, &tallies)
        }
        if status == .interrupted || status == .mistakes { break }
      }
      if status == .interrupted { return status }
      status = status.combined(with: report(file, tallies))
    }
    return status
  }

  private func count(
    _ finished: FinishedLesson, _ seed: UInt64, _ tallies: inout [(claim: String, tally: Tally)]
  ) {
    var occurrences: [String: Int] = [:]
    for claim in LessonRecord(finished).claims where claim.sampleCount > 0 {
      occurrences["\(claim.cell): \(claim.statement)", default: 0] += 1
      let number = occurrences["\(claim.cell): \(claim.statement)", default: 1]
      let key = "\(claim.cell): \(claim.statement)\(number > 1 ? " (\(number))" : "")"
      let index = tallies.firstIndex { $0.claim == key } ?? tallies.endIndex
      if index == tallies.endIndex { tallies.append((key, Tally())) }
      tallies[index].tally.runCount += 1
      if !claim.isAsExpected { tallies[index].tally.failedSeeds.append(seed) }
    }
  }

  private func report(_ file: String, _ tallies: [(claim: String, tally: Tally)]) -> RunStatus {
    var status = RunStatus.success
    log.line(
      "\(file): \(tallies.count) sampled claims",
      fields: ["event": "survey", "file": file, "claims": tallies.count])
    for (claim, tally) in tallies {
      let failed = tally.failedSeeds.count
      if failed > 0 { status = .failure }
      let seeds = tally.failedSeeds.prefix(5).map { "\($0)" }.joined(separator: ", ")
      log.line(
        "  failed \(failed) of \(tally.runCount): \(claim)"
          + (failed > 0 ? " (seeds \(seeds)\(failed > 5 ? ", …" : ""))" : ""),
        fields: [
          "event": "claim", "file": file, "claim": claim, "runs": tally.runCount,
          "failed": failed, "failedSeeds": tally.failedSeeds.map { "\($0)" },
        ])
    }
    return status
  }
}
