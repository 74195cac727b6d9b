import VectorMath

/// Puts a chart's parts together.
struct ChartDrawing {
  private let chart: Chart
  private let layout: ChartLayout
  private let drawings: [MarkDrawing]

  init(_ chart: Chart) {
    self.chart = chart
    var layout = ChartLayout(chart, hasNote: false)
    var drawings = layout.panels.map { MarkDrawing(chart.list, $0) }
    if drawings.contains(where: { $0.lostCount > 0 }) {
      // The note needs a line of its own.
      layout = ChartLayout(chart, hasNote: true)
      drawings = layout.panels.map { MarkDrawing(chart.list, $0) }
    }
    self.layout = layout
    self.drawings = drawings
  }

  /// The document.
  var svg: String {
    let (width, height) = (SVGText.number(chart.width), SVGText.number(layout.height))
    let title = SVGText.escape(chart.caption ?? chart.accessibilityLabel ?? layout.kind)
    let words = SVGText.escape(chart.accessibilityLabel ?? layout.summary)
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 \(width) \(height)\""
      + " width=\"\(width)\" height=\"\(height)\">\n<title>\(title)</title>\n<desc>\(words)</desc>\n"
      + "<style>\(Palette.style)</style>\n" + layout.panels.map(clip).joined() + legend
      + zip(layout.panels, drawings).map(plot).joined() + names + note + "</svg>\n"
  }

  // MARK: Panels

  private func clipName(_ panel: Panel) -> String {
    panel.index == 0 ? "plot" : "plot\(panel.index)"
  }

  private func clip(_ panel: Panel) -> String {
    "<clipPath id=\"\(clipName(panel))\"><rect "
      + "x=\"\(SVGText.number(panel.left - 1))\" y=\"\(SVGText.number(panel.top - 1))\" "
      + "width=\"\(SVGText.number(panel.right - panel.left + 2))\" "
      + "height=\"\(SVGText.number(panel.bottom - panel.top + 2))\"/></clipPath>\n"
  }

  private func plot(_ panel: Panel, _ drawing: MarkDrawing) -> String {
    title(panel) + grid(panel)
      + "<g clip-path=\"url(#\(clipName(panel)))\">\(drawing.svg)</g>\n"
      + Annotations(drawing.annotated, panel).svg + axes(panel)
  }

  private func title(_ panel: Panel) -> String {
    guard let title = panel.title else { return "" }
    // Bold letters are a little wider.
    let words = TextWidth.fitted(
      title, width: panel.right - panel.left, size: ChartLayout.textSize * 1.1)
    return "<text font-weight=\"600\" x=\"\(SVGText.number(panel.left))\""
      + " y=\"\(SVGText.number(panel.top - 8))\">\(SVGText.escape(words))</text>\n"
  }

  private func grid(_ panel: Panel) -> String {
    guard !chart.y.isHidden, panel.yAxis.categories.isEmpty, !isTiled else { return "" }
    let lines = panel.yTicks.map { tick in
      "M\(SVGText.number(panel.left)) \(SVGText.number(panel.y(at: tick.fraction)))"
        + "H\(SVGText.number(panel.right))"
    }.joined()
    return lines.isEmpty ? "" : "<path class=\"g\" d=\"\(lines)\"/>\n"
  }

  /// Whether rectangles cover the plot, where lines of a grid would only disturb.
  private var isTiled: Bool { chart.list.contains(.rectangle) }

  private func axes(_ panel: Panel) -> String {
    var svg = ""
    if !chart.x.isHidden {
      var ticks =
        "M\(SVGText.number(panel.left)) \(SVGText.number(panel.bottom))"
        + "H\(SVGText.number(panel.right))"
      for tick in panel.xTicks {
        let x = panel.x(at: tick.fraction)
        ticks += "M\(SVGText.number(x)) \(SVGText.number(panel.bottom))v5"
        if panel.hasXLabels {
          svg += text(tick.label, Place(x: x, y: panel.bottom + 18), anchor: "middle")
        }
      }
      svg += "<path class=\"t\" fill=\"none\" d=\"\(ticks)\"/>"
      if panel.title == nil { svg += xName }
    }
    if !chart.y.isHidden {
      if panel.hasYLabels {
        for tick in panel.yTicks {
          let label = TextWidth.fitted(
            tick.label, width: chart.width * 0.4 - 12, size: ChartLayout.textSize)
          let place = Place(x: panel.left - 8, y: panel.y(at: tick.fraction) + 4.5)
          svg += text(label, place, anchor: "end")
        }
      }
      if panel.title == nil { svg += yName }
    }
    return svg.isEmpty ? "" : "<g>\(svg)</g>\n"
  }

