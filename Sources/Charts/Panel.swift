/// One plot of a chart, with its axes: the whole of it, or one of several facets.
struct Panel {
  /// The panel's number among those of its chart.
  let index: Int
  /// What the panel shows; nil for the one panel of a chart without facets.
  let title: String?
  /// The panel's place among those of its chart.
  var row = 0
  var column = 0
  /// The marks it shows, in drawing order.
  let marks: [ChartMark]
  let xAxis: Axis
  let yAxis: Axis
  let colors: ColorScale
  var xTicks: [Axis.Tick] = []
  var yTicks: [Axis.Tick] = []
  /// Whether the ticks of the axes have their labels here, and not at another panel.
  var hasXLabels = true
  var hasYLabels = true
  /// The plot's edges.
  var left = 8.0
  var top = 8.0
  var right = 0.0
  var bottom = 0.0

  /// Where a fraction of the x axis stands.
  func x(at fraction: Double) -> Double { left + fraction * (right - left) }

  /// Where a fraction of the y axis stands.
  func y(at fraction: Double) -> Double { bottom - fraction * (bottom - top) }

  /// Where a value stands, or nil where it has no place.
  func x(_ value: Coordinate?) -> Double? { value.flatMap(xAxis.scale.fraction).map(x(at:)) }

  /// Where a value stands, or nil where it has no place.
  func y(_ value: Coordinate?) -> Double? { value.flatMap(yAxis.scale.fraction).map(y(at:)) }

  /// Where a pair of values stands, or nil where it has no place.
  func place(_ first: Coordinate?, _ second: Coordinate?) -> Place? {
    guard let x = x(first), let y = y(second) else { return nil }
    return Place(x: x, y: y)
  }

  /// Where an area starts; one from zero starts at the plot's edge on a log axis.
  func base(_ mark: ChartMark) -> Double? {
    y(mark.y.start) ?? (mark.y.start == .number(0) ? y(at: yAxis.lowFraction) : nil)
  }

  // MARK: Ticks

  /// As many ticks as have room above each other.
  static func yTicks(_ axis: Axis, height: Double, room: Double = 36) -> [Axis.Tick] {
    let count = max(Int(height / room), 2)
    let slot = height / Double(max(axis.categories.count, 1))
    return thinned(axis.ticks(atMost: min(count, 9)), size: slot, needed: 15)
  }

  /// As many ticks as have room beside each other.
  static func xTicks(_ axis: Axis, width: Double) -> [Axis.Tick] {
    let textSize = ChartLayout.textSize
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
        return abs(second.fraction - first.fraction) * width > widths / 2 + 14
      }
      if areApart { return ticks }
      count -= 1
    }
    return Array(axis.ticks(atMost: 2).prefix(1))
  }

  /// Every second label, or third, or further, where they would collide.
  private static func thinned(
    _ ticks: [Axis.Tick], size: Double, needed: Double
  ) -> [Axis.Tick] {
    guard ticks.count > 1, size < needed else { return ticks }
    let isEven = ticks.count < 12
    guard !isEven || size * 1.2 < needed else { return ticks }
    let stride = Int((needed / size).rounded(.up))
    return ticks.enumerated().filter { $0.offset.isMultiple(of: stride) }.map(\.element)
  }
}
