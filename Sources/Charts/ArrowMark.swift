/// An arrow: a vector of a field, or the action of a policy.
public struct ArrowMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

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
    var mark = ChartMark(.arrow)
    mark.x = .init(xStart, xEnd)
    mark.y = .init(yStart, yEnd)
    marks = [mark]
  }
}
