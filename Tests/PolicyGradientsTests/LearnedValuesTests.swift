import PolicyGradients
import Testing

@Suite struct LearnedValuesTests {
  private let episodes = [
    Episode(states: [0, 1, 2], actions: [0, 0], rewards: [1, 4]),
    Episode(states: [0, 0, 1], actions: [0, 0], rewards: [2, 2]),
  ]

  @Test func `Monte Carlo by hand`() {
    let values = StateValues.monteCarlo(
      from: episodes, stateCount: 3, discount: 0.5, initialValue: 7)
    // Visits of 0: 1 + 2, 2 + 1, 2; of 1: 4; none of 2.
    #expect(values.row().isClose(to: [8.0 / 3, 4, 7], tolerance: 1e-15))
    #expect(values.isStationary)
  }

  @Test func `Monte Carlo of cut episodes, by hand`() {
    let ended = LimitedEpisode(episodes[0])
    let cut = LimitedEpisode(
      states: [0, 0, 1], actions: [0, 0], rewards: [2, 2],
      status: .truncated(finalObservation: 1))
    let values = StateValues.monteCarlo(
      from: [ended, cut], bootstrap: StateValues([0, 8, 0]), stateCount: 3, discount: 0.5)
    // Visits of 0: 1 + 2, then 2 + ½ (2 + ½ · 8) and 2 + ½ · 8; of 1: 4.
    #expect(values.row().isClose(to: [14.0 / 3, 4, 0], tolerance: 1e-15))
    // Negative control: with 0 after the cut it is another mean.
    let mistaken = StateValues.monteCarlo(
      from: [ended, cut].map(\.takenAsTerminated), stateCount: 3, discount: 0.5)
    #expect(mistaken.row().isClose(to: [8.0 / 3, 4, 0], tolerance: 1e-15))
  }

  @Test func `TD by hand, with both ends`() {
    func learned(_ status: EpisodeStatus<Int>) -> Vector {
      StateValues.temporalDifference(
        from: [LimitedEpisode(states: [0, 1], actions: [0], rewards: [2], status: status)],
        startingAt: [1, 10], discount: 0.5, learningRate: 0.5
      ).row()
    }
    // 1 + ½ (2 + 0 − 1), and 1 + ½ (2 + ½ · 10 − 1).
    #expect(learned(.terminated) == [1.5, 10])
    #expect(learned(.truncated(finalObservation: 1)) == [4, 10])
  }

  @Test func `both approach the exact values`() {
    let problem = MarkovDecisionProcess.corridor(length: 4, slip: 0.2)
    let policy = TabularSoftmaxPolicy(logits: Array(repeating: [0, 1], count: 4))
    let exact = problem.values(of: policy, discount: 0.9).row()
    var random = RandomStream(seed: 1)
    let episodes = (0..<4_000).map { _ in
      problem.sampleEpisode(following: policy, using: &random)
    }
    let monteCarlo = StateValues.monteCarlo(from: episodes, stateCount: 4, discount: 0.9)
    let temporal = StateValues.temporalDifference(
      from: episodes, startingAt: .zero(count: 4), discount: 0.9, learningRate: 0.01)
    // Returns vary by at most 1 / (1 − γ) = 10, so 5 / √4000 = 0.08 is a deviation of the mean.
    #expect(monteCarlo.row().isClose(to: exact, tolerance: 0.4))
    #expect(temporal.row().isClose(to: exact, tolerance: 0.4))
    // Negative control: the values of another policy are farther away.
    let uniform = problem.values(of: TabularSoftmaxPolicy.uniform(for: problem), discount: 0.9)
    #expect(!monteCarlo.row().isClose(to: uniform.row(), tolerance: 0.4))
  }

  // A learned baseline from other episodes leaves the mean alone; from the same ones it does not.
  @Test func `a baseline must not have seen its own episode`() {
    let oracle = OracleTests.a
    let policy = TabularSoftmaxPolicy.problemA
    func mean(_ learn: @escaping ([Episode]) -> [Episode]) -> Vector {
      oracle.moments(groupSize: 2) { group in
        let baseline = StateValues.monteCarlo(
          from: learn(group), stateCount: 2, discount: 0.8)
        return RewardToGo(baseline: baseline).estimate(
          from: group[0], policy: policy, discount: 0.8)
      }.mean
    }
    #expect(mean { [$0[1]] }.isClose(to: oracle.gradient, tolerance: 1e-12))
    #expect((mean { $0 } - oracle.gradient).norm > 0.1 * oracle.gradient.norm)
  }
}
