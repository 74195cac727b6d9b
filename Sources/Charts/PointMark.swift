/// A point.
public struct PointMark: ChartContent {
  private let x: PlottableValue
  private let y: PlottableValue

  /// Creates a point.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - y: The place along the y axis.
  public init(x: PlottableValue, y: PlottableValue) {
    (self.x, self.y) = (x, y)
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .point), x: x, y: y)
  }
}
