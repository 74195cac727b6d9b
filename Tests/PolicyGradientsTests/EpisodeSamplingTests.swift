import PolicyGradients
import Testing

@Suite struct EpisodeSamplingTests {
  @Test func `the horizon terminates, a step limit truncates`() {
    var random = RandomStream(seed: 1)
    for _ in 0..<200 {
      let whole = MarkovDecisionProcess.problemA.sampleEpisode(
        following: TabularSoftmaxPolicy.problemA, using: &random)
      #expect(whole.length == 3)
      let cut = MarkovDecisionProcess.problemA.sampleEpisode(
        following: TabularSoftmaxPolicy.problemA, stepLimit: 2, using: &random)
      #expect(cut.length == 2)
      #expect(cut.status.isTruncated(at: cut.finalState))
    }
    // At the horizon itself the problem is over, whatever the limit.
    let equal = MarkovDecisionProcess.problemA.sampleEpisode(
      following: TabularSoftmaxPolicy.problemA, stepLimit: 3, using: &random)
    #expect(equal.status.isTerminated)
  }

  @Test func `a terminal state terminates`() {
    let problem = MarkovDecisionProcess.corridor(length: 4)
    let right = TabularSoftmaxPolicy(logits: Array(repeating: [0, 1_000], count: 4))
    var random = RandomStream(seed: 1)
    let episode = problem.sampleEpisode(following: right, using: &random)
    #expect(episode.states == [0, 1, 2, 3])
    #expect(episode.undiscountedReturn == -3)
    let limited = problem.sampleEpisode(following: right, stepLimit: 5, using: &random)
    #expect(limited.status.isTerminated)
  }

  // 6.1 standard errors: wrong once in 10⁹ fresh seeds.
  @Test func `paths have the problem's probabilities`() {
    let (problem, policy) = (MarkovDecisionProcess.problemA, TabularSoftmaxPolicy.problemA)
    var random = RandomStream(seed: 2)
    let count = 100_000
    var hits = 0.0
    for _ in 0..<count {
      let episode = problem.sampleEpisode(following: policy, using: &random)
      if episode.states == [0, 1, 0, 0] && episode.actions == [0, 1, 0] { hits += 1 }
    }
    let (p00, p11) = (policy.probability(of: 0, at: 0), policy.probability(of: 1, at: 1))
    func deviates(from probability: Double) -> Bool {
      let n = Double(count)
      let deviation = (n * probability * (1 - probability)).squareRoot()
      return (hits - n * probability).magnitude > 6.1 * deviation
    }
    #expect(!deviates(from: 0.6 * p00 * 0.3 * p11 * 0.9 * p00 * 0.7))
    // Negative control: transitions of the other action.
    #expect(deviates(from: 0.6 * p00 * 0.8 * p11 * 0.9 * p00 * 0.7))
  }

  @Test func `a policy for another problem is refused`() async {
    let states = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var random = RandomStream(seed: 1)
      _ = MarkovDecisionProcess.problemZ.sampleEpisode(
        following: TabularSoftmaxPolicy(logits: [[0, 0, 0], [0, 0, 0]]), using: &random)
    }
    expectTrap(
      states,
      says: "the policy has 2 states and 3 actions, the problem 4 and 3, of which the last 1 are")
    let actions = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var random = RandomStream(seed: 1)
      _ = MarkovDecisionProcess.problemA.sampleEpisode(
        following: TabularSoftmaxPolicy.problemZ, using: &random)
    }
    expectTrap(actions, says: "the policy has 3 states and 3 actions, the problem 2 and 2")
  }
}
