import Charts
import Foundation
import FoundationXML
import Testing

/// Every kind of chart, as a picture that must come out byte for byte.
@Suite struct ChartFixtureTests {
  /// Numbers that look random and are the same everywhere.
  private static func noise(_ index: Int) -> Double {
    let word = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
    return Double((word ^ (word >> 29)) >> 40) / Double(1 << 24)
  }

  static let charts: [String: Chart] = [
    "line": Chart(0..<30) { i in
      LineMark(x: .value("step", i * 100), y: .value("return", Double(i) + 4 * noise(i)))
    },
    "bands": Chart {
      for (index, name) in ["no baseline", "value", "optimal"].enumerated() {
        for i in 0..<20 {
          let mean = Double(i * (index + 1)) + noise(i + index)
          AreaMark(
            x: .value("step", i), yStart: .value("return", mean - 3),
            yEnd: .value("return", mean + 3)
          ).foregroundStyle(by: .value("baseline", name))
          LineMark(x: .value("step", i), y: .value("return", mean))
            .foregroundStyle(by: .value("baseline", name))
        }
      }
    },
    "function": Chart {
      LinePlot(x: "p", y: "Var(V) / Var(0)", domain: 0.5...0.95) { p in
        (2 * p - 1) * (2 * p - 1) / ((1 - p) * (1 - p))
      }
      RuleMark(y: .value("ratio", 1)).lineStyle(dash: [4, 4]).annotation("as good as none")
      PointMark(x: .value("p", 0.9), y: .value("ratio", 64)).foregroundStyle(.series(1))
        .annotation("64 times", position: .leading)
    }
    .chartYScale(domain: 0.01...1000, type: .log),
    "histogram": Chart { Histogram((0..<500).map { noise($0) + noise($0 + 7) }, label: "sum") },
    "intervals": Chart {
      for (name, mean, half) in [("REINFORCE", 120.0, 30.0), ("A2C", 310, 45), ("PPO", 470, 12)] {
        BarMark(x: .value("algorithm", name), y: .value("return", mean)).opacity(0.5)
        RuleMark(
          x: .value("algorithm", name), yStart: .value("return", mean - half),
          yEnd: .value("return", mean + half))
      }
    },
    "bars-beside": Chart {
      for (name, values) in [("left", [1.0, 2, 3]), ("right", [3.0, 2, 1])] {
        for (index, value) in values.enumerated() {
          BarMark(x: .value("arm", "arm \(index)"), y: .value("pulls", value))
            .foregroundStyle(by: .value("policy", name))
        }
      }
    },
    "bars-lying": Chart {
      BarMark(x: .value("loss", -2), y: .value("method", "one"))
      BarMark(x: .value("loss", 5), y: .value("method", "two"))
    },
    "heat-map": Chart {
      for row in 0..<3 {
        for column in 0..<4 {
          let value = noise(row * 4 + column)
          RectangleMark(x: .value("column", "\(column)"), y: .value("row", "\(row)"))
            .foregroundStyle(by: .value("V", value))
            .annotation("\(Int(value * 100))", position: .overlay)
        }
      }
    }.frame(width: 400, height: 300),
    "grid-world": Chart {
      for column in 0..<4 {
        for row in 0..<3 {
          RectangleMark(x: .value("x", column), y: .value("y", row))
            .foregroundStyle(.neutral).opacity((column + row).isMultiple(of: 2) ? 0.08 : 0.16)
          ArrowMark(
            xStart: .value("x", Double(column) - 0.3), yStart: .value("y", row),
            xEnd: .value("x", Double(column) + 0.3), yEnd: .value("y", row))
        }
      }
    }
    .chartXAxis(isHidden: true).chartYAxis(isHidden: true).frame(width: 400, height: 300),
    "points": Chart {
      for index in 0..<40 {
        PointMark(x: .value("a", noise(index)), y: .value("b", noise(index + 100)))
          .foregroundStyle(by: .value("group", "group \(index % 4)"))
      }
    },
    "steps": Chart(0..<6) { i in
      LineMark(x: .value("t", i), y: .value("reward", i % 3)).interpolationMethod(.stepEnd)
    },
    "facets": Chart {
      for seed in 1...5 {
        for i in 0...20 {
          let mean = Double(seed) + Double(i) * (1 + noise(seed * 31 + i)) / 4
          AreaMark(
            x: .value("step", i * 100), yStart: .value("return", mean - 1),
            yEnd: .value("return", mean + 1)
          ).foregroundStyle(by: .value("method", "A2C")).facet(by: .value("seed", seed))
          LineMark(x: .value("step", i * 100), y: .value("return", mean))
            .foregroundStyle(by: .value("method", "A2C")).facet(by: .value("seed", seed))
          LineMark(x: .value("step", i * 100), y: .value("return", mean * 0.7))
            .foregroundStyle(by: .value("method", "PPO")).facet(by: .value("seed", seed))
        }
      }
      RuleMark(y: .value("return", 8)).lineStyle(dash: [4, 4])
    }.chartYAxisLabel("mean return").chartXAxisLabel("environment steps"),
    "facets-rows": Chart {
      for method in ["A2C", "PPO"] {
        for (index, environment) in ["cart-pole", "acrobot", "mountain car"].enumerated() {
          for i in 0...10 where method == "PPO" || index != 1 {
            LineMark(
              x: .value("step", i), y: .value("return", Double(i * (index + 1)) + 4 * noise(i))
            ).facet(row: .value("method", method), column: .value("environment", environment))
          }
        }
      }
    },
    "facets-free": Chart {
      for (index, name) in [
        "cart-pole", "a very long name of an environment that fits nowhere", "مهمة", "迷宫 🤖",
      ].enumerated() {
        for i in 0...10 {
          let unit = [1, -1e-6, .nan, 1e7][index]
          PointMark(
            x: .value("step", i * (index + 1) * 1000), y: .value("return", Double(i * i) * unit)
          ).facet(by: .value("environment", name))
        }
      }
      RuleMark(y: .value("return", Double.infinity))
    }
    .chartFacets(freeX: true, freeY: true),
    "facets-grids": Chart {
      for step in [0, 10, 100] {
        for row in 0..<3 {
          for column in 0..<4 {
            RectangleMark(x: .value("x", column), y: .value("y", row))
              .foregroundStyle(by: .value("V", noise(step + row * 4 + column)))
              .facet(by: .value("sweep", step))
          }
        }
      }
    }
    .chartXAxis(isHidden: true).chartYAxis(isHidden: true).frame(height: 200),
    "policy": Chart {
      let walls: Set<[Int]> = [[1, 1]]
      for row in 0..<3 {
        for column in 0..<4 {
          let value = Double(column - row) + noise(row * 4 + column)
          if walls.contains([row, column]) {
            RectangleMark(x: .value("column", column), y: .value("row", row))
              .foregroundStyle(.neutral)
          } else {
            RectangleMark(x: .value("column", column), y: .value("row", row))
              .foregroundStyle(by: .value("V", value))
              .annotation(row == 0 && column == 3 ? "goal" : "", position: .overlay)
            let moves: [(dx: Double, dy: Double)] = [(1, 0), (0, -1), (-1, 0), (0, 1)]
            for (index, move) in moves.enumerated() where row + 3 > column {
              let length = 0.45 * noise(row * 16 + column * 4 + index)
              ArrowMark(
                xStart: .value("column", column), yStart: .value("row", row),
                xEnd: .value("column", Double(column) + move.dx * length),
                yEnd: .value("row", Double(row) + move.dy * length)
              )
            }
          }
        }
      }
    }
    .chartYScale(reversed: true).chartForegroundStyleScale(colors: .diverging)
    .chartAspectRatio(),
    "vector-field": Chart {
      ArrowPlot(x: "θ₀", y: "θ₁", xDomain: -2...2, yDomain: -1...1, count: 13) { x, y in
        x == 0 && y == 0 ? (.nan, 0) : (-y - x / 4, x - y / 4)
      }
      PointMark(x: .value("θ₀", 0), y: .value("θ₁", 0)).foregroundStyle(.series(1))
    }.chartAspectRatio(),
    "intervals-beside": Chart {
      for (name, means) in [("A2C", [120.0, 310]), ("PPO", [210, 470])] {
        for (index, environment) in ["cart-pole", "acrobot"].enumerated() {
          BarMark(x: .value("environment", environment), y: .value("return", means[index]))
            .foregroundStyle(by: .value("method", name)).opacity(0.5)
          RuleMark(
            x: .value("environment", environment), yStart: .value("return", means[index] - 20),
            yEnd: .value("return", means[index] + 40)
          ).foregroundStyle(by: .value("method", name))
        }
      }
    },
    "intervals-lying": Chart {
      for (name, mean, half) in [("none", 120.0, 30.0), ("value", 310, 45), ("optimal", 470, 12)] {
        RuleMark(
          xStart: .value("return", mean - half), xEnd: .value("return", mean + half),
          y: .value("baseline", name))
        PointMark(x: .value("return", mean), y: .value("baseline", name))
      }
    }.frame(height: 200),
    "density": Chart {
      Histogram(
        (0..<2000).map { noise($0 * $0) + noise($0 * $0 * $0) }, label: "sum of two", domain: 0...2,
        isDensity: true
      ).opacity(0.5)
      LinePlot(x: "sum of two", y: "density", domain: 0...2) { 1 - abs(1 - $0) }
        .foregroundStyle(.series(1))
    },
    "heat-map-of-many": Chart {
      for row in 0..<40 {
        for column in 0..<40 {
          let (dx, dy) = (Double(column) - 20, Double(row) - 10)
          let value = row == 39 && column == 39 ? Double.nan : dx * dx - dy * dy
          RectangleMark(x: .value("x", column), y: .value("y", row))
            .foregroundStyle(by: .value("V", value))
        }
      }
      LinePlot(x: "x", y: "y", domain: 2...38) { 20 + ($0 - 20) / 2 }
      PointMark(x: .value("x", 20), y: .value("y", 10)).foregroundStyle(.series(1))
    }
    .chartForegroundStyleScale(colors: .diverging).chartAspectRatio().frame(width: 300),
    "shaded-points": Chart {
      for index in 0..<3000 {
        let (a, b) = (noise(index * index), noise(index * index * index))
        PointMark(x: .value("a", a), y: .value("b", b))
          .foregroundStyle(by: .value("a + b", a + b))
      }
    },
    "some-shaded-points": Chart {
      for index in 0..<40 {
        let (a, b) = (noise(index * index), noise(index * index * index))
        PointMark(x: .value("a", a), y: .value("b", b))
          .foregroundStyle(by: .value("a / b", index % 8 == 0 ? Double.nan : a / b))
      }
    }.chartForegroundStyleScale(domain: 0...2),
    "one-category": Chart { BarMark(x: .value("arm", "only"), y: .value("pulls", 3)) },
    "names": Chart {
      for (index, name) in [
        "twice", "twice", String(repeating: "a very long name ", count: 9), "短い", "",
      ].enumerated() {
        BarMark(x: .value("pulls", index + 1), y: .value("arm", name))
          .foregroundStyle(by: .value("policy", name))
      }
    },
    "negative-on-log": Chart {
      for value in [-3.0, -2, -1] {
        LineMark(x: .value("x", value), y: .value("y", value))
        BarMark(x: .value("x", value), y: .value("y", value))
      }
    }.chartYScale(type: .log),
    "nothing-finite": Chart {
      PointMark(x: .value("x", Double.nan), y: .value("y", 1))
      LineMark(x: .value("x", Double.infinity), y: .value("y", -Double.infinity))
      AreaMark(x: .value("x", 1), yStart: .value("y", Double.nan), yEnd: .value("y", 2))
      RectangleMark(x: .value("x", Double.nan), y: .value("y", 2))
        .foregroundStyle(by: .value("V", Double.nan))
      ArrowMark(
        xStart: .value("x", 1), yStart: .value("y", 2), xEnd: .value("x", Double.nan),
        yEnd: .value("y", 2))
    },
    "holes": Chart {
      for value in [1, 2, .nan, 3, .infinity, 4, 5] {
        LineMark(x: .value("x", value), y: .value("y", value))
      }
    },
    "below-zero-on-log": Chart {
      for value in [-1.0, 0, 1, 10, 100] {
        PointMark(x: .value("x", value), y: .value("y", value))
      }
    }.chartYScale(type: .log),
    "one-point": Chart { PointMark(x: .value("x", 3), y: .value("y", 3)) },
    "empty": Chart {},
    "hostile": Chart {
      for name in ["</svg><script>alert(1)</script>", "政策梯度", "정책", "سياسة", "🤖🎰", "\u{0}\u{1}"] {
        BarMark(x: .value("\"name\" & <kind>", name), y: .value("日本語", name.count))
          .foregroundStyle(by: .value("name", String(repeating: name, count: 9)))
          .annotation(name)
      }
    }
    .accessibilityLabel("]]> <b>bars</b>"),
    "huge": Chart {
      for (x, y) in [(1e-300, -1e308), (1, 0), (2, 1e308)] {
        LineMark(x: .value("x", x), y: .value("y", y))
      }
    },
    "tiny": Chart {
      LineMark(x: .value("x", 1e-300), y: .value("y", 1e15))
      LineMark(x: .value("x", 3e-300), y: .value("y", 1e15 + 1))
    },
  ]

