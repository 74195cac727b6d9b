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
      algorithm.critic.minibatchSize = 256
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
    algorithm.critic.minibatchSize = 1025
    #expect(
      algorithm.complaint
        == "the critic's minibatch size 1025 is larger than a rollout of 2 × 512 steps")
    algorithm = .rlZoo
    algorithm.critic.epochCount = 0
    #expect(algorithm.complaint == "the critic's epoch count 0 is below 1")
    algorithm = .rlZoo
    algorithm.critic.learningRate = .constant(0)
    #expect(algorithm.complaint == "the critic's learning rate is 0")
    algorithm.collection.discount = 1.5
    #expect(algorithm.complaint == "the discount 1.5 is outside 0...1")
  }

  @Test func `a minibatch of the critic is at most a rollout`() async {
    // At the limit is legal: Spinning Up's is all of its rollout.
    var natural = NaturalPolicyGradient.spinningUp
    #expect(natural.critic.minibatchSize == 4000 && natural.complaint == nil)
    #expect(TRPO.spinningUp.critic.minibatchSize == 4000 && TRPO.spinningUp.complaint == nil)
    natural.collection.length = .steps(3999)
    let words = "the critic's minibatch size 4000 is larger than a rollout of 1 × 3999 steps"
    #expect(natural.complaint == words)
    natural.collection.environmentCount = 2
    #expect(natural.complaint == nil)
    // How many rows whole episodes have, nobody knows before.
    natural.collection.length = .episodes
    natural.collection.environmentCount = 1
    #expect(natural.complaint == nil)
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = TRPO.rlZoo
        algorithm.collection.length = .steps(64)
        _ = Training(algorithm, on: .cartPole, steps: 1, seed: 1)
      }, says: "TRPO: the critic's minibatch size 512 is larger than a rollout of 2 × 64 steps")
  }

  @Test func `a step that was changed to what cannot be`() {
    func trust(_ change: (inout TrustRegionStep) -> Void) -> String? {
      var algorithm = TRPO.rlZoo
      change(&algorithm.step)
      return algorithm.complaint
    }
    #expect(trust { $0.tryLimit = 0 } == "the try limit 0 is below 1")
    #expect(trust { $0.divergenceLimit = 0 } == "the divergence limit 0.0 is not above 0")
    for factor in [0, 1, .nan] {
      #expect(
        trust { $0.backtrackFactor = factor }
          == "the backtrack factor \(factor) is not between 0 and 1")
    }
    for number in [-1, .nan, .infinity] {
      let words = "\(number) is not a number of at least 0"
      #expect(trust { $0.solver.damping = number } == "the damping \(words)")
      #expect(
        trust { $0.solver.residualTolerance = number } == "the residual tolerance \(words)")
    }
    #expect(trust { $0.solver.iterationLimit = 0 } == "the iteration limit 0 is below 1")
    // Negative control: what is at its limit is taken.
    #expect(
      trust {
        $0.tryLimit = 1
        $0.solver = ConjugateGradient(iterationLimit: 1, damping: 0, residualTolerance: 0)
      } == nil)
    var natural = NaturalPolicyGradient.spinningUp
    #expect(natural.complaint == nil)
    natural.step.length = .learningRate(0)
    #expect(natural.complaint == "the learning rate 0.0 is not above 0")
    natural.step.length = .divergence(.nan)
    #expect(natural.complaint == "the divergence limit nan is not above 0")
    natural = .spinningUp
    natural.step.solver.iterationLimit = 0
    #expect(natural.complaint == "the iteration limit 0 is below 1")
  }

  @Test func `a step of no length is no gradient step`() {
    func record(_ solver: ConjugateGradient) -> UpdateRecord {
      var algorithm = NaturalPolicyGradient.spinningUp
      algorithm.collection.length = .steps(64)
      algorithm.critic.minibatchSize = 64
      algorithm.step.solver = solver
      return algorithm.train(on: .cartPole, steps: 64, seed: 1).updates[0]
    }
    // The residual is within the tolerance at once.
    let none = record(ConjugateGradient(residualTolerance: 1e6))
    #expect(none.gradientStepCount == 0 && none.klDivergence == 0)
    // Negative control.
    let some = record(ConjugateGradient())
    #expect(some.gradientStepCount == 1 && some.klDivergence > 0)
  }
}
