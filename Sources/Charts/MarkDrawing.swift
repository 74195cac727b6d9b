/// Draws marks in a panel.
struct MarkDrawing {
  let panel: Panel
  let list: MarkList
  var svg = ""
  /// How many marks have no finite place.
  var lostCount = 0
  /// Where marks stand that have words.
  private(set) var annotated: [Annotations.Annotated] = []
  /// How wide bars of numbers are, as a fraction of the axis.
  private let barWidth: Double

  init(_ list: MarkList, _ panel: Panel) {
    self.panel = panel
    self.list = list
    var places: Set<Double> = []
    for mark in panel.marks where mark.kind == .bar {
      if let place = mark.x.start.flatMap(panel.xAxis.scale.fraction) { places.insert(place) }
    }
    let sorted = places.sorted()
    barWidth = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.min() ?? 0.5
    for group in groups(panel.marks) { draw(group) }
  }

  /// What the marks of one path have in common.
  private struct GroupKey: Hashable {
    var kind: ChartMark.Kind
    var series: String?
    var path: String?
    var color: ChartColor?
  }

  /// Lines, areas and points by series, in the order of each one's first mark, and so the cells of
  /// a heat map that has very many; other marks by themselves.
  private func groups(_ marks: [ChartMark]) -> [MarkGroup] {
    let hasManyCells = marks.count > 1000 && marks.count { $0.kind == .rectangle } > 1000
    var indices: [GroupKey: Int] = [:]
    var groups: [MarkGroup] = []
    var latest: (kind: ChartMark.Kind, style: Int, index: Int)?
    for (number, mark) in marks.enumerated() {
      // Marks of one series mostly follow each other.
      if let latest, latest.kind == mark.kind, latest.style == mark.style {
        groups[latest.index].add(number)
        continue
      }
      let isCell = mark.kind == .rectangle && mark.shade != nil && hasManyCells
      guard mark.kind == .line || mark.kind == .area || mark.kind == .point || isCell else {
        groups.append(MarkGroup(number))
        latest = nil
        continue
      }
      let style = list.style(mark)
      let key = GroupKey(
        kind: mark.kind, series: style.series, path: style.path, color: style.color)
      let index = indices[key] ?? groups.count
      indices[key] = index
      latest = (mark.kind, mark.style, index)
      if index == groups.count {
        groups.append(MarkGroup(number))
      } else {
        groups[index].add(number)
      }
    }
    return groups
  }

  private mutating func draw(_ group: MarkGroup) {
    let first = panel.marks[group.first]
    switch first.kind {
    case .line: drawLine(group, first)
    case .area: drawArea(group, first)
    case .point: drawPoints(group, first)
    case .bar: drawBar(first)
    case .rule: drawRule(first)
    case .rectangle where group.count > 1: drawCells(group)
    case .rectangle: drawRectangle(first)
    case .arrow: drawArrow(first)
    }
  }

  // MARK: Places

  mutating func note(_ mark: ChartMark, at place: Place) {
    guard let annotation = list.styles[mark.style].annotation else { return }
    annotated.append((mark, annotation, place))
  }

  /// Counts a mark that has no place; one in every panel counts once.
  mutating func lose(_ mark: ChartMark) {
    if panel.index == 0 || list.styles[mark.style].facet != nil { lostCount += 1 }
  }

  /// The marks' places, cut where one has none.
  private mutating func runs(
    _ group: MarkGroup, _ place: (ChartMark) -> Place?
  ) -> [[Place]] {
    var runs: [[Place]] = [[]]
    for mark in group.marks(panel.marks) {
      guard let place = place(mark) else {
        if !mark.isSample { lose(mark) }
        runs.append([])
        continue
      }
      if mark.startsPath { runs.append([]) }
      if list.styles[mark.style].interpolation == .stepEnd, let last = runs[runs.count - 1].last {
        runs[runs.count - 1].append(Place(x: place.x, y: last.y))
      }
      runs[runs.count - 1].append(place)
      note(mark, at: place)
    }
    return runs.filter { !$0.isEmpty }
  }

  func look(_ mark: ChartMark) -> String {
    let opacity = list.style(mark).opacity
    return opacity == 1 ? "" : " opacity=\"\(hundredths(opacity))\""
  }

  private func hundredths(_ value: Double) -> String {
    let count = Int((value * 100).rounded())
    return count == 100 ? "1" : "0." + (count < 10 ? "0" : "") + "\(count)"
  }

  /// The dash and width of a mark's line.
  ///
  /// - Parameters:
  ///   - mark: The mark.
  ///   - usualWidth: The width where the author says nothing; nil for that of the style sheet.
  /// - Returns: Attributes.
  func dash(_ mark: ChartMark, usualWidth: Double? = nil) -> String {
    let style = list.style(mark)
    let own = style.dash.map(SVGText.number).joined(separator: " ")
    let index = panel.colors.index(style)
    let isInterval = mark.kind == .rule && (mark.x.end != nil || mark.y.end != nil)
    let dash = own.isEmpty && !isInterval ? Palette.dashes[index % Palette.dashes.count] : own
    let width = (style.lineWidth ?? usualWidth).map {
      " style=\"stroke-width:\(SVGText.number($0))\""
    }
    return (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"") + (width ?? "")
  }

  // MARK: Marks

  private mutating func drawLine(_ group: MarkGroup, _ first: ChartMark) {
    let panel = panel
    let runs = runs(group) { panel.place($0.x.start, $0.y.start) }
    let lone = runs.filter { $0.count == 1 }.flatMap { $0 }
    let path = runs.filter { $0.count > 1 }.map { SVGText.path(Decimation.line($0)) }.joined()
    let color = panel.colors.color(first, list.style(first))
    if !path.isEmpty {
      svg += "<path class=\"l \(color)\"\(dash(first))\(look(first)) d=\"\(path)\"/>"
    }
    // A point without neighbours is no line, but it is there.
    if !lone.isEmpty { svg += dots(lone, first, symbol: 0) }
  }

