import Statistics
import Testing

@Suite struct ImprovementProbabilityTests {
  // scipy.stats.mannwhitneyu([1, 2, 3, 5], [2, 2, 4]).statistic is 6, of 12 pairs.
  @Test func `by hand`() {
    #expect(improvementProbability(of: [1, 2, 3, 5], over: [2, 2, 4]) == 0.5)
    #expect(improvementProbability(of: [2, 3], over: [1, 2]) == 3.5 / 4)
    #expect(improvementProbability(of: [1, 2], over: [2, 3]) == 0.5 / 4)
    #expect(improvementProbability(of: [1, 1, 4], over: [1, 1, 4]) == 0.5)
    #expect(improvementProbability(of: [5], over: [-1, 0]) == 1)
  }

  @Test func `tasks count alike, whatever their number of runs`() {
    let better = improvementProbability(of: [[2], [0, 0, 0]], over: [[1], [1, 1]])
    #expect(better == 0.5)
  }

  @Test func `bad input stops with a message`() async {
    let tasks = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = improvementProbability(of: [[1], [2]], over: [[1]])
    }
    expectTrap(tasks, says: "2 tasks against 1")
    let scores = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = improvementProbability(of: [1, .infinity], over: [1])
    }
    expectTrap(scores, says: "score 1 is inf")
  }
}
