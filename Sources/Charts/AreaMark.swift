/// A point of an area's edge: from zero to `y`, or from `yStart` to `yEnd`, as for a band.
public struct AreaMark: ChartContent {
  private let x: PlottableValue
  private let yStart: PlottableValue
  private let yEnd: PlottableValue

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
    (self.x, self.yStart, self.yEnd) = (x, yStart, yEnd)
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .area), x: x, y: yStart, yEnd: yEnd)
  }
}