  // MARK: Around the panels

  private func text(
    _ words: String, _ place: Place, anchor: String = "start", kind: String = "m"
  ) -> String {
    "<text class=\"\(kind)\" text-anchor=\"\(anchor)\" x=\"\(SVGText.number(place.x))\""
      + " y=\"\(SVGText.number(place.y))\">\(SVGText.escape(words))</text>"
  }

  /// The names of the axes that all panels share.
  private var names: String {
    guard layout.panels.contains(where: { $0.title != nil }) else { return "" }
    let names = (chart.x.isHidden ? "" : xName) + (chart.y.isHidden ? "" : yName)
    return names.isEmpty ? "" : "<g>\(names)</g>\n"
  }

  private var xName: String {
    let left = layout.panels.map(\.left).min() ?? 0
    let right = layout.panels.map(\.right).max() ?? chart.width
    let bottom = layout.panels.map(\.bottom).max() ?? layout.height
    let label = TextWidth.fitted(
      layout.xAxis.label, width: right - left, size: ChartLayout.textSize)
    guard !label.isEmpty else { return "" }
    return text(
      label, Place(x: (left + right) / 2, y: bottom + 38), anchor: "middle", kind: "i")
  }

  private var yName: String {
    let label = TextWidth.fitted(
      layout.yAxis.label, width: chart.width - 16, size: ChartLayout.textSize)
    return label.isEmpty ? "" : text(label, Place(x: 8, y: layout.top - 13), kind: "i")
  }

  private var legend: String {
    let entries = layout.legend.map(entry).joined()
    guard chart.hasLegend, let shades = layout.colors.shades else {
      return entries.isEmpty ? "" : "<g>\(entries)</g>\n"
    }
    let y = layout.top - (chart.y.isHidden || layout.yAxis.label.isEmpty ? 14 : 39)
    let (low, high) = (number(shades.range.lowerBound), number(shades.range.upperBound))
    let name = "\(shades.label)  \(low)"
    let x = 8 + TextWidth.estimate(name, size: ChartLayout.textSize) + 8
    let steps = (0..<24).map { index in
      "<rect fill=\"\(layout.colors.shade(Double(index) / 23).hex)\" "
        + "x=\"\(SVGText.number(x + Double(index) * 5))\" y=\"\(SVGText.number(y - 11))\" "
        + "width=\"5.2\" height=\"12\"/>"
    }
    return "<g>\(entries)" + text(name, Place(x: 8, y: y)) + steps.joined()
      + text(high, Place(x: x + 128, y: y)) + "</g>\n"
  }

  /// A number with a minus sign as the axes have.
  private func number(_ value: Double) -> String {
    let text = NumberText.significant(value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private func entry(_ entry: ColorScale.Entry, _ place: Place) -> String {
    let (x, y) = (place.x, place.y)
    let color = ChartColor.series(entry.index).seriesClass
    let sample: String
    switch entry.kind {
    case .line, .rule, .arrow:
      let dash = Palette.dashes[entry.index % Palette.dashes.count]
      let attribute = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
      sample =
        "<path class=\"l \(color)\"\(attribute) d=\"M\(SVGText.number(x)) "
        + "\(SVGText.number(y - 4.5))h22\"/>"
    case .point:
      sample =
        "<path class=\"f \(color)\" d=\""
        + Symbol.path(entry.index, at: Place(x: x + 11, y: y - 4.5)) + "\"/>"
    case .bar, .area, .rectangle:
      sample =
        "<rect class=\"f \(color)\" x=\"\(SVGText.number(x + 8))\" "
        + "y=\"\(SVGText.number(y - 11))\" width=\"14\" height=\"12\"/>"
    }
    return sample + text(entry.name, Place(x: x + 28, y: y), kind: "i")
  }

  private var note: String {
    if chart.list.marks.isEmpty {
      let panel = layout.panels[0]
      let middle = Place(x: (panel.left + panel.right) / 2, y: (panel.top + panel.bottom) / 2)
      return text("no data", middle, anchor: "middle") + "\n"
    }
    let count = drawings.reduce(0) { $0 + $1.lostCount }
    guard count > 0 else { return "" }
    let words =
      count == 1
      ? "1 mark has no finite place on the axes and is not shown"
      : "\(NumberText.count(count)) marks have no finite place on the axes and are not shown"
    return text(words, Place(x: 8, y: layout.height - 6)) + "\n"
  }
}
