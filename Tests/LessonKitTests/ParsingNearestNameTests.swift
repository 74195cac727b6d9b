import Testing

@testable import LessonKit

@Suite struct ParsingNearestNameTests {
  @Test(arguments: [
    ("capton", "caption"), ("Label", "label"), ("ehco", "echo"), ("code_fold", "code-fold"),
    ("outputs", "output"),
  ])
  func findsTheNearest(word: String, name: String) {
    #expect(NearestName.find(word, in: CellOptionParser.names) == name)
  }

  @Test(arguments: ["", "x", "zzzz", "frobnicate"]) func findsNothingFarAway(word: String) {
    #expect(NearestName.find(word, in: CellOptionParser.names) == nil)
  }

  @Test func countsEdits() {
    #expect(NearestName.distance(Array("kitten"), Array("sitting")) == 3)
    #expect(NearestName.distance(Array("ab"), Array("ba")) == 1)
    #expect(NearestName.distance([], Array("abc")) == 3)
  }
}
