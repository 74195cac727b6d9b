import PolicyGradients
import Testing

@Suite struct RecordedBatchTests {
  @Test func `an episode is recorded from its first observation to its final one`() {
    var pendulum = Pendulum(count: 2, seed: 1, timeLimit: 3).recorded()
    // What is recorded starts anew, so the same must happen to the batch that is compared.
    var plain = Pendulum(count: 2, seed: 1, timeLimit: nil)
    plain.reset()
    var expected = [plain.observations[1]]
    for t in 0..<3 {
      pendulum.step([1, Double(t)])
      plain.step([1, Double(t)])
      expected.append(plain.observations[1])
    }
    #expect(pendulum.episodes.map(\.environment) == [0, 1])
    let episode = pendulum.episodes[1]
    #expect(episode.observations == expected)
    #expect(episode.actions == [0, 1, 2])
    #expect(episode.length == 3 && episode.rewards.count == 3)
    #expect(episode.status.isTruncated(at: expected[3]))
    #expect(episode.undiscountedReturn == pendulum.ends[1].undiscountedReturn)
    #expect(pendulum.takeEpisodes().count == 2)
    #expect(pendulum.episodes.isEmpty)
    // The next episode starts where the batch is now.
    let start = pendulum.observations[0]
    for _ in 0..<3 { pendulum.step([0, 0]) }
    #expect(pendulum.episodes[0].observations[0] == start)
  }

  @Test func `terminated episodes keep their last observation too`() {
    var cartPole = CartPole(count: 1, seed: 1).recorded()
    while cartPole.episodes.isEmpty { cartPole.step([1]) }
    let episode = cartPole.episodes[0]
    #expect(episode.status.isTerminated)
    #expect(episode.observations.count == episode.length + 1)
    // Pushed to the right, the pole falls to the left.
    #expect(episode.observations[episode.length][2] < -12 * 2 * Double.pi / 360)
    #expect(episode.undiscountedReturn == Double(episode.length))
  }
}
