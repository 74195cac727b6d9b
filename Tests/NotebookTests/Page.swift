import CellProtocol
import Notebook
import Synchronization

/// One test at a time may hold the process's session.
private let turn = Mutex(())

/// What a cell puts on its page.
func page(
  lessonSeed: UInt64 = 1, cell: String = "cell", _ body: () -> Void
) -> [CellOutput] {
  turn.withLock { _ in
    let previous = NotebookSession.current
    defer { NotebookSession.current = previous }
    nonisolated(unsafe) var outputs: [CellOutput] = []
    NotebookSession.current = NotebookSession(lessonSeed: lessonSeed) { outputs.append($0) }
    NotebookSession.current.cellLabel = cell
    body()
    return outputs
  }
}

/// The claims a cell puts on its page.
func claims(
  lessonSeed: UInt64 = 1, cell: String = "cell", _ body: () -> Void
) -> [ClaimReport] {
  page(lessonSeed: lessonSeed, cell: cell, body).compactMap {
    if case .claim(let report) = $0 { report } else { nil }
  }
}

extension ClaimReport {
  /// The text of a fact, or nil if there is none of that name.
  func fact(_ name: String) -> String? {
    facts.first { $0.name == name }?.text
  }
}
