import CellProtocol
import Testing

@testable import LessonKit

@Suite struct RunStatusTests {
  @Test func theFirstThatAppliesWins() {
    let order: [RunStatus] = [.internalError, .mistakes, .timeLimit, .failure, .stale, .success]
    for (index, first) in order.enumerated() {
      for second in order[index...] {
        #expect(first.combined(with: second) == first)
        #expect(second.combined(with: first) == first)
      }
    }
  }

  private func cell(_ options: (inout CellOptions) -> Void = { _ in }) -> Cell {
    var cell = Lesson.parse(text: "```swift\nf()\n```\n", path: "l.md").lesson.cells[0]
    options(&cell.options)
    return cell
  }

  @Test(arguments: [
    (CellOutcome.finished, RunStatus.success), (.compileFailed, .mistakes),
    (.failed, .failure), (.timedOut(seconds: 1), .timeLimit), (.exited(status: 0), .failure),
    (.outputLimitReached(bytes: 1), .failure), (.notRun, .success),
  ])
  func outcomes(_ outcome: CellOutcome, _ status: RunStatus) {
    let result = CellResult(number: 1, outcome: outcome)
    #expect(result.runStatus(of: cell()) == status)
    #expect(result.runStatus(of: cell { $0.error = true }) == .success)
  }

  @Test func sourcesAreOneForAllOrOneEach() {
    let claim = ClaimReport(
      statement: "s", verdict: .verified, expected: .verified, method: .exact)
    let result = CellResult(number: 1, outcome: .finished, outputs: [.claim(claim), .claim(claim)])
    for (sources, fits) in [
      ([], true), (["a"], true), (["a", "b"], true), (["a", "b", "c"], false),
    ] {
      let cell = cell { $0.sources = sources }
      #expect(result.runStatus(of: cell) == (fits ? .success : .mistakes))
      #expect(cell.claimDiagnostics(result).isEmpty == fits)
    }
    let three = cell { $0.sources = ["a", "b", "c"] }
    let message = three.claimDiagnostics(result)[0].message
    #expect(message.contains("lists 3 texts, and the cell makes 2 claims"))
    // What a failed cell would have claimed is not known.
    let failed = CellResult(number: 1, outcome: .failed, outputs: [.claim(claim)])
    #expect(three.claimDiagnostics(failed).isEmpty)
    #expect(cell { $0.sources = ["a", "b"] }.source(ofClaim: 1) == "b")
    #expect(cell { $0.sources = ["a"] }.source(ofClaim: 1) == "a")
    #expect(cell().source(ofClaim: 0) == nil)
  }

  @Test func anUnexpectedVerdictFails() {
    func result(_ verdict: ClaimReport.Verdict, expected: ClaimReport.Verdict) -> CellResult {
      let claim = ClaimReport(
        statement: "s", verdict: verdict, expected: expected, method: .exact)
      return CellResult(number: 1, outcome: .finished, outputs: [.claim(claim)])
    }
    #expect(result(.verified, expected: .verified).runStatus(of: cell()) == .success)
    #expect(result(.refuted, expected: .refuted).runStatus(of: cell()) == .success)
    #expect(result(.undecided, expected: .verified).runStatus(of: cell()) == .failure)
    // 'error: true' announces a failing cell, not a failing claim.
    let announced = cell { $0.error = true }
    #expect(result(.refuted, expected: .verified).runStatus(of: announced) == .failure)
  }
}
