import CellProtocol
public func displayLastExpression<T>(_ value: T) {
  NotebookSession.current.emit(.value("\(value)"))
}
public func displayLastExpression(_ value: Void) {}
