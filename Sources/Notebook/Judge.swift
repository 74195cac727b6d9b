import CellProtocol

/// Reaches a verdict with the claim's own seed, puts it on the page, and returns it.
///
/// A claim that is put wrongly stops the cell with a message that quotes its statement.
func judge(
  _ statement: String, expecting: Verdict.Kind,
  reach: (UInt64) throws(ClaimError) -> Verdict
) -> Verdict {
  let session = NotebookSession.current
  do throws(ClaimError) {
    let verdict = try reach(session.seed(named: statement, for: "the claim \"\(statement)\""))
    session.emit(.claim(verdict.report(statement: statement, expecting: expecting)))
    return verdict
  } catch {
    fatalError("The claim \"\(statement)\" cannot be tested: \(error).")
  }
}
