import PolicyGradients
import Testing

@Suite struct EpisodeTests {
  private let episode = Episode(
    states: [0, 1, 0, 2], actions: [1, 0, 1], rewards: [1, -2, 4])

  @Test func `a hand-computed case`() {
    #expect(episode.length == 3)
    #expect(episode.finalState == 2)
    #expect(episode.discountedReturn(0.5) == 1)
    #expect(episode.undiscountedReturn == 3)
    #expect(episode.returnsToGo(0.5) == [1, 0, 4])
    #expect(episode.returnsToGo(0) == [1, -2, 4])
    #expect(episode.map(\.state) == [0, 1, 0])
    #expect(episode.map(\.nextState) == [1, 0, 2])
    let sum = episode.sum { [Double($0.index), $0.reward] }
    #expect(sum == [3, 3])
  }

  // The difference between the two ends is the value that follows.
  @Test func `only a terminated episode is followed by 0`() {
    let values = [10.0, 20, 30]
    func follow(_ status: EpisodeStatus<Int>) -> Double {
      status.bootstrapValue(running: 5, truncated: { values[$0] })
    }
    #expect(follow(.terminated) == 0)
    #expect(follow(.truncated(finalObservation: 2)) == 30)
    #expect(follow(.running) == 5)
  }

  @Test func `every case has its answer`() {
    func answer(_ status: EpisodeStatus<Int>) -> Int {
      status.when(running: -1, terminated: -2, truncated: { $0 })
    }
    #expect(answer(.running) == -1)
    #expect(answer(.terminated) == -2)
    #expect(answer(.truncated(finalObservation: 7)) == 7)
    #expect("\(EpisodeStatus.truncated(finalObservation: 7))" == "truncated(finalObservation: 7)")
  }

  @Test func `a cut episode is whole only by a lie`() {
    func played(_ status: EpisodeStatus<Int>) -> LimitedEpisode {
      LimitedEpisode(
        states: episode.states, actions: episode.actions, rewards: episode.rewards, status: status)
    }
    let (ended, cut) = (played(.terminated), played(.truncated(finalObservation: 2)))
    #expect(ended.whole == episode)
    #expect(cut.whole == nil)
    #expect(played(.running).whole == nil)
    #expect(cut.takenAsTerminated == episode)
    #expect(cut.map(\.nextState) == [1, 0, 2])
    let values = StateValues([10, 20, 16])
    #expect(ended.returnsToGo(0.5, bootstrap: values) == [1, 0, 4])
    #expect(cut.returnsToGo(0.5, bootstrap: values) == [3, 4, 12])
  }

  @Test func `shapes are checked`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Episode(states: [0, 1], actions: [0, 0], rewards: [1, 1])
    }
    expectTrap(result, says: "2 states, 2 actions and 2 rewards")
    let final = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LimitedEpisode(
        states: [0, 1], actions: [0], rewards: [1], status: .truncated(finalObservation: 0))
    }
    expectTrap(final, says: "the final observation 0 is not the last state of [0, 1]")
  }
}