  private mutating func drawArea(_ group: MarkGroup, _ first: ChartMark) {
    let panel = panel
    let upper = runs(group) { mark in
      panel.base(mark) == nil ? nil : panel.place(mark.x.start, mark.y.end)
    }
    let counted = lostCount
    let lower = runs(group) { mark in
      guard let x = panel.place(mark.x.start, mark.y.end)?.x, let y = panel.base(mark) else {
        return nil
      }
      return Place(x: x, y: y)
    }
    lostCount = counted
    let path = zip(upper, lower).filter { $0.0.count > 1 }.map { top, base in
      SVGText.path(Decimation.line(top) + Decimation.line(base.reversed())) + "z"
    }.joined()
    guard !path.isEmpty else { return }
    let own = list.style(first).opacity
    let opacity = hundredths(own == 1 ? 0.22 : own)
    let color = panel.colors.color(first, list.style(first))
    svg += "<path class=\"f \(color)\" opacity=\"\(opacity)\" d=\"\(path)\"/>"
  }

  private mutating func drawPoints(_ group: MarkGroup, _ first: ChartMark) {
    let panel = panel
    var places = runs(group) { panel.place($0.x.start, $0.y.start) }.flatMap { $0 }
    let shift = shiftBesideBars(first)
    for index in places.indices where shift != 0 { places[index].x += shift }
    let index = panel.colors.index(list.style(first))
    if first.shade != nil {
      drawShaded(group)
    } else {
      svg += dots(places, first, symbol: index)
    }
  }

  /// Points with a number behind their colour; of very many, those of one colour together.
  private mutating func drawShaded(_ group: MarkGroup) {
    let count = group.count
    if count > 1000 { return drawManyShaded(group) }
    for mark in group.marks(panel.marks) {
      guard let place = panel.place(mark.x.start, mark.y.start) else { continue }
      svg += shadedDots(mark, panel.colors.shade(mark)?.hex, Decimation.dots([place], size: 8))
    }
  }

  private mutating func drawManyShaded(_ group: MarkGroup) {
    // One more for points whose number is not finite.
    let steps = 24
    var points: [(place: Place, color: Int)] = []
    var firstOfColor = [ChartMark?](repeating: nil, count: steps + 1)
    for mark in group.marks(panel.marks) {
      guard let place = panel.place(mark.x.start, mark.y.start) else { continue }
      let color = panel.colors.step(mark, of: steps) ?? steps
      if firstOfColor[color] == nil { firstOfColor[color] = mark }
      points.append((place, color))
    }
    // Beyond that, each cell of a grid has the colour of its last point.
    let grid = points.count > 10_000 ? DotGrid(points, cell: 4) : nil
    for (color, mark) in firstOfColor.enumerated() {
      guard let mark else { continue }
      let hex = color == steps ? nil : panel.colors.hex(color, of: steps)
      let dots =
        grid.map { ($0.path(color), 4) }
        ?? Decimation.dots(points.filter { $0.color == color }.map(\.place), size: 3)
      svg += shadedDots(mark, hex, dots)
    }
  }

  private func shadedDots(
    _ mark: ChartMark, _ hex: String?, _ dots: (path: String, width: Double)
  ) -> String {
    // Points whose number is not finite are there, without a colour.
    let color = hex.map { "class=\"d\" style=\"--c:\($0)\"" } ?? "class=\"d n\""
    return "<path \(color) stroke-width=\"\(SVGText.number(dots.width))\"\(look(mark))"
      + " d=\"\(dots.path)\"/>"
  }

  func dots(_ places: [Place], _ mark: ChartMark, symbol: Int) -> String {
    let color = panel.colors.color(mark, list.style(mark))
    if places.count <= 500, symbol % 4 != 0 {
      let path = places.map { Symbol.path(symbol, at: $0) }.joined()
      return "<path class=\"f \(color)\"\(look(mark)) d=\"\(path)\"/>"
    }
    let size = places.count <= 100 ? 8.0 : places.count <= 1000 ? 5 : 3
    let dots = Decimation.dots(places, size: size)
    guard !dots.path.isEmpty else { return "" }
    return "<path class=\"d \(color)\" stroke-width=\"\(SVGText.number(dots.width))\"\(look(mark))"
      + " d=\"\(dots.path)\"/>"
  }

  /// How far a mark stands from the middle of its category: as far as the bar of its series does,
  /// where bars stand beside each other.
  func shiftBesideBars(_ mark: ChartMark) -> Double {
    guard let band = panel.xAxis.scale.band, panel.colors.barSlotCount > 1,
      let slot = panel.colors.barSlot(list.style(mark))
    else { return 0 }
    let middle = (Double(slot) + 0.5) / Double(panel.colors.barSlotCount)
    return (middle - 0.5) * 0.8 * band * (panel.right - panel.left)
  }

  /// The ends of a mark along an axis, in pixels; a category's band for a single name.
  func ends(
    _ extent: ChartMark.Extent, _ scale: AxisScale, _ place: (Double) -> Double, share: Double
  ) -> (Double, Double)? {
    guard let start = extent.start.flatMap(scale.fraction) else { return nil }
    if let end = extent.end {
      guard let end = scale.fraction(end) else { return nil }
      return (place(start), place(end))
    }
    let half = (scale.band ?? barWidth) * share / 2
    return (place(start - half), place(start + half))
  }
}
