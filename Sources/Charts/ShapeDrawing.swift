/// Bars, rectangles, rules and arrows.
extension MarkDrawing {
  mutating func drawBar(_ mark: ChartMark) {
    let isLying = mark.y.end == nil
    let (across, along) = isLying ? (mark.y, mark.x) : (mark.x, mark.y)
    let (acrossScale, alongAxis) =
      isLying
      ? (panel.yAxis.scale, panel.xAxis) : (panel.xAxis.scale, panel.yAxis)
    let acrossPlace = isLying ? panel.y(at:) : panel.x(at:)
    let alongPlace = isLying ? panel.x(at:) : panel.y(at:)
    let base = along.start.flatMap(alongAxis.scale.fraction)
    guard var (from, to) = ends(across, acrossScale, acrossPlace, share: 0.8),
      let tip = along.end.flatMap(alongAxis.scale.fraction),
      let base = base ?? (along.start == .number(0) ? alongAxis.lowFraction : nil)
    else {
      lose(mark)
      return
    }
    if across.end == nil, panel.colors.barSlotCount > 1 {
      let index = Double(panel.colors.barSlot(list.style(mark)) ?? 0)
      let slot = (to - from) / Double(panel.colors.barSlotCount)
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
    guard let x = ends(mark.x, panel.xAxis.scale, panel.x(at:), share: 1),
      let y = ends(mark.y, panel.yAxis.scale, panel.y(at:), share: 1)
    else {
      lose(mark)
      return
    }
    rectangle(mark, x, y)
    note(mark, at: Place(x: (x.0 + x.1) / 2, y: (y.0 + y.1) / 2))
  }

  /// Very many cells of a heat map: 64 colours, one path for each.
  mutating func drawCells(_ group: MarkGroup) {
    let steps = 64
    var colors = [(mark: ChartMark?, path: [UInt8])](repeating: (nil, []), count: steps)
    for mark in group.marks(panel.marks) {
      guard let x = ends(mark.x, panel.xAxis.scale, panel.x(at:), share: 1),
        let y = ends(mark.y, panel.yAxis.scale, panel.y(at:), share: 1)
      else {
        lose(mark)
        continue
      }
      note(mark, at: Place(x: (x.0 + x.1) / 2, y: (y.0 + y.1) / 2))
      guard let color = panel.colors.step(mark, of: steps) else { continue }
      if colors[color].mark == nil { colors[color].mark = mark }
      // Ends, not lengths: neighbours meet where both are rounded alike.
      let (left, right) = (SVGText.number(x.0), SVGText.number(x.1))
      colors[color].path +=
        "M\(left) \(SVGText.number(y.0))H\(right)V\(SVGText.number(y.1))H\(left)z".utf8
    }
    for (color, (mark, path)) in colors.enumerated() {
      guard let mark else { continue }
      // Crisp, since soft edges of neighbours let the page show through.
      svg +=
        "<path shape-rendering=\"crispEdges\" fill=\"\(panel.colors.hex(color, of: steps))\""
        + "\(look(mark)) d=\"\(String(decoding: path, as: UTF8.self))\"/>"
    }
  }

  private mutating func rectangle(
    _ mark: ChartMark, _ x: (Double, Double), _ y: (Double, Double)
  ) {
    let fill =
      mark.shade == nil
      ? "class=\"f \(panel.colors.color(mark, list.style(mark)))\""
      : "fill=\"\(panel.colors.shade(mark)?.hex ?? "none")\""
    svg +=
      "<rect \(fill)\(look(mark)) x=\"\(SVGText.number(min(x.0, x.1)))\""
      + " y=\"\(SVGText.number(min(y.0, y.1)))\" width=\"\(SVGText.number(abs(x.1 - x.0)))\""
      + " height=\"\(SVGText.number(abs(y.1 - y.0)))\"/>"
  }

  mutating func drawRule(_ mark: ChartMark) {
    let x0 = mark.x.start == nil ? panel.left : panel.x(mark.x.start)
    let x1 = mark.x.start == nil ? panel.right : mark.x.end == nil ? x0 : panel.x(mark.x.end)
    let y0 = mark.y.start == nil ? panel.bottom : panel.y(mark.y.start)
    let y1 = mark.y.start == nil ? panel.top : mark.y.end == nil ? y0 : panel.y(mark.y.end)
    guard var x0, var x1, let y0, let y1 else {
      lose(mark)
      return
    }
    if mark.x.end == nil {
      let shift = shiftBesideBars(mark)
      (x0, x1) = (x0 + shift, x1 + shift)
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
    let color = panel.colors.color(mark, list.style(mark))
    return "<path class=\"l \(color)\"\(dash(mark, usualWidth: 1.5))\(look(mark))"
      + " d=\"\(SVGText.path([from, to]))\"/>"
  }

  mutating func drawArrow(_ mark: ChartMark) {
    guard let x0 = panel.x(mark.x.start), let x1 = panel.x(mark.x.end),
      let y0 = panel.y(mark.y.start),
      let y1 = panel.y(mark.y.end)
    else {
      lose(mark)
      return
    }
    note(mark, at: Place(x: (x0 + x1) / 2, y: (y0 + y1) / 2))
    let style = list.style(mark)
    let (dx, dy) = (x1 - x0, y1 - y0)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.05 else {
      // A vector of length zero is a dot; on a coloured cell, others' arrows tell where.
      let isHidden = panel.colors.hasShadedCells && style.color == nil && style.series == nil
      if !isHidden { svg += dots([Place(x: x0, y: y0)], mark, symbol: 0) }
      return
    }
    let head = min(8, length * 0.5)
    let (ux, uy) = (dx / length * head, dy / length * head)
    let wings = [
      Place(x: x1 - ux - uy * 0.5, y: y1 - uy + ux * 0.5), Place(x: x1, y: y1),
      Place(x: x1 - ux + uy * 0.5, y: y1 - uy - ux * 0.5),
    ]
    let path = SVGText.path([Place(x: x0, y: y0), Place(x: x1, y: y1)]) + SVGText.path(wings)
    let width = style.lineWidth ?? 1.5
    var color = panel.colors.shade(mark).map { ";--c:\($0.hex)" } ?? ""
    if panel.colors.hasShadedCells {
      // Ink with a rim of paper is seen on every colour of a cell.
      if color.isEmpty, style.color == nil, style.series == nil { color = ";--c:var(--ink)" }
      svg +=
        "<path class=\"l\" style=\"stroke-width:\(SVGText.number(width + 2.5));"
        + "stroke:var(--page)\"\(look(mark)) d=\"\(path)\"/>"
    }
    svg +=
      "<path class=\"l \(panel.colors.color(mark, style))\" "
      + "style=\"stroke-width:\(SVGText.number(width))\(color)\"\(look(mark)) d=\"\(path)\"/>"
  }
}
