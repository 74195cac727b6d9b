import CellProtocol

extension Cell {
  /// A message for each claim of the cell that did not come out as announced.
  ///
  /// - Parameter result: The cell's result.
  /// - Returns: The messages, each at the line of its claim.
  public func claimDiagnostics(_ result: CellResult) -> [Diagnostic] {
    result.unexpectedClaims.map { claim in
      let finding = claim.finding.isEmpty ? "" : ": \(claim.finding)"
      return Diagnostic(
        .error, at: position(ofClaim: claim.statement),
        "this claim is \(claim.verdict.rawValue), not \(claim.expected.rawValue): "
          + "\"\(claim.statement)\"\(finding)")
    }
  }

  /// Where a claim stands: the line with its statement, or the cell's first.
  private func position(ofClaim statement: String) -> TextPosition {
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard let found = line.firstRange(of: "\"\(statement)\"") else { continue }
      let column = line.utf8.distance(from: line.startIndex, to: found.lowerBound) + 1
      return position(line: index + 1, column: column)
    }
    return fence
  }
}
