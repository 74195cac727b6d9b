import CellProtocol
import Notebook
import Testing

@Suite struct TableTests {
  private func column(_ heading: String, of table: Table) -> [String] {
    let value = table.tableValue
    guard let index = value.header.firstIndex(where: { $0.hasPrefix(heading) }) else { return [] }
    // Without the spaces that line the points up.
    return value.rows.map { row in
      String(row[index].filter { $0 != "\u{2007}" && $0 != "\u{2008}" })
    }
  }

  private let numbers: [Double] = [0.123_456, -12, 1234.5, 0, -0.0, 1e-12, 1e300, .nan, -.infinity]

  @Test func digitsAreThoseOfTheColumn() {
    let table = Table(["x": numbers])
    #expect(
      column("x", of: table)
        == ["0.1235", "-12", "1234", "0", "0", "1e-12", "1e300", "nan", "-inf"])
    #expect(
      column("x", of: table.column("x", digits: .significant(2)))
        == ["0.12", "-12", "1234", "0.0", "0.0", "1.0e-12", "1.0e300", "nan", "-inf"])
    #expect(
      column("x", of: Table(["x": [0.125, -12, Double.nan]]).column("x", digits: .decimals(2)))
        == ["0.12", "-12.00", "nan"])
    #expect(
      column("x", of: Table(["x": [1e-12, 5]]).column("x", digits: .decimals(0))) == ["0", "5"])
  }

  @Test func everyKindOfEntryFollows() {
    let missing: Double? = nil
    let entries: [any TableEntry] = [
      Float(0.5), Vector([1, 0.25]), missing, Optional(2.0), 1234, "word", true,
      Estimate(9.10342, standardError: 0.0312),
    ]
    #expect(
      column("x", of: Table(["x": entries]).column("x", digits: .decimals(1)))
        == ["0.5", "[1.0, 0.2]", "–", "2.0", "1234.0", "word", "yes", "9.1 ± 0.0"])
    #expect(
      column("x", of: Table(["x": entries]).column("x", digits: .significant(1))).last
        == "9.10 ± 0.03")
  }

  @Test func digitsFollowTheErrorInAnotherColumn() {
    let table = Table([
      "mean": [9.103_42, 1234.5, 1.2e-9, 7, Double.nan],
      "error": [0.0312, 17, 3.1e-10, 0, Double.infinity],
    ]).column("mean", digits: .standardError(in: "error"))
    #expect(column("mean", of: table) == ["9.103", "1234", "1.20e-9", "7", "nan"])
    #expect(column("error", of: table) == ["0.031", "17", "3.1e-10", "0", "inf"])
    let own = Table(["mean": [9.103_42], "error": [0.0312]])
      .column("error", digits: .decimals(1))
      .column("mean", digits: .standardError(in: "error"))
    #expect(own.tableValue.rows == [["9.103", "0.0"]])
  }

  @Test func unitsStandInTheHeading() {
    let table = Table(["time": [1.5], "n": [3]], caption: "Times").column("time", unit: "ms")
    #expect(table.tableValue.header == ["time (ms)", "n"])
    #expect(table.tableValue.caption == "Times")
  }

  @Test func pointsLineUpWithDigits() {
    let table = Table(["x": [1.5, 22.25, -3]]).column("x", digits: .decimals(2))
    #expect(table.tableValue.rows == [["1.50"], ["22.25"], ["-3.00"]])
  }

  @Test func rowsMakeATable() {
    let table = Table(headings: ["step", "return"], rows: [[1, 0.5], [2, 0.25]], caption: "Two")
    #expect(
      table.tableValue
        == TableValue(
          header: ["step", "return"], alignments: [.trailing, .trailing],
          rows: [["1", "0.5\u{2007}"], ["2", "0.25"]], caption: "Two"))
  }

  @Test func withoutRowsThereAreHeadings() {
    #expect(
      Table(headings: "a", "b").tableValue
        == TableValue(header: ["a", "b"], alignments: [.leading, .leading], rows: []))
  }

  private func expect(_ result: ExitTest.Result?, _ message: String) {
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(message))
  }

  @Test func mixedRowsNameTheRow() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Table(headings: ["step", "return"], rows: [[1, 0.5], [2]])
      }, "Table: row 2 has 1 entries (2), the table has 2 columns (step, return)")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Table(["a": [1], "b": [1, 2]])
      }, "column 'b' has 2 entries, column 'a' has 1; row 2 has none in 'a'")
  }

  @Test func otherMistakesSayWhatIsThere() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Table(["a": [1], "b": [1]]).column("c", unit: "ms")
      }, "Table: there is no column 'c'; there are 'a', 'b'")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Table([:])
      }, "Table: there are no columns")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Table(["a": [1.5]]).column("a", digits: .significant(0)).tableValue
      }, "Table: 0 digits are not in 1...800")
  }
}
