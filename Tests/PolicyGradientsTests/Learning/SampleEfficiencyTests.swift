import PolicyGradients
import Testing
import VectorMath

/// Whether algorithms learn as fast as the programs whose settings they have.
@Suite struct SampleEfficiencyTests {
  /// How many of 20 seeds reach a mean return of 475 in greedy evaluations, within twice the median
  /// of Stable-Baselines3's (16,384, 10,240 and 14,336 steps of three seeds).
  private func hitCount(_ algorithm: PPO) -> Int {
    let hits = ParallelLoop.map(20) { index in
      // The whole run's length, which schedules refer to; it ends at the limit or the target.
      let training = Training(
        algorithm, on: .cartPole, steps: 100_000, seed: UInt64(index + 1),
        evaluation: EvaluationSettings(every: 2_048, target: 475))
      while training.run.stepCount < 28_672 && training.advance() {}
      return training.run.ending == .reachedTarget
    }
    return hits.reduce(0) { $1 ? $0 + 1 : $0 }
  }

  @Test func `PPO solves CartPole for 18 of 20 seeds`() {
    #expect(hitCount(.rlZoo) >= 18)
    // Negative control: one epoch where there should be twenty.
    var idle = PPO.rlZoo
    idle.epochCount = 1
    #expect(hitCount(idle) < 18)
  }
}
