public import CellProtocol

/// A value with a richer picture on the page than its text.
public protocol Displayable {
  /// What the page shows for the value.
  var cellOutput: CellOutput { get }
}
