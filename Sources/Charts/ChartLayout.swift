import VectorMath

/// Where the parts of a chart stand.
struct ChartLayout {
  /// The size of tick labels, axis names and the legend.
  static let textSize = 14.0
  private static let titleHeight = 24.0

  let chart: Chart
  let colors: ColorScale
  /// The axes that hold all marks.
  let xAxis: Axis
  let yAxis: Axis
  private(set) var legend: [(entry: ColorScale.Entry, place: Place)] = []
  private(set) var panels: [Panel] = []
  /// Where the plots start, below legend and axis name.
  private(set) var top = 8.0
  private(set) var height: Double

  init(_ chart: Chart, hasNote: Bool) {
    self.chart = chart
    let list = chart.list
    colors = ColorScale(list, chart.shades)
    xAxis = Axis(list.marks, of: list, isX: true, settings: chart.x)
    yAxis = Axis(list.marks, of: list, isX: false, settings: chart.y)
    height = chart.height ?? 340
    placeLegend()
    if !chart.y.isHidden && !yAxis.label.isEmpty { top += 25 }
    let facets = chart.facets.places(list, width: chart.width)
    if facets.isEmpty { placePanel(hasNote: hasNote) } else { place(facets, hasNote: hasNote) }
  }

  private mutating func placeLegend() {
    guard chart.hasLegend else { return }
    var place = Place(x: 8, y: 18)
    for var entry in colors.entries {
      entry.name = TextWidth.fitted(entry.name, width: chart.width - 56, size: Self.textSize)
      let width = TextWidth.estimate(entry.name, size: Self.textSize) + 48
      if place.x > 8, place.x + width > chart.width { place = Place(x: 8, y: place.y + 20) }
      legend.append((entry, place))
      place.x += width
    }
    if !legend.isEmpty { top = place.y + 10 }
    if colors.shades != nil { top += 24 }
  }

  /// The room below the plots for the labels of ticks and the name of the axis.
  private func roomBelow(hasNote: Bool) -> Double {
    (chart.x.isHidden ? 8 : xAxis.label.isEmpty ? 26 : 46) + (hasNote ? 18 : 0)
  }

  /// The room that labels of ticks need beside a plot.
  private func roomBeside(_ ticks: [Axis.Tick]) -> Double {
    if chart.y.isHidden { return 8 }
    let widths = ticks.map { TextWidth.estimate($0.label, size: Self.textSize) }
    return min((widths.max() ?? 0) + 14, chart.width * 0.4)
  }

  /// How much higher than wide a plot is to be, where the author says so.
  private var proportion: Double? {
    guard let ratio = chart.aspectRatio, let x = xAxis.linearLength, let y = yAxis.linearLength
    else { return nil }
    let proportion = y / x * ratio
    // A picture 1 pixel high or a mile high shows nothing.
    return proportion > 0.05 && proportion < 6 ? proportion : nil
  }

  /// The one panel of a chart without facets.
  private mutating func placePanel(hasNote: Bool) {
    var panel = Panel(
      index: 0, title: nil, marks: chart.list.marks, xAxis: xAxis, yAxis: yAxis, colors: colors)
    let below = roomBelow(hasNote: hasNote)
    place(&panel, below: below)
    if let proportion {
      // Twice, since another height may have other ticks, which need another width.
      for _ in 0..<2 {
        let plotHeight = max((panel.right - panel.left) * proportion, 20)
        if chart.height == nil { height = top + plotHeight + below }
        place(&panel, below: below)
      }
      // Where the height is given, the width follows.
      panel.right = min(panel.right, panel.left + (panel.bottom - top) / proportion)
      if !chart.x.isHidden {
        panel.xTicks = Panel.xTicks(xAxis, width: panel.right - panel.left)
      }
      panel.bottom = top + (panel.right - panel.left) * proportion
    }
    panels = [panel]
  }

  private func place(_ panel: inout Panel, below: Double) {
    panel.top = top
    panel.bottom = max(height - below, top + 20)
    if !chart.y.isHidden { panel.yTicks = Panel.yTicks(yAxis, height: panel.bottom - top) }
    panel.left = roomBeside(panel.yTicks)
    panel.right = chart.width - 16
    if !chart.x.isHidden {
      panel.xTicks = Panel.xTicks(xAxis, width: panel.right - panel.left)
    }
    if let last = panel.xTicks.last {
      let over = TextWidth.estimate(last.label, size: Self.textSize) / 2
      panel.right = min(panel.right, chart.width - 4 - over * max(2 * last.fraction - 1, 0))
    }
  }

  // MARK: Facets

  private typealias FacetPlace = (facet: Facet, row: Int, column: Int)

