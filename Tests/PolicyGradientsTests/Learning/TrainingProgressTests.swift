import Foundation
import PolicyGradients
import Testing

@Suite struct TrainingProgressTests {
  private func lines(every interval: Duration) -> [String] {
    var lines: [String] = []
    let progress = TrainingProgress(steps: 400, every: interval) { lines.append($0) }
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

  private let ppo = PPO(
    CollectionSettings(environmentCount: 2, length: .steps(50), discount: 0.99, lambda: 0.95),
    learningRate: .constant(1e-3), minibatchSize: 50, epochCount: 1)

  /// The number before some words.
  private func number(before words: String, in line: String) throws -> Double {
    let start = try #require(line.range(of: words)?.lowerBound)
    return try #require(Double(line[..<start].split(separator: " ").last ?? ""))
  }

  @Test func `a resumed run counts from where it was`() throws {
    let before = Training(ppo, on: .cartPole, steps: 200_000, seed: 1)
    while before.run.stepCount < 20_000 { before.advance() }
    let after = try Training(
      resuming: before.checkpoint(), ppo, on: .cartPole, steps: 200_000, seed: 1)
    let clock = ContinuousClock()
    let start = clock.now
    var lines: [String] = []
    let progress = TrainingProgress(steps: 200_000, every: .zero) { lines.append($0) }
    for _ in 0..<3 {
      after.advance()
      progress.report(after.run)
    }
    let seconds = (clock.now - start) / Duration.seconds(1)
    #expect(lines.last?.contains("20300 of 200000 steps, ") == true)
    // Three updates of 100 steps; all steps would be seventy times as many. The time that the line
    // was made at is a little before this one.
    let rate = try number(before: " a second", in: #require(lines.last))
    #expect(rate * seconds >= 299 && rate * seconds < 3_000)
  }

  @Test func `a run that was over before has no rate`() {
    let training = Training(ppo, on: .cartPole, steps: 200, seed: 1)
    training.finish()
    var lines: [String] = []
    TrainingProgress(steps: 200) { lines.append($0) }.report(training.run)
    #expect(lines.first?.contains(": 200 of 200 steps, mean return ") == true)
  }

  @Test(arguments: [1, 4])
  func `an experiment tells of all its seeds`(threadCount: Int) throws {
    var (lines, ends) = ([String](), [UInt64]())
    let progress = TrainingProgress(steps: 400, seeds: 5, every: .zero) { lines.append($0) }
    let experiment = ppo.experiment(
      on: .cartPole, steps: 400, seeds: 5, threadCount: threadCount
    ) { run in
      progress.report(run)
      if run.ending != .running { ends.append(run.seed) }
    }
    // Four updates of each, one report at a time.
    #expect(lines.count == 20 && ends.sorted() == [0, 1, 2, 3, 4])
    let first = try #require(lines.first)
    #expect(first.hasPrefix("PPO on CartPole-v1, 0 of 5 seeds done: 100 of 2000 steps, "))
    #expect(first.contains(" a second, ") && first.hasSuffix(" s left"))
    let last = try #require(lines.last)
    #expect(last.hasPrefix("PPO on CartPole-v1, 5 of 5 seeds done: 2000 of 2000 steps, "))
    #expect(last.hasSuffix(" a second"))
    #expect(experiment == ppo.experiment(on: .cartPole, steps: 400, seeds: 5))
  }

  @Test func `of many seeds only the first and the last line are sure to come`() {
    var lines: [String] = []
    let progress = TrainingProgress(steps: 400, seeds: 3, every: .seconds(3600)) {
      lines.append($0)
    }
    _ = ppo.experiment(on: .cartPole, steps: 400, seeds: 3, threadCount: 1) { progress.report($0) }
    #expect(lines.map { $0.contains(" 3 of 3 seeds done") } == [false, true])
  }

  @Test func `no seeds are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TrainingProgress(steps: 1, seeds: 0)
      }, says: "TrainingProgress: 0 seeds, but there is at least 1")
  }

  @Test func `nothing is printed where standard error is no terminal`() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      let progress = TrainingProgress(steps: 400)
      Training(A2C.rlZoo, on: .cartPole, steps: 80, seed: 1).finish { progress.report($0) }
    }
    let text = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(text?.contains(" steps") == false)
  }

  @Test func `who watches is told of trainings that nobody reports on`() async {
    // In a process of its own: all others would be told of too.
    await #expect(processExitsWith: .success) {
      nonisolated(unsafe) var lines: [String] = []
      TrainingProgress.watcher = { lines.append($0) }
      let run = PPO.cleanRL.train(on: .cartPole, steps: 1_024, seed: 1)
      precondition(lines.first?.hasPrefix("PPO on CartPole-v1, seed 1: 512 of 1024 steps") == true)
      precondition(lines.last == "")
      lines = []
      let experiment = PPO.cleanRL.experiment(on: .cartPole, steps: 1_024, seeds: 2)
      precondition(lines.first?.hasPrefix("PPO on CartPole-v1, 0 of 2 seeds done: ") == true)
      precondition(lines.last == "" && experiment.runs[1] == run)
      // Many at the same time are not told of; nor is what somebody reports on.
      lines = []
      let counts = ParallelLoop.map(2) { seed in
        PPO.cleanRL.train(on: .cartPole, steps: 512, seed: UInt64(seed)).stepCount
      }
      var reports = 0
      _ = PPO.cleanRL.experiment(on: .cartPole, steps: 512, seeds: 2) { _ in reports += 1 }
      precondition(lines.allSatisfy(\.isEmpty) && counts == [512, 512] && reports == 2)
      TrainingProgress.watcher = nil
      precondition(PPO.cleanRL.train(on: .cartPole, steps: 1_024, seed: 1) == run)
    }
  }
}
