/// A straight line along an axis: through the whole plot, or from one place to another, as for an
/// error bar.
public struct RuleMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

  /// Creates an upright line through the plot.
  ///
  /// - Parameter x: Where it crosses the x axis.
  public init(x: PlottableValue) {
    var mark = ChartMark(.rule)
    mark.x = .init(x)
    marks = [mark]
  }

  /// Creates a level line through the plot.
  ///
  /// - Parameter y: Where it crosses the y axis.
  public init(y: PlottableValue) {
    var mark = ChartMark(.rule)
    mark.y = .init(y)
    marks = [mark]
  }

  /// Creates an upright interval.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - yStart: The interval's one end.
  ///   - yEnd: The interval's other end.
  public init(x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
    var mark = ChartMark(.rule)
    mark.x = .init(x)
    mark.y = .init(yStart, yEnd)
    marks = [mark]
  }

  /// Creates a level interval.
  ///
  /// - Parameters:
  ///   - xStart: The interval's one end.
  ///   - xEnd: The interval's other end.
  ///   - y: The place along the y axis.
  public init(xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue) {
    var mark = ChartMark(.rule)
    mark.x = .init(xStart, xEnd)
    mark.y = .init(y)
    marks = [mark]
  }
}
