import CellProtocol
import Notebook
import Testing

@Suite struct ShowTests {
  private struct Point { var x = 1 }

  @Test func valuesAreShownAsText() {
    let vector: Vector = [0.25, -1]
    let some: Int? = 3
    let none: Int? = nil
    let outputs = page {
      show(1.5)
      show("text")
      show([1, 2])
      show((1, "a"))
      show(vector)
      show(Point())
      show(some)
      show(none)
      show(-Double.nan)
      show([1, -Double.nan])
    }
    let texts = [
      "1.5", "text", "[1, 2]", "(1, \"a\")", "[0.25, -1]", "Point(x: 1)", "3", "nil", "nan",
      "[1.0, nan]",
    ]
    #expect(outputs == texts.map { .value($0) })
  }

  @Test func markdownIsShownAsSuch() {
    #expect(page { markdown("*a*") } == [.markdown("*a*")])
    #expect(page { show(markdown: "*a*") } == [.markdown("*a*")])
  }

  @Test func lastExpressionIsShownUnlessItSaysNothing() {
    let outputs = page {
      var numbers = [1]
      displayLastExpression(numbers.append(2))
      let optional: [Int]? = numbers
      displayLastExpression(optional?.forEach { _ in })
      displayLastExpression(numbers)
      displayLastExpression(optional)
      displayLastExpression(verifyExact("1 = 1", 1.0, equals: 1.0))
      displayLastExpression(Table(["a": [1]]))
    }
    try? #require(outputs.count == 4)
    #expect(outputs[0] == .value("[1, 2]"))
    #expect(outputs[1] == .value("[1, 2]"))
    guard case .claim = outputs[2], case .table = outputs[3] else {
      Issue.record("\(outputs)")
      return
    }
  }

  @Test func tablesOfColumns() {
    let means = [0.5, 1e-9]
    let table = Table(
      ["arm": ["left", "right"], "mean": means, "n": [12345, Int?.none]], caption: "Two arms")
    #expect(
      table.tableValue
        == TableValue(
          header: ["arm", "mean", "n"], alignments: [.leading, .trailing, .trailing],
          rows: [["left", "0.5", "12,345"], ["right", "1e-9", "–"]], caption: "Two arms"))
  }

  @Test func tablesOfRows() {
    var table = Table(headings: "step", "vector", "better")
    table.addRow(1, Vector([1, 2]), true)
    table.addRow("all", 2.5, false)
    #expect(table.rowCount == 2)
    #expect(
      page { show(table) } == [
        .table(
          TableValue(
            header: ["step", "vector", "better"], alignments: [.leading, .leading, .leading],
            rows: [["1", "[1, 2]", "yes"], ["all", "2.5", "no"]]))
      ])
  }

  @Test func unevenTablesStopWithAMessage() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Table(["a": [1, 2], "b": [1]])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("column 'b' has 1 entries, column 'a' has 2"))
  }
}
