import CellProtocol
import Notebook
import Testing

@Suite struct SeedTests {
  private func seeds(
    lessonSeed: UInt64 = 1, cell: String = "a", _ statements: [String]
  ) -> [String?] {
    claims(lessonSeed: lessonSeed, cell: cell) {
      for statement in statements {
        verify(statement, equals: 0.5, within: .absolute(0.1)) { $0.uniform() }
      }
    }.map { $0.fact("seed") }
  }

  @Test func seedDependsOnLessonCellAndStatementOnly() {
    let alone = seeds(["x"])
    #expect(alone == seeds(["x"]))
    #expect(seeds(["y", "x"])[1] == alone[0])
    #expect(seeds(cell: "b", ["x"]) != alone)
    #expect(seeds(lessonSeed: 2, ["x"]) != alone)
    #expect(seeds(["y"]) != alone)
  }

  @Test func sameStatementTwiceGetsTwoSeeds() {
    let twice = seeds(["x", "x"])
    #expect(twice[0] != twice[1])
    #expect(twice == seeds(["x", "x"]))
  }

  @Test func streamsAreNamed() {
    var numbers: [UInt64] = []
    _ = page {
      var (first, second, again) = (
        makeRandomStream("a"), makeRandomStream("b"), makeRandomStream("a")
      )
      numbers = [first.next(), second.next(), again.next()]
    }
    #expect(Set(numbers).count == 3)
    _ = page {
      var first = makeRandomStream("a")
      #expect(first.next() == numbers[0])
    }
  }
}
