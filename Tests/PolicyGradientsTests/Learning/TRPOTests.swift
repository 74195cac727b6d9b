import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct TRPOTests {
  private func policy<Action>(_ training: Training<Action>) -> ArraySlice<Float> {
    training.run.parameters.prefix(training.learner.policyParameterCount)
  }

  /// L(θ) − L(θ_old) and KL(π_old‖π_θ) of the policy now, over the rollout it came from.
  private func measured(_ learner: Learner) -> (improvement: Double, divergence: Double) {
    learner.gatherRollout()
    let divergence = learner.meanDivergence()
    let batch = learner.minibatch
    return (
      batch.mean { (batch.ratios.start[$0] - 1) * batch.advantages.start[$0] }, divergence
    )
  }

  @Test func `each step holds to the region and the surrogate`() throws {
    let training = Training(TRPO.rlZoo, on: .cartPole, steps: 8_192, seed: 1)
    var acceptedCount = 0
    repeat {
      let before = policy(training)
      _ = training.advance()
      let record = try #require(training.run.updates.last)
      let search = try #require(record.lineSearch)
      let direction = try #require(record.naturalGradient)
      #expect(direction.iterationCount >= 1)
      #expect((direction.predictedDivergence - 0.01).magnitude < 1e-9)
      #expect(direction.predictedImprovement > 0)
      guard search.acceptedTry != nil, let last = search.tries.last else {
        let stays = policy(training) == before
        #expect(stays)
        continue
      }
      acceptedCount += 1
      let (improvement, divergence) = measured(training.learner)
      #expect(divergence == last.measurement.divergence)
      #expect(divergence == record.klDivergence)
      #expect(divergence > 0 && divergence <= 0.01)
      #expect(improvement == last.measurement.improvement)
      #expect(improvement > 0)
      let moves = policy(training) != before
      #expect(moves)
    } while training.run.ending == .running
    #expect(training.run.updates.count == 8)
    #expect(acceptedCount >= 6)
  }

  @Test func `on Pendulum too`() throws {
    let training = Training(TRPO.rlZooPendulum, on: .pendulum, steps: 8_192, seed: 1)
    training.finish()
    for record in training.run.updates {
      let search = try #require(record.lineSearch)
      #expect(search.acceptedTry != nil)
      #expect(record.klDivergence > 0.001 && record.klDivergence <= 0.01)
    }
    let (improvement, divergence) = measured(training.learner)
    #expect(divergence == training.run.updates.last?.klDivergence)
    #expect(improvement > 0)
  }

  @Test func `a step that is refused leaves the policy, not the critic`() throws {
    // Far beyond the reach of the Taylor expansion.
    var bold = TRPO.rlZooPendulum
    bold.step.divergenceLimit = 3
    bold.step.tryLimit = 1
    bold.continuousActions.noise = .independent
    let training = Training(bold, on: .pendulum, steps: 2_048, seed: 1)
    let (policyBefore, before) = (policy(training), training.run.parameters)
    training.finish()
    let record = training.run.updates[0]
    let search = try #require(record.lineSearch)
    #expect(search.acceptedTry == nil)
    #expect(search.tries.map(\.outcome) == [.tooFar])
    #expect(search.refusedByDivergence == 1)
    #expect(search.refusedBySurrogate == 0)
    #expect(record.gradientStepCount == 0)
    #expect(record.klDivergence == 0)
    let (stays, learns) = (policy(training) == policyBefore, training.run.parameters != before)
    #expect(stays && learns)
    // Negative control: the same step, unchecked, leaves the region.
    let unchecked = NaturalPolicyGradient(
      bold.collection,
      step: NaturalGradientStep(length: .divergence(3), solver: bold.step.solver),
      critic: bold.critic)
    let run = unchecked.train(on: .pendulum, steps: 2_048, seed: 1)
    #expect(run.updates[0].klDivergence == search.tries[0].measurement.divergence)
    #expect(run.updates[0].klDivergence > 3)
    #expect(run.updates[0].lineSearch == nil)
    #expect(run.updates[0].naturalGradient == record.naturalGradient)
  }

  @Test func `natural policy gradient of a learning rate`() {
    // θ ← θ + α x, so a step twice as long along the same direction.
    func policyChange(_ rate: Double) -> Vector {
      var algorithm = NaturalPolicyGradient.spinningUp
      algorithm.collection.length = .steps(256)
      algorithm.step.length = .learningRate(rate)
      let training = Training(algorithm, on: .cartPole, steps: 256, seed: 3)
      let before = policy(training)
      training.finish()
      return Vector(zip(policy(training), before).map { Double($0 - $1) })
    }
    let (once, twice) = (policyChange(0.05), policyChange(0.1))
    #expect(once.norm > 1e-3)
    #expect((twice - 2 * once).norm < 1e-4 * twice.norm)
  }

  @Test func `learns CartPole`() {
    // A random policy lasts for about 22 steps.
    func returns(_ algorithm: TRPO) -> [Double] {
      ParallelLoop.map(4) { index in
        algorithm.train(on: .cartPole, steps: 16_384, seed: UInt64(index + 1))
          .meanReturn(ofLast: 20) ?? .nan
      }
    }
    #expect(returns(.rlZoo).allSatisfy { $0 > 100 })
    // Negative control: a region too small to move in.
    var frozen = TRPO.rlZoo
    frozen.step.divergenceLimit = 1e-9
    #expect(returns(frozen).allSatisfy { $0 < 30 })
  }

  @Test func `what cannot be`() {
    var algorithm = TRPO.rlZoo
    #expect(algorithm.complaint == nil)
    algorithm.network.sharesTrunk = true
    #expect(algorithm.complaint == "the critic shares its trunk, but has to learn by itself")
    algorithm = .rlZoo
    algorithm.critic.minibatchSize = 0
    #expect(algorithm.complaint == "the critic's minibatch size 0 is below 1")
    algorithm = .rlZoo
    algorithm.critic.epochCount = 0
    #expect(algorithm.complaint == "the critic's epoch count 0 is below 1")
    algorithm = .rlZoo
    algorithm.critic.learningRate = .constant(0)
    #expect(algorithm.complaint == "the critic's learning rate is 0")
    algorithm.collection.discount = 1.5
    #expect(algorithm.complaint == "the discount 1.5 is outside 0...1")
  }
}
