import VectorMath

/// Puts a chart's parts together.
struct ChartDrawing {
  private let chart: Chart
  private let layout: ChartLayout
  private let drawing: MarkDrawing

  init(_ chart: Chart) {
    self.chart = chart
    var layout = ChartLayout(chart, hasNote: false)
    var drawing = MarkDrawing(chart.marks, layout)
    if drawing.lostCount > 0 {
      // The note needs a line of its own.
      layout = ChartLayout(chart, hasNote: true)
      drawing = MarkDrawing(chart.marks, layout)
    }
    self.layout = layout
    self.drawing = drawing
  }

  /// The document.
  var svg: String {
    let (width, height) = (SVGText.number(chart.width), SVGText.number(chart.height))
    let title = SVGText.escape(chart.caption ?? chart.accessibilityLabel ?? kinds)
    let words = SVGText.escape(chart.accessibilityLabel ?? summary)
    let plot =
      "x=\"\(SVGText.number(layout.left - 1))\" y=\"\(SVGText.number(layout.top - 1))\" "
      + "width=\"\(SVGText.number(layout.right - layout.left + 2))\" "
      + "height=\"\(SVGText.number(layout.bottom - layout.top + 2))\""
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 \(width) \(height)\""
      + " width=\"\(width)\" height=\"\(height)\">\n<title>\(title)</title>\n<desc>\(words)</desc>\n"
      + "<style>\(Palette.style)</style>\n<clipPath id=\"plot\"><rect \(plot)/></clipPath>\n"
      + legend + grid + "<g clip-path=\"url(#plot)\">\(drawing.svg)</g>\n"
      + Annotations(drawing.annotated, layout).svg + axes + note + "</svg>\n"
  }

  /// The chart in words.
  var summary: String {
    let series = layout.series.sorted { $0.value < $1.value }.map(\.key)
    let names = series.isEmpty ? "" : "; series: " + series.prefix(7).joined(separator: ", ")
    let shades = layout.shades.map {
      "; colour: \($0.label) (\(NumberText.significant($0.range.lowerBound)) to "
        + "\(NumberText.significant($0.range.upperBound)))"
    }
    return "\(kinds): \(layout.yAxis.words) against \(layout.xAxis.words)\(names)\(shades ?? "")."
  }

  private var kinds: String {
    let names: [(ChartMark.Kind, String)] = [
      (.bar, "Bar chart"), (.rectangle, "Grid"), (.arrow, "Arrows"), (.line, "Line chart"),
      (.area, "Area chart"), (.point, "Points"), (.rule, "Intervals"),
    ]
    let found = names.first { kind, _ in chart.marks.contains { $0.kind == kind } }
    return found?.1 ?? "Empty chart"
  }

  // MARK: Around the plot

  private func text(
    _ words: String, _ place: Place, anchor: String = "start", kind: String = "m"
  ) -> String {
    "<text class=\"\(kind)\" text-anchor=\"\(anchor)\" x=\"\(SVGText.number(place.x))\""
      + " y=\"\(SVGText.number(place.y))\">\(SVGText.escape(words))</text>"
  }

