/// A rectangle: a cell of a heat map or of a grid world.
public struct RectangleMark: ChartContent {
  private let x: (start: PlottableValue, end: PlottableValue?)
  private let y: (start: PlottableValue, end: PlottableValue?)

  /// Creates a rectangle that fills the cell of two categories.
  ///
  /// - Parameters:
  ///   - x: The category along the x axis; a number is the middle of a cell one wide.
  ///   - y: The category along the y axis; a number is the middle of a cell one high.
  public init(x: PlottableValue, y: PlottableValue) {
    self.x = Self.cell(x)
    self.y = Self.cell(y)
  }

  /// Creates a rectangle.
  ///
  /// - Parameters:
  ///   - xStart: The left edge.
  ///   - xEnd: The right edge.
  ///   - yStart: The lower edge.
  ///   - yEnd: The upper edge.
  public init(
    xStart: PlottableValue, xEnd: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue
  ) {
    x = (xStart, xEnd)
    y = (yStart, yEnd)
  }

  private static func cell(
    _ value: PlottableValue
  ) -> (start: PlottableValue, end: PlottableValue?) {
    guard case .number(let middle) = value.value else { return (value, nil) }
    return (.value(value.label, middle - 0.5), .value(value.label, middle + 0.5))
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .rectangle), x: x.start, xEnd: x.end, y: y.start, yEnd: y.end)
  }
}