  private mutating func place(_ facets: [FacetPlace], hasNote: Bool) {
    let settings = chart.facets
    panels = panels(facets)
    let columns = (facets.map(\.column).max() ?? 0) + 1
    let rows = (facets.map(\.row).max() ?? 0) + 1
    for index in panels.indices {
      let (row, column) = (facets[index].row, facets[index].column)
      // The last panel of each column and the first of each row have the labels of shared axes.
      let isLast = !facets.contains { $0.column == column && $0.row > row }
      let isFirst = !facets.contains { $0.row == row && $0.column < column }
      panels[index].hasXLabels = settings.freeX || isLast
      panels[index].hasYLabels = settings.freeY || isFirst
    }
    let room = height - top - roomBelow(hasNote: hasNote) - Double(rows - 1) * roomBetween
    let slot = chart.height == nil ? 0 : room / Double(rows) - Self.titleHeight
    let usual = min(max(chart.width / Double(columns) * 0.55, 100), 220)
    placeRows(rows, plotHeight: chart.height == nil ? usual : max(slot, 40), hasNote: hasNote)
    placeColumns(columns)
    if let proportion, chart.height == nil, !settings.freeX, !settings.freeY {
      let width = panels[0].right - panels[0].left
      placeRows(rows, plotHeight: max(width * proportion, 20), hasNote: hasNote)
    }
  }

  /// The room between a plot and the title below it.
  private var roomBetween: Double { !chart.x.isHidden && chart.facets.freeX ? 32 : 12 }

  private mutating func placeRows(_ rows: Int, plotHeight: Double, hasNote: Bool) {
    let step = Self.titleHeight + plotHeight + roomBetween
    height = top + Double(rows) * step - roomBetween + roomBelow(hasNote: hasNote)
    for index in panels.indices {
      panels[index].top = top + Double(panels[index].row) * step + Self.titleHeight
      panels[index].bottom = panels[index].top + plotHeight
      if !chart.y.isHidden {
        panels[index].yTicks = Panel.yTicks(panels[index].yAxis, height: plotHeight, room: 28)
      }
    }
  }

  private func panels(_ facets: [FacetPlace]) -> [Panel] {
    let list = chart.list
    return facets.enumerated().map { index, place in
      let isShown = list.styles.map { $0.facet == nil || $0.facet == place.facet }
      let marks = list.marks.filter { isShown[$0.style] }
      let own = chart.facets
      return Panel(
        index: index, title: place.facet.title, row: place.row, column: place.column, marks: marks,
        xAxis: own.freeX ? Axis(marks, of: list, isX: true, settings: chart.x) : xAxis,
        yAxis: own.freeY ? Axis(marks, of: list, isX: false, settings: chart.y) : yAxis,
        colors: colors)
    }
  }

  /// Spreads panels over the width, with room for labels between and beside them.
  private mutating func placeColumns(_ columns: Int) {
    let beside = panels.map { roomBeside($0.yTicks) }.max() ?? 8
    let isFree = chart.facets.freeY && !chart.y.isHidden
    var gap = 16.0
    var margin = 16.0
    // Labels that stick out beside the plots make more room for themselves; what they stand at, as
    // a fraction of the way, stays.
    for _ in 0..<2 {
      let between = isFree ? beside + gap : gap
      let room = chart.width - margin - beside - Double(columns - 1) * between
      let width = max(room / Double(columns), 24)
      for index in panels.indices {
        panels[index].left = beside + Double(panels[index].column) * (width + between)
        panels[index].right = panels[index].left + width
        if !chart.x.isHidden {
          panels[index].xTicks = Panel.xTicks(panels[index].xAxis, width: width)
        }
      }
      let (left, right) = overhang(width)
      gap = max(gap, (isFree ? 0 : left) + right + 8)
      margin = max(margin, right + 4)
    }
  }

  /// How far the labels of x axes stick out to the left and to the right of the plots.
  private func overhang(_ width: Double) -> (left: Double, right: Double) {
    func overhang(_ tick: Axis.Tick?, _ fraction: (Double) -> Double) -> Double {
      guard let tick else { return 0 }
      return TextWidth.estimate(tick.label, size: Self.textSize) / 2
        - width * fraction(tick.fraction)
    }
    let left = panels.map { overhang($0.xTicks.first) { $0 } }.max() ?? 0
    let right = panels.map { overhang($0.xTicks.last) { 1 - $0 } }.max() ?? 0
    return (max(left, 0), max(right, 0))
  }
}

// MARK: In words

extension ChartLayout {
  /// The chart in words.
  var summary: String {
    func list(_ names: [String], _ word: String) -> String {
      names.isEmpty ? "" : "; \(word): " + names.prefix(7).joined(separator: ", ")
    }
    let shades = colors.shades.map {
      "; colour: \($0.label) (\(NumberText.significant($0.range.lowerBound)) to "
        + "\(NumberText.significant($0.range.upperBound)))"
    }
    return "\(kind): \(yAxis.words) against \(xAxis.words)"
      + list(colors.entries.map(\.name), "series") + (shades ?? "")
      + list(panels.compactMap(\.title), "panels") + "."
  }

  /// What kind of chart it is.
  var kind: String {
    let names: [(ChartMark.Kind, String)] = [
      (.bar, "Bar chart"), (.rectangle, "Grid"), (.arrow, "Arrows"), (.line, "Line chart"),
      (.area, "Area chart"), (.point, "Points"), (.rule, "Intervals"),
    ]
    let found = names.first { kind, _ in chart.list.contains(kind) }
    return found?.1 ?? "Empty chart"
  }
}
