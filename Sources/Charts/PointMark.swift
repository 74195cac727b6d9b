/// A point.
public struct PointMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

  /// Creates a point.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - y: The place along the y axis.
  public init(x: PlottableValue, y: PlottableValue) {
    var mark = ChartMark(.point)
    mark.x = .init(x)
    mark.y = .init(y)
    marks = [mark]
  }
}
