/// A point of a line; the points of one series are joined in their order.
public struct LineMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

  /// Creates a point of a line.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - y: The place along the y axis.
  public init(x: PlottableValue, y: PlottableValue) {
    var mark = ChartMark(.line)
    mark.x = .init(x)
    mark.y = .init(y)
    marks = [mark]
  }
}

/// The graph of a function.
public struct LinePlot: ChartContent {
  /// The points of the line.
  public let marks: [ChartMark]

  /// Draws a function as a line through 400 points, equally far apart.
  ///
  /// Where the function has no finite value the line has a gap.
  ///
  /// - Parameters:
  ///   - x: What the x axis measures.
  ///   - y: What the y axis measures.
  ///   - domain: Where to draw the function.
  ///   - function: The function.
  public init(
    x: String, y: String, domain: ClosedRange<Double>, function: (Double) -> Double
  ) {
    if !(domain.lowerBound.isFinite && domain.upperBound.isFinite) {
      fatalError("LinePlot: the domain \(domain) has an infinite end")
    }
    let count = 400
    let scale = LinearScale(domain)
    marks = (0...count).map { index in
      let place = scale.value(Double(index) / Double(count))
      var mark = ChartMark(.line)
      mark.x = .init(.value(x, place))
      mark.y = .init(.value(y, function(place)))
      mark.startsPath = index == 0
      mark.isSample = true
      return mark
    }
  }
}
