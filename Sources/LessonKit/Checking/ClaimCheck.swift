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
        .error, at: position(of: "\"\(claim.statement)\"") ?? fence,
        "this claim is \(claim.verdict.rawValue), not \(claim.expected.rawValue): "
          + "\"\(claim.statement)\"\(finding)")
    }
  }
}
