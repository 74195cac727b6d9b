/// Draws marks in the plot.
struct MarkDrawing {
  let layout: ChartLayout
  var svg = ""
  /// How many marks have no finite place.
  var lostCount = 0
  /// Where marks stand that have words.
  private(set) var annotated: [(mark: ChartMark, place: Place)] = []

  /// How wide bars of numbers are, and how many stand beside each other.
  let barSlots: Int
  private let barWidth: Double

  init(_ marks: [ChartMark], _ layout: ChartLayout) {
    self.layout = layout
    let bars = marks.filter { $0.kind == .bar }
    barSlots = max(Set(bars.compactMap(\.series)).count, 1)
    let places = Set(bars.compactMap { $0.x.start.flatMap(layout.xAxis.scale.fraction) }).sorted()
    barWidth = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 0.5
    for group in Self.groups(marks) { draw(group) }
  }

  /// What the marks of one path have in common.
  private struct GroupKey: Hashable {
    var kind: ChartMark.Kind
    var series: String?
    var color: ChartColor?
  }

  /// Lines, areas and points by series, in the order of each one's first mark; other marks by
  /// themselves.
  private static func groups(_ marks: [ChartMark]) -> [[ChartMark]] {
    var indices: [GroupKey: Int] = [:]
    var groups: [[ChartMark]] = []
    var latest: (key: GroupKey, index: Int)?
    for mark in marks {
      guard mark.kind == .line || mark.kind == .area || mark.kind == .point else {
        groups.append([mark])
        continue
      }
      let key = GroupKey(kind: mark.kind, series: mark.series, color: mark.color)
      // Marks of one series mostly follow each other.
      if let latest, latest.key == key {
        groups[latest.index].append(mark)
        continue
      }
      let index = indices[key] ?? groups.count
      indices[key] = index
      latest = (key, index)
      if index == groups.count { groups.append([mark]) } else { groups[index].append(mark) }
    }
    return groups
  }

  private mutating func draw(_ group: [ChartMark]) {
    guard let first = group.first else { return }
    switch first.kind {
    case .line: drawLine(group, first)
    case .area: drawArea(group, first)
    case .point: drawPoints(group, first)
    case .bar: drawBar(first)
    case .rule: drawRule(first)
    case .rectangle: drawRectangle(first)
    case .arrow: drawArrow(first)
    }
  }

  // MARK: Places

  mutating func note(_ mark: ChartMark, at place: Place) {
    if mark.annotation != nil { annotated.append((mark, place)) }
  }

  /// The marks' places, cut where one has none.
  private mutating func runs(
    _ group: [ChartMark], _ place: (ChartMark) -> Place?
  ) -> [[Place]] {
    var runs: [[Place]] = [[]]
    for mark in group {
      guard let place = place(mark) else {
        if !mark.isSample { lostCount += 1 }
        runs.append([])
        continue
      }
      if mark.startsPath { runs.append([]) }
      if mark.interpolation == .stepEnd, let last = runs[runs.count - 1].last {
        runs[runs.count - 1].append(Place(x: place.x, y: last.y))
      }
      runs[runs.count - 1].append(place)
      note(mark, at: place)
    }
    return runs.filter { !$0.isEmpty }
  }

  func look(_ mark: ChartMark) -> String {
    mark.opacity == 1 ? "" : " opacity=\"\(hundredths(mark.opacity))\""
  }

  private func hundredths(_ value: Double) -> String {
    let count = Int((value * 100).rounded())
    return count == 100 ? "1" : "0." + (count < 10 ? "0" : "") + "\(count)"
  }

  func dash(_ mark: ChartMark) -> String {
    let own = mark.dash.map(SVGText.number).joined(separator: " ")
    let index = mark.series.flatMap { layout.series[$0] } ?? 0
    let dash = own.isEmpty ? Palette.dashes[index % Palette.dashes.count] : own
    let width = mark.lineWidth.map { " style=\"stroke-width:\(SVGText.number($0))\"" } ?? ""
    return (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"") + width
  }

  // MARK: Marks

  private mutating func drawLine(_ group: [ChartMark], _ first: ChartMark) {
    let layout = layout
    let runs = runs(group) { layout.place($0.x.start, $0.y.start) }
    let lone = runs.filter { $0.count == 1 }.flatMap { $0 }
    let path = runs.filter { $0.count > 1 }.map { SVGText.path(Decimation.line($0)) }.joined()
    let color = layout.color(of: first)
    if !path.isEmpty {
      svg += "<path class=\"l \(color)\"\(dash(first))\(look(first)) d=\"\(path)\"/>"
    }
    // A point without neighbours is no line, but it is there.
    if !lone.isEmpty { svg += dots(lone, first, symbol: 0) }
  }

  private mutating func drawArea(_ group: [ChartMark], _ first: ChartMark) {
    let layout = layout
    let upper = runs(group) { mark in
      layout.base(mark) == nil ? nil : layout.place(mark.x.start, mark.y.end)
    }
    let counted = lostCount
    let lower = runs(group) { mark in
      guard let x = layout.place(mark.x.start, mark.y.end)?.x, let y = layout.base(mark) else {
        return nil
      }
      return Place(x: x, y: y)
    }
    lostCount = counted
    let path = zip(upper, lower).filter { $0.0.count > 1 }.map { top, base in
      SVGText.path(Decimation.line(top) + Decimation.line(base.reversed())) + "z"
    }.joined()
    guard !path.isEmpty else { return }
    let opacity = hundredths(first.opacity == 1 ? 0.22 : first.opacity)
    svg += "<path class=\"f \(layout.color(of: first))\" opacity=\"\(opacity)\" d=\"\(path)\"/>"
  }

  private mutating func drawPoints(_ group: [ChartMark], _ first: ChartMark) {
    let layout = layout
    let places = runs(group) { layout.place($0.x.start, $0.y.start) }.flatMap { $0 }
    let index = first.series.flatMap { layout.series[$0] } ?? 0
    if first.shade != nil {
      for mark in group {
        guard let place = layout.place(mark.x.start, mark.y.start) else { continue }
        let fill = layout.shade(mark).map { " style=\"--c:\($0.hex)\"" } ?? ""
        svg +=
          "<path class=\"d\"\(fill) stroke-width=\"8\"\(look(mark)) d=\""
          + Decimation.dots([place], size: 8).path + "\"/>"
      }
    } else {
      svg += dots(places, first, symbol: index)
    }
  }

  func dots(_ places: [Place], _ mark: ChartMark, symbol: Int) -> String {
    let color = layout.color(of: mark)
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