  private var legend: String {
    var svg = ""
    for entry in layout.legend {
      let (x, y) = (entry.place.x, entry.place.y)
      let color = ChartColor.series(entry.index).seriesClass
      switch entry.kind {
      case .line, .rule, .arrow:
        let dash = Palette.dashes[entry.index % Palette.dashes.count]
        let attribute = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        svg +=
          "<path class=\"l \(color)\"\(attribute) d=\"M\(SVGText.number(x)) "
          + "\(SVGText.number(y - 4.5))h22\"/>"
      case .point:
        svg +=
          "<path class=\"f \(color)\" d=\""
          + Symbol.path(entry.index, at: Place(x: x + 11, y: y - 4.5)) + "\"/>"
      case .bar, .area, .rectangle:
        svg +=
          "<rect class=\"f \(color)\" x=\"\(SVGText.number(x + 8))\" "
          + "y=\"\(SVGText.number(y - 11))\" width=\"14\" height=\"12\"/>"
      }
      svg += text(entry.name, Place(x: x + 28, y: y), kind: "i")
    }
    if chart.hasLegend, let shades = layout.shades {
      let y = layout.top - (chart.y.isHidden || layout.yAxis.label.isEmpty ? 14 : 39)
      let low = NumberText.significant(shades.range.lowerBound)
      let high = NumberText.significant(shades.range.upperBound)
      var x = 8.0
      let name = "\(shades.label)  \(low)"
      svg += text(name, Place(x: x, y: y), kind: "m")
      x += TextWidth.estimate(name, size: ChartLayout.textSize) + 8
      for index in 0..<24 {
        svg +=
          "<rect fill=\"\(Palette.shade(Double(index) / 23).hex)\" "
          + "x=\"\(SVGText.number(x + Double(index) * 5))\" y=\"\(SVGText.number(y - 11))\" "
          + "width=\"5.2\" height=\"12\"/>"
      }
      svg += text(high, Place(x: x + 128, y: y), kind: "m")
    }
    return svg.isEmpty ? "" : "<g>\(svg)</g>\n"
  }

  private var grid: String {
    guard !chart.y.isHidden, layout.yAxis.categories.isEmpty, !isTiled else { return "" }
    let lines = layout.yTicks.map { tick in
      "M\(SVGText.number(layout.left)) \(SVGText.number(layout.y(at: tick.fraction)))"
        + "H\(SVGText.number(layout.right))"
    }.joined()
    return lines.isEmpty ? "" : "<path class=\"g\" d=\"\(lines)\"/>\n"
  }

  /// Whether rectangles cover the plot, where lines of a grid would only disturb.
  private var isTiled: Bool { chart.marks.contains { $0.kind == .rectangle } }

  private var axes: String {
    var svg = ""
    if !chart.x.isHidden {
      var ticks =
        "M\(SVGText.number(layout.left)) \(SVGText.number(layout.bottom))"
        + "H\(SVGText.number(layout.right))"
      for tick in layout.xTicks {
        let x = layout.x(at: tick.fraction)
        ticks += "M\(SVGText.number(x)) \(SVGText.number(layout.bottom))v5"
        svg += text(tick.label, Place(x: x, y: layout.bottom + 18), anchor: "middle")
      }
      svg += "<path class=\"t\" fill=\"none\" d=\"\(ticks)\"/>"
      let label = TextWidth.fitted(
        layout.xAxis.label, width: layout.right - layout.left, size: ChartLayout.textSize)
      if !label.isEmpty {
        svg += text(
          label, Place(x: (layout.left + layout.right) / 2, y: layout.bottom + 38),
          anchor: "middle", kind: "i")
      }
    }
    if !chart.y.isHidden {
      for tick in layout.yTicks {
        let label = TextWidth.fitted(
          tick.label, width: layout.left - 12, size: ChartLayout.textSize)
        svg += text(
          label, Place(x: layout.left - 8, y: layout.y(at: tick.fraction) + 4.5), anchor: "end")
      }
      let label = TextWidth.fitted(
        layout.yAxis.label, width: chart.width - 16, size: ChartLayout.textSize)
      if !label.isEmpty {
        svg += text(label, Place(x: 8, y: layout.top - 13), kind: "i")
      }
    }
    return svg.isEmpty ? "" : "<g>\(svg)</g>\n"
  }

  private var note: String {
    if chart.marks.isEmpty {
      let middle = Place(
        x: (layout.left + layout.right) / 2, y: (layout.top + layout.bottom) / 2)
      return text("no data", middle, anchor: "middle") + "\n"
    }
    let count = drawing.lostCount
    guard count > 0 else { return "" }
    let words =
      count == 1
      ? "1 mark has no finite place on the axes and is not shown"
      : "\(NumberText.count(count)) marks have no finite place on the axes and are not shown"
    return text(words, Place(x: 8, y: chart.height - 6)) + "\n"
  }
}
