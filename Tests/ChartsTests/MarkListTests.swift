import Testing

@testable import Charts

@Suite struct MarkListTests {
  private func list(@ChartContentBuilder _ content: () -> some ChartContent) -> MarkList {
    var list = MarkList()
    content().add(to: &list)
    return list
  }

  @Test func stylesAreKeptOnce() {
    let list = list {
      for i in 0..<1000 {
        AreaMark(x: .value("x", i), yStart: .value("y", 0.5), yEnd: .value("y", 1))
          .foregroundStyle(by: .value("s", i.isMultiple(of: 2) ? "even" : "odd")).opacity(0.3)
        LineMark(x: .value("x", i), y: .value("y", 1))
          .foregroundStyle(by: .value("s", i.isMultiple(of: 2) ? "even" : "odd"))
      }
    }
    #expect(list.marks.count == 2000)
    // The first, and per series one with and one without opacity.
    #expect(list.styles.count == 5)
    #expect(list.style(list.marks[2]).series == "odd")
    #expect(list.style(list.marks[2]).opacity == 0.3)
    #expect(list.style(list.marks[3]).opacity == 1)
  }

  @Test func stylesOfManySeriesInTurnAreKeptOnce() {
    let list = list {
      for i in 0..<1000 {
        LineMark(x: .value("x", i), y: .value("y", 1))
          .foregroundStyle(by: .value("s", "s\(i % 40)")).facet(by: .value("f", i % 20))
      }
    }
    // One without series, 40 with series, and these with their facets.
    #expect(list.styles.count == 81)
    for (index, mark) in list.marks.enumerated() {
      #expect(list.style(mark).series == "s\(index % 40)")
      #expect(list.style(mark).facet?.title == "f \(index % 20)")
    }
  }

  @Test func everyStatementAdds() {
    let (yes, no) = (true, false)
    let list = list {
      if yes { RuleMark(y: .value("y", 1)) } else { RuleMark(x: .value("x", 1)).opacity(0) }
      if no { RuleMark(y: .value("y", 2)) }
      for i in 0..<2 { PointMark(x: .value("x", i), y: .value("y", "c\(i)")) }
      if no { RuleMark(y: .value("y", 3)) } else { RuleMark(y: .value("y", "c0")).opacity(1) }
    }
    #expect(list.marks.map(\.kind) == [.rule, .point, .point, .rule])
    #expect(list.categories == ["c0", "c1"])
    #expect(list.marks[3].y.start == .category(0))
    #expect(list.xLabel == "x" && list.yLabel == "y")
    #expect(self.list {}.marks.isEmpty)
  }
}

@Suite struct ColorScaleTests {
  private func scale(_ names: [(place: String, series: String)]) -> ColorScale {
    var list = MarkList()
    LineMark(x: .value("x", "a"), y: .value("y", 1))
      .foregroundStyle(by: .value("s", "line")).add(to: &list)
    for name in names {
      BarMark(x: .value("x", name.place), y: .value("y", 1))
        .foregroundStyle(by: .value("s", name.series)).add(to: &list)
    }
    return ColorScale(list, ColorSettings())
  }

  @Test func barsStandBesideEachOtherOnlyWhereTheyMeet() {
    #expect(scale([("a", "left"), ("b", "right")]).barSlotCount == 1)
    let beside = scale([("a", "left"), ("a", "right")])
    #expect(beside.barSlotCount == 2)
    // The line's series takes no place among the bars.
    #expect(beside.barSlot(MarkStyle(series: "left")) == 0)
    #expect(beside.barSlot(MarkStyle(series: "right")) == 1)
    #expect(beside.barSlot(MarkStyle(series: "line")) == nil)
  }

  @Test func divergingColoursKeepZeroInTheMiddle() {
    var list = MarkList()
    for value in [-1.0, 0, 3, .nan] {
      RectangleMark(x: .value("x", value), y: .value("y", 0))
        .foregroundStyle(by: .value("A", value)).add(to: &list)
    }
    let scale = ColorScale(list, ColorSettings(sequence: .diverging))
    #expect(scale.shades?.range == -3...3)
    #expect(list.marks.map { scale.shade($0)?.hex }[1...] == ["#f6f6f6", "#964200", nil])
    #expect(ColorScale(list, ColorSettings()).shades?.range == -1...3)
    #expect(ColorScale(list, ColorSettings(domain: 0...9)).shades?.range == 0...9)
  }
}
