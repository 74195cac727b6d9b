import Charts
import Testing

@Suite struct ChartSizeTests {
  private static let values = (0..<100_000).map { Double(($0 &* 7919) % 100_003) / 1000 }

  private static let charts = [
    Chart(values.indices) { LineMark(x: .value("i", $0), y: .value("v", values[$0])) },
    Chart(values.indices) {
      AreaMark(x: .value("i", $0), yStart: .value("v", -1), yEnd: .value("v", values[$0]))
    },
    Chart(values.indices) {
      PointMark(x: .value("v", values[$0]), y: .value("w", values[99_999 - $0]))
    },
    Chart(values.indices) {
      PointMark(x: .value("v", values[$0]), y: .value("w", values[99_999 - $0]))
        .foregroundStyle(by: .value("i", $0))
    },
    Chart { Histogram(values, label: "v") },
  ]

  @Test(arguments: charts.indices) func aHundredThousandMarksAreSmall(index: Int) {
    let size = Self.charts[index].svg().utf8.count
    #expect(size < 200_000)
    #expect(size > 2_000)
  }

  @Test func heatMapsOfManyCellsAreSmall() {
    let chart = Chart(0..<10_000) {
      RectangleMark(x: .value("x", $0 % 100), y: .value("y", $0 / 100))
        .foregroundStyle(by: .value("v", $0 % 977))
    }
    let svg = chart.svg()
    #expect((20_000..<400_000).contains(svg.utf8.count))
    #expect(svg.split(separator: "<path shape-rendering=").count == 65)
  }

  @Test func aMillionPointsAreDrawn() {
    let chart = Chart(0..<1_000_000) {
      PointMark(x: .value("i", $0), y: .value("v", $0 &* 7919 % 100_003))
    }
    #expect((2000..<200_000).contains(chart.svg().utf8.count))
  }

  @Test(arguments: [Double.leastNonzeroMagnitude, -1e-300, 0, .greatestFiniteMagnitude])
  func onePointIsDrawnAnywhere(value: Double) {
    let svg = Chart { PointMark(x: .value("x", value), y: .value("y", value)) }.svg()
    #expect(svg.contains("h0"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }

  /// Places far outside of what the author lets the axes cover.
  @Test(arguments: [1e-300, Double.leastNonzeroMagnitude, 1, 1e300])
  func farPlacesAreDrawn(end: Double) {
    let chart = Chart(0..<6000) {
      PointMark(x: .value("x", Double($0) * 1e300), y: .value("y", -1e308))
      LineMark(x: .value("x", Double($0) * 1e300), y: .value("y", 1e308))
    }
    let svg = chart.chartXScale(domain: 0...end).chartYScale(domain: 0...end).svg()
    #expect(svg.utf8.count < 200_000)
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }
}
