/// A bar: from zero to a number, at a category or over a range.
public struct BarMark: ChartContent {
  private let x: (start: PlottableValue, end: PlottableValue?)
  private let y: (start: PlottableValue, end: PlottableValue?)

  /// Creates a bar that stands on zero, or lies on it where `y` is a category.
  ///
  /// - Parameters:
  ///   - x: The category or place, or the length of a bar that lies.
  ///   - y: The height, or the category of a bar that lies.
  public init(x: PlottableValue, y: PlottableValue) {
    if case .category = y.value, case .number = x.value {
      self.x = (.value(x.label, 0), x)
      self.y = (y, nil)
    } else {
      self.x = (x, nil)
      self.y = (.value(y.label, 0), y)
    }
  }

  /// Creates a bar over a range, as in a histogram.
  ///
  /// - Parameters:
  ///   - xStart: Where the bar begins.
  ///   - xEnd: Where the bar ends.
  ///   - y: The height.
  public init(xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue) {
    x = (xStart, xEnd)
    self.y = (.value(y.label, 0), y)
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .bar), x: x.start, xEnd: x.end, y: y.start, yEnd: y.end)
  }
}
