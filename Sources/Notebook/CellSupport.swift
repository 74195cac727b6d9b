import CellProtocol

/// Notes the line of the top-level statement that runs, so that whatever stops it has one.
///
/// Written into cells by the runner.
///
/// - Parameter line: The statement's line in its cell.
public func lessonCellStatement(_ line: Int) {
  NotebookSession.current.statementLine?.pointee = line
}

/// Shows the value of an expression in a sentence, as text: numbers as in tables.
///
/// Written by the runner.
///
/// - Parameter value: The value.
public func lessonCellValue<Value>(_ value: Value) {
  if Value.self == Void.self { fatalError("this expression has no value") }
  if value is any Displayable {
    fatalError("a sentence shows text; show a value of type '\(Value.self)' in a cell")
  }
  let number = (value as? any TableEntry).flatMap { $0.tableNumber == nil ? nil : $0.tableText }
  NotebookSession.current.emit(.value(number ?? text(of: value)))
}

/// Runs an asynchronous expression of a cell's top level to its end.
///
/// Written into cells by the runner: the entry point of a script with a top-level `await` would
/// never return.
///
/// - Parameter body: The expression.
/// - Returns: Its value.
/// - Throws: Whatever the expression throws.
public func lessonCellAwait<Value>(
  _ body: @escaping @MainActor () async throws -> Value
) throws -> Value {
  let task = MainLoopTask(body)
  return try task.wait().get()
}

/// Runs an asynchronous expression that does not throw.
///
/// Written into cells by the runner.
///
/// - Parameter body: The expression.
/// - Returns: Its value.
public func lessonCellAwait<Value>(_ body: @escaping @MainActor () async -> Value) -> Value {
  let task = MainLoopTask(body)
  switch task.wait() {
  case .success(let value): return value
  case .failure(let error): fatalError("\(error)")
  }
}

/// An expression that runs on the main thread while that thread waits for it.
private final class MainLoopTask<Value>: @unchecked Sendable {
  private var result: Result<Value, any Error>?
  private let body: @MainActor () async throws -> Value

  init(_ body: @escaping @MainActor () async throws -> Value) {
    self.body = body
  }

  func wait() -> Result<Value, any Error> {
    Task { @MainActor in
      do {
        result = .success(try await body())
      } catch {
        result = .failure(error)
      }
    }
    while true {
      if let result { return result }
      NotebookSession.current.runMainLoop()
    }
  }
}
