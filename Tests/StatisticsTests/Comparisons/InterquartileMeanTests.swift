import Statistics
import Testing

@Suite struct InterquartileMeanTests {
  private let scores = [3.1, -1, 4, 1.5, 9, 2.6, 5.3]

  // The weights by hand; the other column is scipy.stats.trim_mean(scores[:n], 0.25), SciPy 1.17.1.
  @Test(arguments: [
    (1, 3.1, 3.1),
    (2, (3.1 - 1) / 2, 1.05),
    (3, (0.25 * -1 + 3.1 + 0.25 * 4) / 1.5, 2.033333333333333),
    (4, (1.5 + 3.1) / 2, 2.3),
    (5, (0.75 * 1.5 + 3.1 + 0.75 * 4) / 2.5, 2.8666666666666667),
    (6, (0.5 * 1.5 + 2.6 + 3.1 + 0.5 * 4) / 3, 2.8),
    (7, (0.25 * 1.5 + 2.6 + 3.1 + 4 + 0.25 * 5.3) / 3.5, 3.3),
  ])
  func `the first n scores`(count: Int, exact: Double, whole: Double) {
    let part = Array(scores.prefix(count))
    #expect((InterquartileMean()(part) - exact).magnitude < 1e-14)
    #expect((InterquartileMean(trimming: .wholeScores)(part) - whole).magnitude < 1e-14)
  }

  @Test func `repeating every score changes nothing`() {
    let mean = InterquartileMean()
    for count in 1...7 {
      let part = Array(scores.prefix(count))
      let repeated = part + part + part + part
      #expect((mean(repeated) - mean(part)).magnitude < 1e-14)
    }
    // With whole scores it does: that is the difference between the two.
    let whole = InterquartileMean(trimming: .wholeScores)
    let five = Array(scores.prefix(5))
    #expect((whole(five + five + five + five) - whole(five)).magnitude > 0.01)
  }

  @Test func `divisible by four, both are the mean of the middle half`() {
    let twenty = (0..<20).map { Double(($0 * 7) % 20) }
    #expect(InterquartileMean()(twenty) == 9.5)
    #expect(InterquartileMean(trimming: .wholeScores)(twenty) == 9.5)
    // A run that breaks down does not move it; it moves the mean.
    let broken = twenty.map { $0 == 19 ? 1e6 : $0 }
    #expect(InterquartileMean()(broken) == 9.5)
    #expect(broken.reduce(0, +) / 20 > 50_000)
  }

  @Test func `bad scores stop with a message`() async {
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = InterquartileMean()([])
    }
    expectTrap(empty, says: "InterquartileMean: there are no scores")
    let broken = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = InterquartileMean()([1, .nan])
    }
    expectTrap(broken, says: "InterquartileMean: score 1 is nan")
  }
}
