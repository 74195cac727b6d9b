import Testing

@testable import Charts

@Suite struct FacetTests {
  /// A chart with some panels, each with its own range of x and y.
  private func layout(
    _ count: Int, columns: Int? = nil, freeX: Bool = false, freeY: Bool = false,
    width: Double = 520
  ) -> ChartLayout {
    let chart = Chart(1...count) { seed in
      for i in 0...3 {
        LineMark(x: .value("step", i * seed), y: .value("return", i * seed * seed))
          .foregroundStyle(by: .value("method", i < 2 ? "A" : "B")).facet(by: .value("seed", seed))
      }
    }
    .chartFacets(columns: columns, freeX: freeX, freeY: freeY).frame(width: width)
    return ChartLayout(chart, hasNote: false)
  }

  @Test func panelsFillRows() {
    #expect(layout(4).panels.map(\.title) == ["seed 1", "seed 2", "seed 3", "seed 4"])
    for (count, columns) in [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (12, 3)] {
      let panels = layout(count).panels
      #expect(panels.filter { $0.top == panels[0].top }.count == columns)
    }
    let wide = layout(5, columns: 4).panels
    #expect(wide.filter { $0.top == wide[0].top }.count == 4)
    let narrow = layout(5, width: 300).panels
    #expect(narrow.filter { $0.top == narrow[0].top }.count == 1)
  }

  @Test func scalesAreSharedUnlessFree() {
    let one = Coordinate.number(1)
    func fractions(_ layout: ChartLayout) -> (Set<Double>, Set<Double>) {
      (
        Set(layout.panels.compactMap { $0.xAxis.scale.fraction(one) }),
        Set(layout.panels.compactMap { $0.yAxis.scale.fraction(one) })
      )
    }
    #expect(fractions(layout(3)).0.count == 1 && fractions(layout(3)).1.count == 1)
    let freeX = fractions(layout(3, freeX: true))
    #expect(freeX.0.count == 3 && freeX.1.count == 1)
    let freeY = fractions(layout(3, freeY: true))
    #expect(freeY.0.count == 1 && freeY.1.count == 3)
  }

  @Test func sharedLabelsStandAtTheEdges() {
    let shared = layout(5)
    #expect(shared.panels.map(\.hasXLabels) == [false, false, true, true, true])
    #expect(shared.panels.map(\.hasYLabels) == [true, false, false, true, false])
    #expect(layout(3, freeX: true).panels.map(\.hasXLabels) == [true, true, true])
    #expect(layout(3, freeY: true).panels.map(\.hasYLabels) == [true, true, true])
    #expect(shared.legend.map(\.entry.name) == ["A", "B"])
  }

  @Test(arguments: [1, 2, 3, 4, 7, 12]) func nothingLiesOnAnything(count: Int) {
    for columns in [nil, 1, 2, 5] {
      for isFree in [false, true] {
        let layout = layout(count, columns: columns, freeX: isFree, freeY: isFree)
        for panel in layout.panels {
          #expect(panel.left >= 8 && panel.right <= 520 - 4 && panel.right - panel.left >= 24)
          #expect(panel.top - 24 >= layout.top && panel.bottom < layout.height)
          for other in layout.panels where other.index > panel.index {
            let isBeside = other.top == panel.top
            #expect(isBeside ? other.left > panel.right + 8 : other.top >= panel.bottom + 24)
          }
        }
      }
    }
  }

  @Test func rowsAndColumnsMakeAGrid() {
    let chart = Chart {
      for (row, column) in [("a", 1), ("a", 2), ("b", 2), ("b", 3)] {
        PointMark(x: .value("x", 1), y: .value("y", 1))
          .facet(row: .value("method", row), column: .value("seed", column))
      }
    }
    let panels = ChartLayout(chart, hasNote: false).panels
    #expect(panels.map(\.title) == ["a · seed 1", "a · seed 2", "b · seed 2", "b · seed 3"])
    #expect(panels[1].left == panels[2].left && panels[1].top < panels[2].top)
    #expect(panels[2].left < panels[3].left && panels[2].top == panels[3].top)
    #expect(panels.map(\.hasXLabels) == [true, false, true, true])
    #expect(panels.map(\.hasYLabels) == [true, false, true, false])
  }

  @Test func theLastFacetCounts() {
    let chart = Chart {
      PointMark(x: .value("x", 1), y: .value("y", 1)).facet(by: .value("f", "first"))
        .facet(by: .value("f", "last"))
    }
    #expect(ChartLayout(chart, hasNote: false).panels.map(\.title) == ["last"])
  }

  @Test func marksWithoutFacetAreEverywhere() {
    let chart = Chart {
      RuleMark(y: .value("y", Double.nan))
      for name in ["a", "b"] {
        PointMark(x: .value("x", 1), y: .value("y", Double.nan)).facet(by: .value("name", name))
      }
    }
    let layout = ChartLayout(chart, hasNote: false)
    #expect(layout.panels.map(\.marks.count) == [2, 2])
    // The rule is lost once, not once a panel.
    #expect(chart.svg().contains("3 marks have no finite place"))
    #expect(chart.summary.contains("panels: a, b"))
  }

  @Test func theHeightFollowsThePanels() {
    #expect(layout(9).height > layout(3).height + 200)
    let chart = Chart(0..<3) {
      PointMark(x: .value("x", $0), y: .value("y", $0)).facet(by: .value("i", $0))
    }
    #expect(ChartLayout(chart.frame(height: 200), hasNote: false).height == 200)
  }

  @Test func tooManyPanelsStopWithAMessage() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Chart(0..<101) {
        PointMark(x: .value("x", $0), y: .value("y", $0)).facet(by: .value("i", $0))
      }.svg()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("facet: 101 panels are too many to be read; 100 are the most"))
  }
}
