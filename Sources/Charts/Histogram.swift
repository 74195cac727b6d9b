/// A histogram: equally wide bins and how many values each holds.
public struct Histogram: ChartContent {
  private let bars: [BarMark]

  /// Counts values in bins.
  ///
  /// Values that are not finite, or not in the domain, are not counted.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - label: What the values measure.
  ///   - binCount: The number of bins, at least 1; nil for the square root of the number of values,
  ///     between 5 and 50.
  ///   - domain: What the bins cover, or nil for the smallest to the largest value.
  ///   - isDensity: Whether the bars show shares of all counted values per unit of the x axis, so
  ///     that their area is 1 and a probability density can be drawn over them.
  public init(
    _ values: [Double], label: String, binCount: Int? = nil, domain: ClosedRange<Double>? = nil,
    isDensity: Bool = false
  ) {
    if let binCount, binCount < 1 { fatalError("Histogram: \(binCount) bins are too few") }
    if let domain,
      !(domain.lowerBound.isFinite && domain.upperBound.isFinite)
        || domain.lowerBound == domain.upperBound
    {
      fatalError("Histogram: the domain \(domain) has not two different finite ends")
    }
    let counted = values.filter { $0.isFinite && (domain?.contains($0) ?? true) }
    guard let low = domain?.lowerBound ?? counted.min(),
      let high = domain?.upperBound ?? counted.max()
    else {
      bars = []
      return
    }
    let bins = binCount ?? min(max(Int(Double(counted.count).squareRoot()), 5), 50)
    let scale = LinearScale(low == high ? low - 0.5...high + 0.5 : low...high)
    var counts = [Int](repeating: 0, count: bins)
    for value in counted {
      counts[min(Int(scale.fraction(value) * Double(bins)), bins - 1)] += 1
    }
    let share = 1 / (Double(max(counted.count, 1)) * scale.width / Double(bins))
    bars = counts.enumerated().map { index, count in
      BarMark(
        xStart: .value(label, scale.value(Double(index) / Double(bins))),
        xEnd: .value(label, scale.value(Double(index + 1) / Double(bins))),
        y: isDensity ? .value("density", Double(count) * share) : .value("count", count))
    }
  }

  /// Adds one bar a bin.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    for bar in bars { bar.add(to: &list) }
  }
}
