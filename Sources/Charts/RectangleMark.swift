/// A rectangle: a cell of a heat map or of a grid world.
public struct RectangleMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

  /// Creates a rectangle that fills the cell of two categories.
  ///
  /// - Parameters:
  ///   - x: The category along the x axis; a number is the middle of a cell one wide.
  ///   - y: The category along the y axis; a number is the middle of a cell one high.
  public init(x: PlottableValue, y: PlottableValue) {
    var mark = ChartMark(.rectangle)
    mark.x = Self.cell(x)
    mark.y = Self.cell(y)
    marks = [mark]
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
    var mark = ChartMark(.rectangle)
    mark.x = .init(xStart, xEnd)
    mark.y = .init(yStart, yEnd)
    marks = [mark]
  }

  private static func cell(_ value: PlottableValue) -> ChartMark.Extent {
    guard case .number(let middle) = value.value else { return .init(value) }
    return .init(.value(value.label, middle - 0.5), .value(value.label, middle + 0.5))
  }
}
