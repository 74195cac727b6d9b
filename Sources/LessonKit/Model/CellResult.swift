public import CellProtocol

/// How a cell ended.
public enum CellOutcome: Codable, Equatable, Sendable {
  /// The cell did what its role asks for.
  case finished
  /// The compiler refused the cell, or a `compile_fail` cell compiled.
  case compileFailed
  /// The cell stopped with a trap, an uncaught error or a signal.
  case failed
  /// The cell ran longer than its limit.
  case timedOut(seconds: Double)
  /// The cell wrote more than its limit.
  case outputLimitReached(bytes: Int)
  /// The cell ended the process: `exit(3)`.
  case exited(status: Int32)
  /// A cell before it failed.
  case notRun
  /// The cell stopped where a student's code is missing.
  case open(exercise: String)
  /// The cell uses what an open exercise should have declared.
  case needs(exercise: String)
}

/// What a cell produced and how it ended.
public struct CellResult: Codable, Equatable, Sendable {
  /// The cell's number.
  public var number: Int
  /// How the cell ended.
  public var outcome: CellOutcome
  /// What the cell produced, in the order it happened.
  public var outputs: [CellOutput]
  /// The messages about the cell: the compiler's, or the one line that says how it ended.
  public var diagnostics: [Diagnostic]
  /// What the author should know but a page must not show, because it may differ from run to run:
  /// processes and threads that the cell left at work.
  ///
  /// Not stored with the result.
  public var notices: [Diagnostic] = []
  /// The module of an earlier cell that should have declared what this cell uses, and did not.
  ///
  /// Not stored with the result.
  var missingModule: String?
  /// The time the cell's own work took; never rendered.
  public var seconds: Double

  private enum CodingKeys: CodingKey {
    case number, outcome, outputs, diagnostics, seconds
  }

  /// Creates a result.
  ///
  /// - Parameters:
  ///   - number: The cell's number.
  ///   - outcome: How the cell ended.
  ///   - outputs: What the cell produced, in the order it happened.
  ///   - diagnostics: The messages about the cell.
  ///   - seconds: The time the cell's own work took.
  public init(
    number: Int, outcome: CellOutcome, outputs: [CellOutput] = [], diagnostics: [Diagnostic] = [],
    seconds: Double = 0
  ) {
    self.number = number
    self.outcome = outcome
    self.outputs = outputs
    self.diagnostics = diagnostics
    self.seconds = seconds
  }
}
