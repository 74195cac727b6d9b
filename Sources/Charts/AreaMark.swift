/// A point of an area's edge: from zero to `y`, or from `yStart` to `yEnd`, as for a band.
public struct AreaMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

  /// Creates a point of an area that rests on zero.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - y: The height.
  public init(x: PlottableValue, y: PlottableValue) {
    self.init(x: x, yStart: .value(y.label, 0), yEnd: y)
  }

  /// Creates a point of a band.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - yStart: The band's one edge.
  ///   - yEnd: The band's other edge.
  public init(x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
    var mark = ChartMark(.area)
    mark.x = .init(x)
    mark.y = .init(yStart, yEnd)
    marks = [mark]
  }
}
