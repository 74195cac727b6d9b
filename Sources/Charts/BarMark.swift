/// A bar: from zero to a number, at a category or over a range.
public struct BarMark: ChartContent {
  /// The mark.
  public let marks: [ChartMark]

  /// Creates a bar that stands on zero, or lies on it where `y` is a category.
  ///
  /// - Parameters:
  ///   - x: The category or place, or the length of a bar that lies.
  ///   - y: The height, or the category of a bar that lies.
  public init(x: PlottableValue, y: PlottableValue) {
    var mark = ChartMark(.bar)
    if case .category = y.value, case .number = x.value {
      mark.x = .init(.value(x.label, 0), x)
      mark.y = .init(y)
    } else {
      mark.x = .init(x)
      mark.y = .init(.value(y.label, 0), y)
    }
    marks = [mark]
  }

  /// Creates a bar over a range, as in a histogram.
  ///
  /// - Parameters:
  ///   - xStart: Where the bar begins.
  ///   - xEnd: Where the bar ends.
  ///   - y: The height.
  public init(xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue) {
    var mark = ChartMark(.bar)
    mark.x = .init(xStart, xEnd)
    mark.y = .init(.value(y.label, 0), y)
    marks = [mark]
  }
}

/// A histogram: equally wide bins and how many values each holds.
public struct Histogram: ChartContent {
  /// One bar a bin.
  public let marks: [ChartMark]

  /// Counts values in bins.
  ///
  /// Values that are not finite are not counted.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - label: What the values measure.
  ///   - binCount: The number of bins, at least 1; nil for the square root of the number of values,
  ///     between 5 and 50.
  public init(_ values: [Double], label: String, binCount: Int? = nil) {
    let finite = values.filter(\.isFinite)
    if let binCount, binCount < 1 { fatalError("Histogram: \(binCount) bins are too few") }
    guard let low = finite.min(), let high = finite.max() else {
      marks = []
      return
    }
    let bins = binCount ?? min(max(Int(Double(finite.count).squareRoot()), 5), 50)
    let scale = LinearScale(low == high ? low - 0.5...high + 0.5 : low...high)
    var counts = [Int](repeating: 0, count: bins)
    for value in finite {
      counts[min(Int(scale.fraction(value) * Double(bins)), bins - 1)] += 1
    }
    marks = counts.enumerated().flatMap { index, count in
      BarMark(
        xStart: .value(label, scale.value(Double(index) / Double(bins))),
        xEnd: .value(label, scale.value(Double(index + 1) / Double(bins))),
        y: .value("count", count)
      ).marks
    }
  }
}
