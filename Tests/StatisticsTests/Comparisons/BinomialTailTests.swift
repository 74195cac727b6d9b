import Statistics
import Testing

@Suite struct BinomialTailTests {
  // mpmath with 40 digits.
  @Test(arguments: [
    (18, 20, 0.75, 0.091260432464878249448),
    (500, 1_000, 0.45, 0.00084654921661926054696),
    (2, 20, 0.9, 0.99999999999999999819),
    (990, 1_000, 0.999, 0.99999999040004481477),
    (5, 5, 0.3, 0.00243),
  ])
  func `agrees with high precision`(k: Int, n: Int, p: Double, expected: Double) {
    let found = binomialTail(atLeast: k, of: n, probability: p)
    #expect((found / expected - 1).magnitude < 1e-12)
  }

  @Test func `limits`() {
    #expect(binomialTail(atLeast: 0, of: 5, probability: 0.2) == 1)
    #expect(binomialTail(atLeast: 1, of: 5, probability: 0) == 0)
    #expect(binomialTail(atLeast: 5, of: 5, probability: 1) == 1)
  }

  @Test func `falls with k and rises with p`() {
    for n in [1, 7, 30] {
      for k in 1...n {
        for step in 1..<20 {
          let p = Double(step) / 20
          let tail = binomialTail(atLeast: k, of: n, probability: p)
          #expect(tail <= binomialTail(atLeast: k - 1, of: n, probability: p))
          #expect(tail < binomialTail(atLeast: k, of: n, probability: p + 0.05) || tail == 1)
          // P(X ≥ k) + P(n − X ≥ n − k + 1) = 1.
          let other = binomialTail(atLeast: n - k + 1, of: n, probability: 1 - p)
          #expect((tail + other - 1).magnitude < 1e-13)
        }
      }
    }
  }

  @Test func `bad input stops with a message`() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = binomialTail(atLeast: 21, of: 20, probability: 0.5)
    }
    expectTrap(count, says: "binomialTail: the success count 21 is outside 0...20")
    let probability = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = binomialTail(atLeast: 1, of: 20, probability: .nan)
    }
    expectTrap(probability, says: "the probability nan is outside 0...1")
  }
}
