import Testing

@testable import VectorMath

@Suite struct RandomStreamTests {
  @Test func `words are the blocks of the counters, eight at a time`() {
    var stream = RandomStream(seed: 42)
    let drawn = (0..<96).map { _ in stream.next() }
    for (index, word) in drawn.enumerated() {
      let counter = UInt64(index / 32 * 8 + index % 8)
      let block = Threefry.block(
        key: Threefry.Block(word0: 42, word1: 0, word2: 0, word3: 0),
        counter: Threefry.Block(word0: counter, word1: 0, word2: 0, word3: 0))
      let expected = [block.word0, block.word1, block.word2, block.word3][index % 32 / 8]
      #expect(word == expected)
    }
  }

  @Test func `the seed alone decides the sequence`() {
    var (one, same, other) = (RandomStream(seed: 7), RandomStream(seed: 7), RandomStream(seed: 8))
    let drawn = (0..<100).map { _ in one.next() }
    #expect(drawn == (0..<100).map { _ in same.next() })
    #expect(drawn != (0..<100).map { _ in other.next() })
    #expect(one == same)
    #expect(one != other)
    #expect(Set(drawn).count == 100)
  }

  @Test func `a copy goes on alike`() {
    var stream = RandomStream(seed: 1)
    for _ in 0..<45 { _ = stream.next() }
    var copy = stream
    #expect((0..<50).map { _ in stream.next() } == (0..<50).map { _ in copy.next() })
  }

  @Test func `splitting ignores what was drawn`() {
    var stream = RandomStream(seed: 5)
    let before = stream.split("left")
    let numbered = stream.split(3)
    for _ in 0..<33 { _ = stream.next() }
    #expect(stream.split("left") == before)
    #expect(stream.split(3) == numbered)
    #expect(RandomStream(seed: 5, label: "left") == before)
  }

  @Test func `different labels, numbers and depths give different streams`() {
    let root = RandomStream(seed: 5)
    let long = String(repeating: "a", count: 24)
    var streams = ["", "a", "b", "ab", "a\0", "\0", long, long + "a", long + "\0", "é"].map {
      root.split($0)
    }
    streams += [-1, 0, 1, 97, .max].map { root.split($0) }
    streams += [
      root, root.split("a").split("b"), root.split("b").split("a"), root.split(0).split(0),
    ]
    var firstWords: Set<UInt64> = []
    for index in streams.indices { firstWords.insert(streams[index].next()) }
    #expect(firstWords.count == streams.count)
  }

  // The promise "same bytes everywhere" in one place: these must never change. Recomputed from the
  // definitions by an independent program (integers and AS 241 in Python).
  @Test func `golden values`() {
    var stream = RandomStream(seed: 2026, label: "golden")
    #expect(stream.next() == 679_741_756_348_615_341)
    #expect(stream.uniform() == 0.4030714900051453)
    #expect(stream.normal() == -0.18259664418897698)
    #expect(stream.integer(below: 1_000_000) == 407_063)
  }
}
