import CellProtocol

/// Shows a value on the page: a table or a figure as such, anything else as text.
///
/// - Parameter value: The value.
public func show<Value>(_ value: Value) {
  if let rich = value as? any Displayable {
    NotebookSession.current.emit(rich.cellOutput)
  } else {
    NotebookSession.current.emit(.value(text(of: value)))
  }
}

/// Shows a CommonMark fragment on the page.
///
/// - Parameter markdown: The fragment.
public func show(markdown: String) {
  NotebookSession.current.emit(.markdown(markdown))
}

/// Shows a CommonMark fragment on the page.
///
/// - Parameter text: The fragment.
public func markdown(_ text: String) {
  show(markdown: text)
}

/// Shows the value of a cell's bare last expression.
///
/// The runner calls it. Calls without a result show nothing, and neither do verdicts, which are on
/// the page already, nor tasks, which go on by themselves.
///
/// - Parameter value: The value.
public func displayLastExpression<Value>(_ value: Value) {
  // By type: any `nil` could be cast to an optional `Void`.
  let isQuiet =
    Value.self == Void.self || Value.self == Void?.self || value is any QuietValue
  if isQuiet { return }
  show(value)
}

/// A value that is nothing to show as a cell's last expression.
private protocol QuietValue {}
extension Verdict: QuietValue {}
extension Task: QuietValue {}

/// A value as text: its description, an optional's without the word `Optional`, and a NaN always
/// without a sign, which differs between processors.
func text<Value>(of value: Value) -> String {
  switch value {
  case let optional as any OptionalValue: optional.textOfWrapped
  case let number as Double where number.isNaN: "nan"
  case let number as Float where number.isNaN: "nan"
  case let numbers as [Double]: String(describing: numbers.map { $0.isNaN ? .nan : $0 })
  case let numbers as [Float]: String(describing: numbers.map { $0.isNaN ? .nan : $0 })
  default: String(describing: value)
  }
}

private protocol OptionalValue {
  var textOfWrapped: String { get }
}

extension Optional: OptionalValue {
  fileprivate var textOfWrapped: String {
    map { text(of: $0) } ?? "nil"
  }
}
