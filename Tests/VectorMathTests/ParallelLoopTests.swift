import Testing
import VectorMath

@Suite struct ParallelLoopTests {
  @Test(arguments: [0, 1, 2, 7, 64, 1000], [1, 2, 3, 8])
  func resultsAreInOrder(count: Int, threadCount: Int) {
    let results = ParallelLoop.map(count, threadCount: threadCount) { index in
      var random = RandomStream(seed: 1).split(index)
      return "\(index) \(random.next())"
    }
    let expected = (0..<count).map { index in
      var random = RandomStream(seed: 1).split(index)
      return "\(index) \(random.next())"
    }
    #expect(results == expected)
  }

  @Test func coresAreFound() {
    #expect((1...1024).contains(ParallelLoop.coreCount))
  }

  @Test(arguments: [1, 2, 8])
  func piecesOfWorkAreKnown(threadCount: Int) {
    #expect(!ParallelLoop.isPieceOfWork)
    let inside = ParallelLoop.map(9, threadCount: threadCount) { _ in
      [ParallelLoop.isPieceOfWork]
        + ParallelLoop.map(2, threadCount: 2) { _ in ParallelLoop.isPieceOfWork }
        + [ParallelLoop.isPieceOfWork]
    }
    #expect(inside == Array(repeating: [true, true, true, true], count: 9))
    #expect(!ParallelLoop.isPieceOfWork)
  }

  /// Loops within loops: no thread waits for another that cannot start.
  @Test func nested() {
    let sums = ParallelLoop.map(5, threadCount: 4) { outer in
      ParallelLoop.map(6, threadCount: 3) { outer * $0 }.reduce(0, +)
    }
    #expect(sums == [0, 15, 30, 45, 60])
  }
}
