import CellProtocol
import Notebook
import Testing
import VectorMath

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

  @Test func streamsAreMadeOutsideOfLoops() async {
    func expectMessage(_ result: ExitTest.Result?, _ words: String) {
      let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(message.contains("\(words) within ParallelLoop.map: its random numbers would depend"))
      #expect(message.contains("stream.split(index)"))
    }
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ParallelLoop.map(2, threadCount: 2) { _ in makeRandomStream("a").split(0) }
      }, "makeRandomStream(\"a\")")
    // On one thread too, where the numbers would be others than on two.
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ParallelLoop.map(2, threadCount: 1) { _ in
          verify("x", equals: 0.5, within: .absolute(0.1)) { $0.uniform() }
        }
      }, "the claim \"x\"")
    let shown = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = page {
        _ = ParallelLoop.map(2, threadCount: 1) { show($0) }
      }
    }
    let message = String(decoding: shown?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("an output within ParallelLoop.map"))
    // Negative control: streams made before are taken apart inside, and made again afterwards.
    _ = page {
      let stream = makeRandomStream("a")
      let numbers = ParallelLoop.map(8, threadCount: 2) { index in
        var own = stream.split(index)
        return own.next()
      }
      #expect(Set(numbers).count == 8)
      #expect(makeRandomStream("a") != stream)
    }
  }
}
