import CellProtocol

extension Cell {
  /// A message for each claim of the cell that did not come out as announced, and one where the
  /// sources are not as many as the claims.
  ///
  /// - Parameter result: The cell's result.
  /// - Returns: The messages, each at its line.
  public func claimDiagnostics(_ result: CellResult) -> [Diagnostic] {
    sourceDiagnostics(result)
      + result.unexpectedClaims.map { claim in
        let finding = claim.finding.isEmpty ? "" : ": \(claim.finding)"
        return Diagnostic(
          .error, at: position(of: "\"\(claim.statement)\"") ?? fence,
          "this claim is \(claim.verdict.rawValue), not \(claim.expected.rawValue): "
            + "\"\(claim.statement)\"\(finding)")
      }
  }

  /// The lecture or paper that a claim of the cell is about.
  ///
  /// - Parameter index: The claim's place among those of the cell, from 0.
  /// - Returns: The claim's own entry, or the one for all; nil where there is none.
  func source(ofClaim index: Int) -> String? {
    guard options.sources.count > 1 else { return options.sources.first }
    return options.sources.indices.contains(index) ? options.sources[index] : nil
  }

  /// Whether there is a source for all claims of the cell, or one a claim.
  ///
  /// A cell that did not come to its end may owe some claims.
  ///
  /// - Parameter result: The cell's result.
  /// - Returns: True for a cell without sources, too.
  func hasFittingSources(for result: CellResult) -> Bool {
    options.sources.count < 2 || result.outcome != .finished
      || options.sources.count == result.claims.count
  }

  private func sourceDiagnostics(_ result: CellResult) -> [Diagnostic] {
    guard !hasFittingSources(for: result) else { return [] }
    let count = result.claims.count
    return [
      Diagnostic(
        .error, at: position(of: "source:") ?? fence,
        "'source' lists \(options.sources.count) texts, and the cell makes \(count) "
          + "claim\(count == 1 ? "" : "s"); write one text for all claims, or one a claim")
    ]
  }
}
