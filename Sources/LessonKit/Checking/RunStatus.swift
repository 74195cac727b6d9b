public import CellProtocol

/// How the tool ends, as a number.
public enum RunStatus: Int32, CaseIterable, Sendable {
  /// All went as announced.
  case success = 0
  /// A cell or a claim failed.
  case failure = 1
  /// Outputs are not current.
  case stale = 2
  /// The lesson has mistakes: its syntax, or a cell that does not compile.
  case mistakes = 3
  /// The command was not understood.
  case usage = 64
  /// The machine lacks something, or the tool has a mistake.
  case internalError = 70
  /// A cell ran longer than its limit.
  case timeLimit = 124
  /// The run was interrupted.
  case interrupted = 130

  /// Of several endings the one that is told: the first of these that occurs.
  private static let order: [RunStatus] = [
    .interrupted, .internalError, .usage, .mistakes, .timeLimit, .failure, .stale, .success,
  ]

  /// The ending of several that is told.
  ///
  /// - Parameter other: Another ending.
  /// - Returns: Whichever comes first.
  public func combined(with other: RunStatus) -> RunStatus {
    RunStatus.order.first { $0 == self || $0 == other } ?? self
  }
}

extension CellResult {
  /// What the result means for the tool's end.
  ///
  /// - Parameter cell: The cell the result is of.
  /// - Returns: Success for what the cell announced.
  public func runStatus(of cell: Cell) -> RunStatus {
    let verdicts: RunStatus = unexpectedClaims.isEmpty ? .success : .failure
    let claims = verdicts.combined(with: cell.hasFittingSources(for: self) ? .success : .mistakes)
    if cell.options.error { return claims }
    switch outcome {
    case .finished, .notRun, .open, .needs: return claims
    case .compileFailed: return claims.combined(with: .mistakes)
    case .timedOut: return claims.combined(with: .timeLimit)
    case .failed, .exited, .outputLimitReached: return .failure
    }
  }

  /// The claims, in their order.
  public var claims: [ClaimReport] {
    outputs.compactMap { output in
      if case .claim(let claim) = output { claim } else { nil }
    }
  }

  /// The claims whose verdict is not the announced one.
  public var unexpectedClaims: [ClaimReport] { claims.filter { !$0.isAsExpected } }
}
