/// A straight line along an axis: through the whole plot, or from one place to another, as for an
/// error bar.
public struct RuleMark: ChartContent {
  private let x: (start: PlottableValue, end: PlottableValue?)?
  private let y: (start: PlottableValue, end: PlottableValue?)?

  /// Creates an upright line through the plot.
  ///
  /// - Parameter x: Where it crosses the x axis.
  public init(x: PlottableValue) {
    (self.x, y) = ((x, nil), nil)
  }

  /// Creates a level line through the plot.
  ///
  /// - Parameter y: Where it crosses the y axis.
  public init(y: PlottableValue) {
    (x, self.y) = (nil, (y, nil))
  }

  /// Creates an upright interval.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - yStart: The interval's one end.
  ///   - yEnd: The interval's other end.
  public init(x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
    self.x = (x, nil)
    y = (yStart, yEnd)
  }

  /// Creates a level interval.
  ///
  /// - Parameters:
  ///   - xStart: The interval's one end.
  ///   - xEnd: The interval's other end.
  ///   - y: The place along the y axis.
  public init(xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue) {
    x = (xStart, xEnd)
    self.y = (y, nil)
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .rule), x: x?.start, xEnd: x?.end, y: y?.start, yEnd: y?.end)
  }
}
