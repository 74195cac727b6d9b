import CellProtocol

/// The exercises that a run found open, and the cells that cannot run for them.
///
/// A cell that stops at `yourCodeHere` has not failed: its exercise is open. Cells that use what it
/// should have declared are not run; all others are.
struct OpenExercises {
  /// The exercise each cell that did not run to its end waits for, by the cell's module.
  private var waiting: [String: String] = [:]
  private var isExpected = false

  /// Whether a cell may stop at an exercise, so that the state before it has to be kept.
  ///
  /// - Parameter build: The cell; all before it were asked about.
  /// - Returns: Whether it, or a cell before it, has code missing.
  mutating func mayStop(_ build: CellBuild) -> Bool {
    if !isExpected, build.source?.usedNames.contains("yourCodeHere") ?? false { isExpected = true }
    return isExpected
  }

  /// Turns a failure that an open exercise explains into what it is.
  ///
  /// - Parameters:
  ///   - result: The cell's result.
  ///   - build: The cell.
  /// - Returns: Whether the cell waits for an exercise.
  mutating func take(_ result: inout CellResult, of build: CellBuild) -> Bool {
    // What is missing explains the warnings, too: a name never used, a line never reached.
    if build.source?.usedNames.contains("yourCodeHere") ?? false {
      result.diagnostics.removeAll { $0.severity != .error }
    }
    guard let exercise = exercise(result) else { return false }
    waiting[build.module] = exercise.name
    result.outcome =
      exercise.isOwn ? .open(exercise: exercise.name) : .needs(exercise: exercise.name)
    result.diagnostics = []
    return true
  }

  private func exercise(_ result: CellResult) -> (name: String, isOwn: Bool)? {
    switch result.outcome {
    case .failed:
      let name = result.diagnostics.lazy.compactMap { OpenExercise.name(in: $0.message) }.first
      return name.map { ($0, true) }
    case .compileFailed:
      guard let module = result.missingModule, let name = waiting[module] else { return nil }
      return (name, false)
    default: return nil
    }
  }
}

extension CellResult {
  /// The exercise that the cell stopped at, or nil.
  public var openExercise: String? {
    if case .open(let exercise) = outcome { exercise } else { nil }
  }
}
