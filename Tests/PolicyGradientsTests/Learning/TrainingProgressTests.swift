import PolicyGradients
import Testing

@Suite struct TrainingProgressTests {
  private func lines(every interval: Duration) -> [String] {
    var lines: [String] = []
    let progress = TrainingProgress(steps: 400, every: interval) { lines.append($0) }
    let ppo = PPO(
      CollectionSettings(environmentCount: 2, length: .steps(50), discount: 0.99, lambda: 0.95),
      learningRate: .constant(1e-3), minibatchSize: 50, epochCount: 1)
    Training(ppo, on: .cartPole, steps: 400, seed: 1).finish { progress.report($0) }
    return lines
  }

  @Test func `each update is a line that tells steps, rate and what is left`() throws {
    let lines = lines(every: .zero)
    #expect(lines.count == 4)
    let first = try #require(lines.first)
    #expect(first.hasPrefix("PPO on CartPole-v1, seed 1: 100 of 400 steps, "))
    #expect(first.contains(" a second, ") && first.contains(" s left"))
    #expect(first.contains(", mean return "))
    let last = try #require(lines.last)
    #expect(last.hasPrefix("PPO on CartPole-v1, seed 1: 400 of 400 steps, "))
    #expect(!last.contains(" s left"))
  }

  @Test func `lines are no more often than asked, but for the end`() {
    let lines = lines(every: .seconds(3600))
    #expect(lines.count == 2)
    #expect(lines.map { $0.contains(" s left") } == [true, false])
  }
}
