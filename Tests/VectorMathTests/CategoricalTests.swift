import Testing
import VectorMath

@Suite struct CategoricalTests {
  @Test(arguments: [1, 2, 3, 8, 9, 10, 25])
  func `one at a time, in bulk and by the definition agree`(count: Int) {
    let weights = Vector((1...count).map { Double($0) })
    let probabilities = weights / weights.sum
    let categorical = Categorical(probabilities)
    var (single, bulk, plain) = (
      RandomStream(seed: 9), RandomStream(seed: 9), RandomStream(seed: 9)
    )
    var counts = Array(repeating: 0, count: count)
    // Odd sizes, so that groups of 32 start and end anywhere.
    for size in [0, 1, 5, 64, 31, 200] {
      var added = Array(repeating: 0, count: count)
      for _ in 0..<size {
        let index = categorical.sample(using: &single)
        added[index] += 1
        let uniform = plain.uniform()
        var expected = 0
        var cumulative = probabilities[0]
        while expected < count - 1 && uniform >= cumulative {
          expected += 1
          cumulative += probabilities[expected]
        }
        #expect(index == expected)
      }
      #expect(categorical.counts(sampleCount: size, using: &bulk) == added)
      #expect(single == bulk)
      for (index, number) in added.enumerated() { counts[index] += number }
    }
    #expect(counts.reduce(0, +) == 301)
  }

  @Test func `the stream's own categorical draws alike`() {
    let probabilities: Vector = [0.2, 0.5, 0.3]
    var (one, other) = (RandomStream(seed: 1), RandomStream(seed: 1))
    for _ in 0..<100 {
      #expect(
        one.categorical(probabilities) == Categorical(probabilities).sample(using: &other))
    }
  }

  // z² / (n p (1 − p)) with limit 6.1² per index: wrong once in 10⁹; n = 2 million notices a
  // probability off by 0.0043 all but once in 10⁹.
  @Test func `frequencies approach probabilities`() {
    let probabilities: Vector = [0.2, 0.5, 0.3]
    var random = RandomStream(seed: 3)
    let counts = Categorical(probabilities).counts(sampleCount: 2_000_000, using: &random)
    #expect(deviates(counts, from: probabilities) == false)
    // Negative control.
    #expect(deviates(counts, from: [0.2045, 0.5, 0.2955]))
  }

  @Test func `an index of probability 0 is never drawn`() {
    var random = RandomStream(seed: 4)
    let counts = Categorical([0, 0.5, 0, 0.5, 0]).counts(sampleCount: 10_000, using: &random)
    #expect(counts[0] == 0 && counts[2] == 0 && counts[4] == 0)
    #expect(counts[1] + counts[3] == 10_000)
  }

  @Test func `probabilities that do not sum to one are named`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Categorical([0.5, 0.25])
    }
    let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(message?.contains("the probabilities sum to 0.75, not to 1") == true)
  }

  private func deviates(_ counts: [Int], from probabilities: Vector) -> Bool {
    let total = Double(counts.reduce(0, +))
    return zip(counts, probabilities).contains { count, probability in
      let deviation = (total * probability * (1 - probability)).squareRoot()
      return (Double(count) - total * probability).magnitude > 6.1 * deviation
    }
  }
}
