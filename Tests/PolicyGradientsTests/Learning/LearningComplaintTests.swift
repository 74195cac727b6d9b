import Testing

@testable import PolicyGradients

@Suite struct LearningComplaintTests {
  private func complaint(_ change: (inout PPO) -> Void) -> String? {
    var algorithm = PPO.rlZoo
    change(&algorithm)
    return algorithm.complaint
  }

  @Test func `presets have nothing wrong`() {
    let presets: [any LearningAlgorithm] = [
      PPO.rlZoo, PPO.rlZooAcrobot, PPO.rlZooMountainCar, PPO.rlZooPendulum, PPO.stableBaselines3,
      PPO.cleanRL, PPO.spinningUp, PPO.lectureNotes, PPO.lectureSlides, A2C.rlZoo,
      A2C.rlZooPendulum, TRPO.lectureSlides,
    ]
    for preset in presets { #expect(preset.complaint == nil) }
  }

  @Test func `PPO names what is wrong`() {
    #expect(complaint { $0.surrogate = .clipped(.constant(0)) } == "the clip range is 0")
    #expect(
      complaint { $0.surrogate = .clipped(.constant(-0.1)) }
        == "the clip range -0.1 is not a number from 0 on")
    #expect(
      complaint { $0.surrogate = .clipped(.constant(.nan)) }
        == "the clip range nan is not a number from 0 on")
    #expect(complaint { $0.learningRate = .constant(0) } == "the learning rate is 0")
    #expect(
      complaint { $0.learningRate = .constant(.nan) }
        == "the learning rate nan is not a number from 0 on")
    #expect(
      complaint { $0.learningRate = .linear(from: 1e-3, to: .infinity) }
        == "the learning rate inf is not a number from 0 on")
    #expect(
      complaint { $0.criticLearningRate = .constant(0) } == "the critic's learning rate is 0")
    #expect(
      complaint {
        $0.criticLearningRate = .constant(1)
        $0.network.sharesTrunk = true
      } == "a critic that shares its trunk has no learning rate of its own")
    #expect(complaint { $0.minibatchSize = 0 } == "the minibatch size 0 is below 1")
    #expect(
      complaint { $0.minibatchSize = 257 }
        == "the minibatch size 257 is larger than a rollout of 8 × 32 steps")
    #expect(complaint { $0.minibatchSize = 255 } == nil)
    #expect(complaint { $0.epochCount = 0 } == "the epoch count 0 is below 1")
    #expect(complaint { $0.criticEpochCount = -1 } == "the critic's epoch count -1 is below 1")
    #expect(
      complaint { $0.maximumGradientNorm = 0 } == "the maximum gradient norm 0.0 is not positive")
    #expect(
      complaint { $0.targetDivergence = .nan } == "the target divergence nan is not positive")
    #expect(
      complaint { $0.targetDivergenceFactor = 0 }
        == "the factor 0.0 of the target divergence is not positive")
    #expect(complaint { $0.targetDivergenceFactor = .infinity } != nil)
    #expect(complaint { $0.valueClipRange = 0 } == "the value clip range 0.0 is not positive")
    #expect(
      complaint { $0.surrogate = .penalized(targetDivergence: 0, initialCoefficient: 1) }
        == "the target divergence 0.0 is not positive")
    #expect(
      complaint { $0.surrogate = .penalized(targetDivergence: 1, initialCoefficient: -2) }
        == "the penalty coefficient -2.0 is not positive")
    #expect(
      complaint { $0.entropyCoefficient = .nan }
        == "the entropy coefficient nan is not finite")
    #expect(
      complaint { $0.valueCoefficient = -1 }
        == "the value coefficient -1.0 is not a number from 0 on")
  }

  @Test func `collection names what is wrong`() {
    #expect(
      complaint { $0.collection.environmentCount = 0 } == "the environment count 0 is below 1")
    #expect(complaint { $0.collection.length = .steps(0) } == "a rollout of 0 steps")
    #expect(
      complaint { $0.collection.discount = 1.01 } == "the discount 1.01 is outside 0...1")
    #expect(complaint { $0.collection.discount = .nan } == "the discount nan is outside 0...1")
    #expect(complaint { $0.collection.lambda = -0.1 } == "lambda -0.1 is outside 0...1")
    #expect(
      complaint { $0.collection.observationLimit = 0 }
        == "the observation limit 0.0 is not above 0")
    #expect(
      complaint { $0.collection.rewardLimit = .nan } == "the reward limit nan is not above 0")
    #expect(complaint { $0.collection.lambda = 1 } == nil)
  }

  @Test func `environments that normalise by themselves are refused`() async {
    let words = "set collection.normalizesObservations instead"
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let environment = LearningEnvironment<Int>("Shown") {
          CartPole(count: $0, seed: $1).normalized()
        }
        _ = Training(A2C.rlZoo, on: environment, steps: 1, seed: 1)
      }, says: words)
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let environment = LearningEnvironment<Int>("Shown") {
          CartPole(count: $0, seed: $1).normalized().recorded()
        }
        _ = Training(A2C.rlZoo, on: environment, steps: 1, seed: 1)
      }, says: words)
    // Negative control: what is only recorded is taken.
    let recorded = LearningEnvironment<Int>("Shown") { CartPole(count: $0, seed: $1).recorded() }
    #expect(Training(A2C.rlZoo, on: recorded, steps: 40, seed: 1).finish().ending == .finished)
  }

  @Test func `a rollout too large for memory is refused`() async {
    let words = "each at least 10 numbers, has more than 50000000"
    #expect(
      complaint { $0.collection.environmentCount = 1_000_000_000 }
        == "a rollout of 1000000000 × 32 steps, \(words)")
    #expect(
      complaint { $0.collection.length = .steps(.max) }
        == "a rollout of 8 × \(Int.max) steps, \(words)")
    #expect(
      REINFORCE(episodeCount: 1_000_000_000, discount: 1, learningRate: .constant(1)).complaint
        == "a rollout of 1000000000 × 1 steps, \(words)")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let algorithm = REINFORCE(episodeCount: 2, discount: 1, learningRate: .constant(1))
        _ = Training(algorithm, on: faulty(timeLimit: 10_000_000), steps: 1, seed: 1)
      }, says: "Faulty: a rollout of 2 × 10000000 steps, each at least 10 numbers, has more")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = EvaluationSettings(every: 1, episodeCount: 5_000_001)
      }, says: "EvaluationSettings: the episode count 5000001 is above 5000000")
    // Negative control: what just fits is taken.
    #expect(complaint { $0.collection.length = .steps(625_000) } == nil)
    #expect(complaint { $0.collection.length = .steps(625_001) } != nil)
    #expect(EvaluationSettings(every: 1, episodeCount: 5_000_000).complaint == nil)
  }

  @Test func `A2C and REINFORCE name what is wrong`() {
    var actorCritic = A2C.rlZoo
    actorCritic.learningRate = .constant(0)
    #expect(actorCritic.complaint == "the learning rate is 0")
    actorCritic = A2C.rlZoo
    actorCritic.valueCoefficient = .infinity
    #expect(
      actorCritic.complaint == "the value coefficient inf is not a number from 0 on")
    var alone = REINFORCE(
      episodeCount: 1, discount: 1, learningRate: .constant(1), baseline: .leaveOneOut)
    #expect(alone.complaint == "leaving one out of one episode leaves none")
    alone.baseline = .constant(.nan)
    #expect(alone.complaint == "the baseline nan is not finite")
    alone.baseline = .constant(2)
    #expect(alone.complaint == nil)
    alone.normalizesAdvantages = true
    #expect(alone.complaint == "the baseline 2.0 has no effect: advantages are normalised")
    var cut = REINFORCE(episodeCount: 1, discount: 1, learningRate: .constant(1))
    #expect(cut.complaint == nil)
    cut.collection.truncation = .bootstrap
    #expect(cut.complaint == "without a critic there is no value to follow a cut")
    cut = REINFORCE(episodeCount: 1, discount: 1, learningRate: .constant(1))
    cut.collection.length = .steps(4)
    #expect(cut.complaint == "rollouts are not whole episodes")
    cut = REINFORCE(episodeCount: 1, discount: 1, learningRate: .constant(1))
    cut.entropyCoefficient = -.infinity
    #expect(cut.complaint == "the entropy coefficient -inf is not finite")
    cut = REINFORCE(
      episodeCount: 1, discount: 1, learningRate: .constant(1), baseline: .critic)
    cut.valueCoefficient = -1
    #expect(cut.complaint == "the value coefficient -1.0 is not a number from 0 on")
    cut.valueCoefficient = 0
    #expect(cut.complaint == nil)
  }

  @Test func `REINFORCE refuses what would have no effect`() {
    func complaint(
      _ baseline: REINFORCE.Baseline, _ change: (inout REINFORCE) -> Void
    ) -> String? {
      var algorithm = REINFORCE(
        episodeCount: 2, discount: 1, learningRate: .constant(1), baseline: baseline)
      change(&algorithm)
      return algorithm.complaint
    }
    for baseline in [REINFORCE.Baseline.none, .mean, .leaveOneOut, .critic] {
      #expect(
        complaint(baseline) { $0.collection.lambda = 0.95 }
          == "lambda 0.95 has no effect: returns are followed to the end")
      #expect(
        complaint(baseline) { $0.collection.criticTarget = .returnToGo }
          == "the critic's target returnToGo has no effect: it is the return")
      // Negative control.
      #expect(complaint(baseline) { _ in } == nil)
    }
    #expect(
      complaint(.critic) { $0.collection.truncation = .asTermination }
        == "the critic's value of what follows a cut is not used")
  }

  @Test func `what follows a cut goes with the baseline`() {
    let direct = REINFORCE(
      episodeCount: 2, discount: 1, learningRate: .constant(1), baseline: .critic)
    var changed = REINFORCE(episodeCount: 2, discount: 1, learningRate: .constant(1))
    #expect(direct.collection.truncation == .bootstrap && direct.complaint == nil)
    #expect(changed.collection.truncation == .asTermination && changed != direct)
    changed.baseline = .critic
    #expect(changed == direct)
    changed.baseline = .mean
    #expect(changed.collection.truncation == .asTermination && changed.complaint == nil)
  }
}
