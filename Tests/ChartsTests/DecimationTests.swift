import Testing

@testable import Charts

@Suite struct DecimationTests {
  @Test func noPeakIsLost() {
    var line = (0..<100_000).map { Place(x: Double($0) * 560 / 100_000, y: 100) }
    line[31_415].y = 5
    line[92_653].y = 333
    let kept = Decimation.line(line)
    #expect(kept.count <= 4 * 561)
    #expect(kept.contains(line[31_415]))
    #expect(kept.contains(line[92_653]))
    #expect(kept.first == line.first)
    #expect(kept.last == line.last)
  }

  @Test func shortLinesStay() {
    let line = (0..<900).map { Place(x: Double($0) / 100, y: 1) }
    #expect(Decimation.line(line) == line)
  }

  @Test func equalDotsAreOne() {
    let dots = Decimation.dots([Place(x: 1, y: 2), Place(x: 1, y: 2), Place(x: 9, y: 2)], size: 4)
    #expect(dots.path == "M1 2h0M9 2h0")
  }

  @Test func manyDotsBecomeRuns() {
    let places = (0..<6000).map { Place(x: Double($0 % 10) * 2, y: 4) }
    #expect(Decimation.dots(places, size: 3).path == "M0 4h18")
  }
}
