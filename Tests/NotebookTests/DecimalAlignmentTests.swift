import CellProtocol
import Testing

@testable import Notebook

@Suite struct DecimalAlignmentTests {
  /// Shows the two kinds of spaces.
  private func visible(_ texts: [String]) -> [String] {
    texts.map { $0.replacing("\u{2007}", with: "_").replacing("\u{2008}", with: ",") }
  }

  @Test func pointsLineUp() {
    #expect(
      visible(DecimalAlignment.aligned(["9.1", "0.2475", "-12", "nan"]))
        == ["9.1___", "0.2475", "-12,____", "nan,____"])
    #expect(DecimalAlignment.aligned(["1", "20", "-3"]) == ["1", "20", "-3"])
    #expect(DecimalAlignment.aligned([]) == [])
  }

  @Test func scientificColumnsStay() {
    #expect(DecimalAlignment.aligned(["1.5e-9", "2"]) == ["1.5e-9", "2"])
  }

  @Test func errorsLineUpToo() {
    #expect(
      visible(DecimalAlignment.aligned(["9.103 ± 0.031", "10.2 ± 1.4"]))
        == ["9.103 ± 0.031", "10.2__ ± 1.4__"])
    #expect(DecimalAlignment.aligned(["9.10 ± 0.03", "7"]) == ["9.10 ± 0.03", "7"])
  }

  @Test func everyColumnOfATable() {
    let table = Table(["arm": ["a", "b"], "mean": [0.5, 12]])
    #expect(table.tableValue.rows == [["a", "0.5"], ["b", "12\u{2008}\u{2007}"]])
  }
}

@Suite struct EstimateTests {
  @Test func digitsFollowTheError() {
    #expect(Estimate(9.10342, standardError: 0.0312).tableText == "9.103 ± 0.031")
    #expect(Estimate(1234.5, standardError: 17).tableText == "1234 ± 17")
    #expect(Estimate(-0.5, standardError: 0).tableText == "-0.5 ± 0")
    #expect(Estimate(.nan, standardError: .infinity).tableText == "nan ± inf")
  }

  @Test func meanOfSamples() {
    // Mean 2.5; squares about it 5; 5 / 3 / 4 = 0.41667, whose root is 0.6455.
    let same = Estimate(meanOf: [0.7, 0.7, 0.7])
    #expect(same.value == 0.7 && same.standardError == 0)
    let estimate = Estimate(meanOf: [1, 2, 3, 4])
    #expect(estimate.value == 2.5)
    #expect(abs(estimate.standardError - 0.645_497_224_367_903) < 1e-15)
    #expect("\(estimate)" == "2.50 ± 0.65")
  }
}
