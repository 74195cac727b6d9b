/// Bars, rectangles, rules and arrows.
extension MarkDrawing {
  mutating func drawBar(_ mark: ChartMark) {
    let isLying = mark.y.end == nil
    let (across, along) = isLying ? (mark.y, mark.x) : (mark.x, mark.y)
    let (acrossScale, alongAxis) =
      isLying
      ? (layout.yAxis.scale, layout.xAxis) : (layout.xAxis.scale, layout.yAxis)
    let acrossPlace = isLying ? layout.y(at:) : layout.x(at:)
    let alongPlace = isLying ? layout.x(at:) : layout.y(at:)
    let base = along.start.flatMap(alongAxis.scale.fraction)
    guard var (from, to) = ends(across, acrossScale, acrossPlace, share: 0.8),
      let tip = along.end.flatMap(alongAxis.scale.fraction),
      let base = base ?? (along.start == .number(0) ? 0 : nil)
    else {
      lostCount += 1
      return
    }
    if across.end == nil, barSlots > 1 {
      let index = Double(mark.series.flatMap { layout.series[$0] } ?? 0)
      let slot = (to - from) / Double(barSlots)
      (from, to) = (from + index * slot, from + (index + 1) * slot)
    } else if across.end != nil {
      // A hair between the bars of a histogram.
      (from, to) = abs(to - from) > 3 ? (from + 0.5, to - 0.5) : (from, to)
    }
    let (low, high) = (alongPlace(base), alongPlace(tip))
    rectangle(mark, isLying ? (low, high) : (from, to), isLying ? (from, to) : (low, high))
    note(
      mark,
      at: isLying ? Place(x: high, y: (from + to) / 2) : Place(x: (from + to) / 2, y: high))
  }

  mutating func drawRectangle(_ mark: ChartMark) {
    guard let x = ends(mark.x, layout.xAxis.scale, layout.x(at:), share: 1),
      let y = ends(mark.y, layout.yAxis.scale, layout.y(at:), share: 1)
    else {
      lostCount += 1
      return
    }
    rectangle(mark, x, y)
    note(mark, at: Place(x: (x.0 + x.1) / 2, y: (y.0 + y.1) / 2))
  }

  private mutating func rectangle(
    _ mark: ChartMark, _ x: (Double, Double), _ y: (Double, Double)
  ) {
    let fill =
      mark.shade == nil
      ? "class=\"f \(layout.color(of: mark))\""
      : "fill=\"\(layout.shade(mark)?.hex ?? "none")\""
    svg +=
      "<rect \(fill)\(look(mark)) x=\"\(SVGText.number(min(x.0, x.1)))\""
      + " y=\"\(SVGText.number(min(y.0, y.1)))\" width=\"\(SVGText.number(abs(x.1 - x.0)))\""
      + " height=\"\(SVGText.number(abs(y.1 - y.0)))\"/>"
  }

  mutating func drawRule(_ mark: ChartMark) {
    let x0 = mark.x.start == nil ? layout.left : layout.x(mark.x.start)
    let x1 = mark.x.start == nil ? layout.right : mark.x.end == nil ? x0 : layout.x(mark.x.end)
    let y0 = mark.y.start == nil ? layout.bottom : layout.y(mark.y.start)
    let y1 = mark.y.start == nil ? layout.top : mark.y.end == nil ? y0 : layout.y(mark.y.end)
    guard let x0, let x1, let y0, let y1 else {
      lostCount += 1
      return
    }
    svg += line(mark, Place(x: x0, y: y0), Place(x: x1, y: y1))
    if mark.x.end != nil || mark.y.end != nil {
      // The caps of an interval.
      let (dx, dy) = mark.y.end != nil ? (4.0, 0.0) : (0, 4)
      for (x, y) in [(x0, y0), (x1, y1)] {
        svg += line(mark, Place(x: x - dx, y: y - dy), Place(x: x + dx, y: y + dy))
      }
      note(mark, at: Place(x: max(x0, x1), y: min(y0, y1)))
    } else {
      note(mark, at: Place(x: x1, y: y1))
    }
  }

  private func line(_ mark: ChartMark, _ from: Place, _ to: Place) -> String {
    let width = mark.lineWidth ?? 1.5
    var thin = mark
    thin.lineWidth = width
    return "<path class=\"l \(layout.color(of: mark))\"\(dash(thin))\(look(mark))"
      + " d=\"\(SVGText.path([from, to]))\"/>"
  }

  mutating func drawArrow(_ mark: ChartMark) {
    guard let x0 = layout.x(mark.x.start), let x1 = layout.x(mark.x.end),
      let y0 = layout.y(mark.y.start),
      let y1 = layout.y(mark.y.end)
    else {
      lostCount += 1
      return
    }
    let (dx, dy) = (x1 - x0, y1 - y0)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.05 else {
      svg += dots([Place(x: x0, y: y0)], mark, symbol: 0)
      return
    }
    let head = min(8, length * 0.5)
    let (ux, uy) = (dx / length * head, dy / length * head)
    let wings = [
      Place(x: x1 - ux - uy * 0.5, y: y1 - uy + ux * 0.5), Place(x: x1, y: y1),
      Place(x: x1 - ux + uy * 0.5, y: y1 - uy - ux * 0.5),
    ]
    let color = layout.color(of: mark)
    let shade = layout.shade(mark).map { ";--c:\($0.hex)" } ?? ""
    let width = SVGText.number(mark.lineWidth ?? 1.5)
    svg +=
      "<path class=\"l \(color)\" style=\"stroke-width:\(width)\(shade)\"\(look(mark)) d=\""
      + SVGText.path([Place(x: x0, y: y0), Place(x: x1, y: y1)]) + SVGText.path(wings) + "\"/>"
    note(mark, at: Place(x: (x0 + x1) / 2, y: (y0 + y1) / 2))
  }
}
