import Charts
import Testing

@Suite struct ChartSizeTests {
  @Test func aHundredThousandPointsAreSmall() {
    let values = (0..<100_000).map { Double(($0 &* 7919) % 100_003) / 1000 }
    let line = Chart(values.indices) { LineMark(x: .value("i", $0), y: .value("v", values[$0])) }
    let points = Chart(values.indices) {
      PointMark(x: .value("v", values[$0]), y: .value("w", values[99_999 - $0]))
    }
    for chart in [line, points] {
      let size = chart.svg().utf8.count
      #expect(size < 200_000)
      #expect(size > 2_000)
    }
  }
}
