import Testing

@testable import PolicyGradients

@Suite struct TrainingRunTests {
  /// A run as few numbers: how many episodes ended, the last return, and a digest of all bits of
  /// parameters and returns.
  private struct Golden: Equatable, CustomStringConvertible {
    var episodeCount: Int
    var lastReturn: Double
    var digest: UInt64

    var description: String {
      "Golden(episodeCount: \(episodeCount), lastReturn: \(lastReturn), "
        + "digest: 0x\(String(digest, radix: 16)))"
    }

    init(episodeCount: Int, lastReturn: Double, digest: UInt64) {
      self.episodeCount = episodeCount
      self.lastReturn = lastReturn
      self.digest = digest
    }

    init(_ run: TrainingRun) {
      episodeCount = run.episodes.count
      lastReturn = run.episodes.last?.undiscountedReturn ?? .nan
      // FNV-1a, byte by byte.
      var digest: UInt64 = 0xcbf2_9ce4_8422_2325
      func add(_ bits: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
          digest = (digest ^ (bits >> UInt64(shift) & 0xff)) &* 0x100_0000_01b3
        }
      }
      for parameter in run.parameters { add(UInt64(parameter.bitPattern)) }
      for episode in run.episodes { add(episode.undiscountedReturn.bitPattern) }
      for update in run.updates { add(update.surrogate.bitPattern) }
      self.digest = digest
    }
  }

  private static var reinforce: REINFORCE {
    REINFORCE(
      episodeCount: 8, discount: 0.99, learningRate: .constant(1e-2), baseline: .leaveOneOut)
  }

  // The same in debug and release, and with every width of vectors.
  @Test func `runs are the same bits everywhere`() {
    #expect(
      Golden(PPO.rlZoo.train(on: .cartPole, steps: 2_048, seed: 1))
        == Golden(
          episodeCount: 62, lastReturn: 69.0, digest: 0xe750_df7b_ad7b_485b))
    #expect(
      Golden(PPO.cleanRL.train(on: .cartPole, steps: 2_048, seed: 1))
        == Golden(
          episodeCount: 82, lastReturn: 12.0, digest: 0x9866_e4b7_c15e_4cc1))
    #expect(
      Golden(A2C.rlZoo.train(on: .cartPole, steps: 2_000, seed: 1))
        == Golden(
          episodeCount: 82, lastReturn: 15.0, digest: 0x5db0_30de_2121_a2dc))
    #expect(
      Golden(Self.reinforce.train(on: .cartPole, steps: 2_000, seed: 1))
        == Golden(
          episodeCount: 56, lastReturn: 88.0, digest: 0x8cc5_2fa5_8651_4dc8))
    var independent = PPO.rlZooPendulum
    independent.continuousActions.noise = .independent
    #expect(
      Golden(independent.train(on: .pendulum, steps: 4_096, seed: 1))
        == Golden(
          episodeCount: 20, lastReturn: -988.2834999864508, digest: 0xa787_d6f6_f26a_72a7))
    #expect(
      Golden(PPO.rlZooPendulum.train(on: .pendulum, steps: 4_096, seed: 1))
        == Golden(
          episodeCount: 20, lastReturn: -1023.2406161433485, digest: 0xa3b6_98f1_e4ac_dd20))
    #expect(
      Golden(A2C.rlZooPendulum.train(on: .pendulum, steps: 2_000, seed: 1))
        == Golden(
          episodeCount: 8, lastReturn: -1034.8138871946453, digest: 0xac18_a8be_603f_c90e))
  }

  @Test(arguments: [0, 1, 2])
  func `a seed decides a run`(which: Int) {
    let algorithms: [any LearningAlgorithm] = [PPO.rlZoo, A2C.rlZoo, Self.reinforce]
    let evaluation = EvaluationSettings(every: 500, episodeCount: 3)
    func run(_ seed: UInt64) -> TrainingRun {
      algorithms[which].train(on: .cartPole, steps: 1_000, seed: seed, evaluation: evaluation)
    }
    let first = run(4)
    #expect(first == run(4))
    #expect(first.stepCount >= 1_000 && first.ending == .finished)
    #expect(first.evaluations.count >= 1 && !first.episodes.isEmpty)
    // Negative control: another seed is another run.
    #expect(first.parameters != run(5).parameters)
  }

  @Test func `evaluations do not change what is learned`() {
    let plain = A2C.rlZoo.train(on: .cartPole, steps: 1_000, seed: 1)
    let evaluated = A2C.rlZoo.train(
      on: .cartPole, steps: 1_000, seed: 1,
      evaluation: EvaluationSettings(every: 200, episodeCount: 4))
    #expect(plain.parameters == evaluated.parameters && plain.episodes == evaluated.episodes)
    #expect(evaluated.evaluations.map(\.stepCount) == [200, 400, 600, 800, 1_000])
    #expect(evaluated.evaluations[0].greedyReturns.count == 4)
    #expect(evaluated.evaluations[0].stochasticReturns.allSatisfy { $0 >= 1 && $0 <= 500 })
  }

  @Test func `a run ends at its target`() {
    let run = PPO.rlZoo.train(
      on: .cartPole, steps: 100_000, seed: 1,
      evaluation: EvaluationSettings(every: 512, episodeCount: 3, target: 60))
    #expect(run.ending == .reachedTarget && run.stepCount < 20_000)
    #expect(run.stepsToReach(60) == run.stepCount)
    #expect(run.evaluations.dropLast().allSatisfy { $0.greedyMean < 60 })
  }

  @Test func `a run can be taken update by update`() {
    let training = Training(A2C.rlZoo, on: .cartPole, steps: 400, seed: 7)
    var count = 0
    repeat { count += 1 } while training.advance()
    #expect(count == 10 && training.run.updates.map(\.stepCount) == (0..<10).map { 40 * $0 })
    #expect(training.run == A2C.rlZoo.train(on: .cartPole, steps: 400, seed: 7))
    #expect(!training.advance() && training.run.updates.count == 10)
  }

  @Test func `schedules follow the progress`() {
    // As Stable-Baselines3 has it, whose last update has progress 1.
    var ppo = PPO.rlZoo
    let run = ppo.train(on: .cartPole, steps: 1_024, seed: 1)
    #expect(run.updates.map(\.learningRate) == [0.75e-3, 0.5e-3, 0.25e-3, 0])
    // As CleanRL has it, whose first update has progress 0.
    ppo.collection.schedulesCountRollout = false
    let other = ppo.train(on: .cartPole, steps: 1_024, seed: 1)
    #expect(other.updates.map(\.learningRate) == [1e-3, 0.75e-3, 0.5e-3, 0.25e-3])
  }
}
