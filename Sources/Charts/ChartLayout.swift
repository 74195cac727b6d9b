/// Where the parts of a chart stand.
struct ChartLayout {
  /// A series as the legend shows it.
  struct Entry {
    var name: String
    var index: Int
    var kind: ChartMark.Kind
    var place: Place
  }

  /// The size of tick labels, axis names and the legend.
  static let textSize = 14.0

  let xAxis: Axis
  let yAxis: Axis
  /// The names of the series, in the order of their first marks.
  let series: [String: Int]
  private(set) var legend: [Entry] = []
  /// The smallest and largest number behind a colour, and what they measure.
  let shades: (label: String, range: ClosedRange<Double>)?
  let xTicks: [(fraction: Double, label: String)]
  let yTicks: [(fraction: Double, label: String)]
  /// The plot's edges.
  private(set) var left = 8.0
  private(set) var top = 8.0
  private(set) var right: Double
  private(set) var bottom: Double

  init(_ chart: Chart, hasNote: Bool) {
    let xAxis = Axis(chart.marks, settings: chart.x, extent: \.x)
    let yAxis = Axis(chart.marks, settings: chart.y, extent: \.y)
    (self.xAxis, self.yAxis) = (xAxis, yAxis)
    var series: [String: Int] = [:]
    var entries: [Entry] = []
    for mark in chart.marks {
      guard let name = mark.series else { continue }
      if let index = series[name] {
        // A line tells more of a series than the band around it.
        if mark.kind == .line { entries[index].kind = .line }
        continue
      }
      entries.append(
        Entry(name: name, index: series.count, kind: mark.kind, place: Place(x: 0, y: 0)))
      series[name] = series.count
    }
    self.series = series
    let numbers = chart.marks.compactMap(\.shade).filter { $0.value.isFinite }
    let values = numbers.map(\.value)
    if let low = values.min(), let high = values.max(), let first = numbers.first {
      shades = (first.label, low...high)
    } else {
      shades = nil
    }
    bottom = chart.height - (chart.x.isHidden ? 8 : xAxis.label.isEmpty ? 26 : 46)
    if hasNote { bottom -= 18 }
    right = chart.width - 16
    if chart.hasLegend {
      var place = Place(x: 8, y: 18)
      for entry in entries {
        let name = TextWidth.fitted(entry.name, width: chart.width - 56, size: Self.textSize)
        let width = TextWidth.estimate(name, size: Self.textSize) + 48
        if place.x > 8, place.x + width > chart.width { place = Place(x: 8, y: place.y + 20) }
        legend.append(Entry(name: name, index: entry.index, kind: entry.kind, place: place))
        place.x += width
      }
      if !legend.isEmpty { top = place.y + 10 }
      if shades != nil { top += 24 }
    }
    if !chart.y.isHidden && !yAxis.label.isEmpty { top += 25 }
    bottom = max(bottom, top + 20)
    let yCount = max(Int((bottom - top) / 36), 2)
    let height = (bottom - top) / Double(max(yAxis.categories.count, 1))
    yTicks =
      chart.y.isHidden
      ? [] : Self.thinned(yAxis.ticks(atMost: min(yCount, 9)), size: height, needed: 15)
    if !chart.y.isHidden {
      let widths = yTicks.map { TextWidth.estimate($0.label, size: Self.textSize) }
      left = min((widths.max() ?? 0) + 14, chart.width * 0.4)
    }
    let width = right - left
    xTicks = chart.x.isHidden ? [] : Self.xTicks(xAxis, width: width)
    if let last = xTicks.last {
      let over = TextWidth.estimate(last.label, size: Self.textSize) / 2
      right = min(right, chart.width - 4 - over * max(2 * last.fraction - 1, 0))
    }
  }

  /// As many labels as fit beside each other.
  private static func xTicks(
    _ axis: Axis, width: Double
  ) -> [(fraction: Double, label: String)] {
    if !axis.categories.isEmpty {
      let slot = width / Double(axis.categories.count)
      let needed = axis.categories.map { TextWidth.estimate($0, size: textSize) }.max() ?? 0
      let kept = thinned(axis.ticks(atMost: 0), size: slot, needed: min(needed + 10, 60))
      let room = width / Double(max(kept.count, 1)) - 6
      return kept.map { ($0.fraction, TextWidth.fitted($0.label, width: room, size: textSize)) }
    }
    var count = 8
    while count > 2 {
      let ticks = axis.ticks(atMost: count)
      let areApart = zip(ticks, ticks.dropFirst()).allSatisfy { first, second in
        let widths =
          TextWidth.estimate(first.label, size: textSize)
          + TextWidth.estimate(second.label, size: textSize)
        return (second.fraction - first.fraction) * width > widths / 2 + 14
      }
      if areApart { return ticks }
      count -= 1
    }
    return Array(axis.ticks(atMost: 2).prefix(1))
  }

  /// Every second label, or third, or further, where they would collide.
  private static func thinned(
    _ ticks: [(fraction: Double, label: String)], size: Double, needed: Double
  ) -> [(fraction: Double, label: String)] {
    guard ticks.count > 1, size < needed else { return ticks }
    let isEven = ticks.count < 12
    guard !isEven || size * 1.2 < needed else { return ticks }
    let stride = Int((needed / size).rounded(.up))
    return ticks.enumerated().filter { $0.offset.isMultiple(of: stride) }.map(\.element)
  }

  /// Where a fraction of the x axis stands.
  func x(at fraction: Double) -> Double { left + fraction * (right - left) }

  /// Where a fraction of the y axis stands.
  func y(at fraction: Double) -> Double { bottom - fraction * (bottom - top) }

  /// Where a value stands, or nil where it has no place.
  func x(_ value: PlottedValue?) -> Double? { value.flatMap(xAxis.scale.fraction).map(x(at:)) }

  /// Where a value stands, or nil where it has no place.
  func y(_ value: PlottedValue?) -> Double? { value.flatMap(yAxis.scale.fraction).map(y(at:)) }

  /// Where a pair of values stands, or nil where it has no place.
  func place(_ first: PlottedValue?, _ second: PlottedValue?) -> Place? {
    guard let x = x(first), let y = y(second) else { return nil }
    return Place(x: x, y: y)
  }

  /// Where an area starts; one from zero starts at the plot's edge on a log axis.
  func base(_ mark: ChartMark) -> Double? {
    y(mark.y.start) ?? (mark.y.start == .number(0) ? bottom : nil)
  }

  /// The colour class of a mark.
  func color(of mark: ChartMark) -> String {
    if let color = mark.color {
      return color == .neutral ? "n" : color.seriesClass
    }
    if let name = mark.series, let index = series[name] {
      return ChartColor.series(index).seriesClass
    }
    return mark.kind == .rule ? "n" : "s0"
  }

  /// A colour for the number behind a mark.
  func shade(_ mark: ChartMark) -> (hex: String, isLight: Bool)? {
    guard let value = mark.shade?.value, value.isFinite, let range = shades?.range else {
      return nil
    }
    guard range.lowerBound < range.upperBound else { return Palette.shade(0.5) }
    return Palette.shade(LinearScale(range).fraction(value))
  }
}

extension ChartColor {
  /// The colour's class in the style sheet.
  var seriesClass: String {
    switch self {
    case .neutral: "n"
    case .series(let index): "s\(abs(index % Palette.light.count))"
    }
  }
}
