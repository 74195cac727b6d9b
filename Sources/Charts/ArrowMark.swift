/// An arrow: a vector of a field, or the action of a policy.
public struct ArrowMark: ChartContent {
  private let start: (x: PlottableValue, y: PlottableValue)
  private let end: (x: PlottableValue, y: PlottableValue)

  /// Creates an arrow.
  ///
  /// - Parameters:
  ///   - xStart: Where the arrow starts along the x axis.
  ///   - yStart: Where the arrow starts along the y axis.
  ///   - xEnd: Where its tip is along the x axis.
  ///   - yEnd: Where its tip is along the y axis.
  public init(
    xStart: PlottableValue, yStart: PlottableValue, xEnd: PlottableValue, yEnd: PlottableValue
  ) {
    start = (xStart, yStart)
    end = (xEnd, yEnd)
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .arrow), x: start.x, xEnd: end.x, y: start.y, yEnd: end.y)
  }
}
