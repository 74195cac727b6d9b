/// A point of a line; the points of one series are joined in their order.
public struct LineMark: ChartContent {
  private let x: PlottableValue
  private let y: PlottableValue
  private let series: PlottableValue?

  /// Creates a point of a line.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - y: The place along the y axis.
  public init(x: PlottableValue, y: PlottableValue) {
    (self.x, self.y, series) = (x, y, nil)
  }

  /// Creates a point of one line among many that look alike.
  ///
  /// Lines that differ in colour and have names in the legend are made by `foregroundStyle(by:)`.
  ///
  /// - Parameters:
  ///   - x: The place along the x axis.
  ///   - y: The place along the y axis.
  ///   - series: Which line; the points of one value are joined.
  public init(x: PlottableValue, y: PlottableValue, series: PlottableValue) {
    (self.x, self.y, self.series) = (x, y, series)
  }

  /// Adds the mark.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    list.add(ChartMark(kind: .line), x: x, y: y)
    if let series { list.change(from: list.count - 1, .path(series)) }
  }
}

/// The graph of a function.
public struct LinePlot: ChartContent {
  private let x: String
  private let y: String
  private let points: [Place]

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
    points = (0...count).map { index in
      let place = scale.value(Double(index) / Double(count))
      return Place(x: place, y: function(place))
    }
    (self.x, self.y) = (x, y)
  }

  /// Adds the points of the line.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    var mark = ChartMark(kind: .line, startsPath: true, isSample: true)
    for point in points {
      list.add(mark, x: .value(x, point.x), y: .value(y, point.y))
      mark.startsPath = false
    }
  }
}