  @Test(arguments: charts.keys.sorted()) func isDrawn(_ name: String) throws {
    let chart = try #require(Self.charts[name])
    let svg = chart.svg()
    #expect(svg == chart.svg())
    try Golden.expect(svg, "Charts", name, "expected.svg")
    let check = SVGCheck()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = check
    #expect(parser.parse())
    #expect(check.problems == [])
  }

  @Test func everyFixtureIsDrawn() {
    #expect(Golden.cases("Charts") == Self.charts.keys.sorted())
  }

  /// The law must be able to fail.
  @Test func overlapsAreFound() {
    let svg = """
      <svg xmlns="http://www.w3.org/2000/svg"><title>t</title><desc>d</desc>\
      <text x="10" y="20">first label</text><text x="40" y="24">second</text></svg>
      """
    let check = SVGCheck()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = check
    #expect(parser.parse())
    #expect(check.problems == ["'second' lies on 'first label'"])
  }
}

/// Looks for what a picture must not have: scripts, links, labels on each other.
private final class SVGCheck: NSObject, XMLParserDelegate {
  var problems: [String] = []
  private var names: Set<String> = []
  private var labels: [(text: String, left: Double, right: Double, base: Double)] = []
  private var open: (anchor: String, x: Double, y: Double)?
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let known = ["svg", "title", "desc", "style", "clipPath", "rect", "g", "path", "text"]
    if !known.contains(name) { problems.append("element \(name)") }
    names.insert(name)
    for key in attributes.keys where key.hasPrefix("on") || key.contains("href") {
      problems.append(key)
    }
    guard name == "text" else { return }
    text = ""
    open = (
      attributes["text-anchor"] ?? "start", Double(attributes["x"] ?? "") ?? .nan,
      Double(attributes["y"] ?? "") ?? .nan
    )
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard name == "text", let label = open else { return }
    open = nil
    // Narrower than most fonts: whatever overlaps by this measure overlaps for the reader.
    let width = Double(text.count) * 14 * 0.5
    let left =
      label.anchor == "middle"
      ? label.x - width / 2 : label.anchor == "end" ? label.x - width : label.x
    for other in labels
    where abs(other.base - label.y) < 11 && left < other.right && other.left < left + width {
      problems.append("'\(text)' lies on '\(other.text)'")
    }
    labels.append((text, left, left + width, label.y))
  }

  func parserDidEndDocument(_ parser: XMLParser) {
    for name in ["title", "desc"] where !names.contains(name) { problems.append("no \(name)") }
  }
}
