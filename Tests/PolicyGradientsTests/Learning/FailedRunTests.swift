import Testing

@testable import PolicyGradients

/// Counts its steps, shows hundredths of them, and now and then gives a number that is not finite, or
/// one number more.
private struct Fragile: Environment {
  enum Fault { case reward, observation, count, start }
  var fault = Fault.reward
  /// How probable it is in a step, or in a reset.
  var rate = 0.0
  /// In which step of an episode it is certain.
  var place = 0
  let actionSpace = DiscreteActions(count: 2)
  var length = 0
  var isBroken = false

  mutating func reset(using generator: inout RandomStream) {
    length = 0
    isBroken = fault == .start && generator.bernoulli(rate)
  }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    length += 1
    let isOver = length == place || fault != .start && generator.bernoulli(rate)
    isBroken = (fault == .observation || fault == .count) && isOver
    return .running(reward: fault == .reward && isOver ? -.nan : Double(action))
  }

  var observation: Vector {
    if !isBroken { return [Double(length) / 64] }
    return fault == .count ? [0, 0] : [.infinity]
  }

  static func environment(
    _ fault: Fault, rate: Double = 0, place: Int = 0
  ) -> LearningEnvironment<Int> {
    LearningEnvironment("Fragile") { count, seed in
      Fragile(fault: fault, rate: rate, place: place)
        .batch(count: count, seed: seed, timeLimit: 10)
    }
  }
}

/// Shows its steps and, from the second on, infinity.
private struct Pair: Environment {
  let actionSpace = DiscreteActions(count: 1)
  var length = 0

  mutating func reset(using generator: inout RandomStream) { length = 0 }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    length += 1
    return .running(reward: 0)
  }

  var observation: Vector { [Double(length), length < 2 ? 7 : .infinity] }
}

@Suite struct FailedRunTests {
  /// Eight environments, eight steps each an update.
  private static var algorithm: A2C {
    var result = A2C.rlZoo
    result.collection.length = .steps(8)
    return result
  }

  private let algorithm = Self.algorithm

  private func failure(_ run: TrainingRun) -> (stepCount: Int, cause: String)? {
    if case .failed(let stepCount, let cause) = run.ending { return (stepCount, cause) }
    return nil
  }

  @Test(arguments: [1, 2])
  func `a number that is not finite ends the run of its seed alone`(threadCount: Int) throws {
    for (environment, words) in [
      (Fragile.environment(.reward, rate: 1e-3), "Fragile.step: the reward of environment "),
      (Fragile.environment(.observation, rate: 1e-3), "Fragile: the observation [inf] of"),
      (Fragile.environment(.count, rate: 1e-3), " has 2 numbers, the first one had 1, after "),
      (Fragile.environment(.start, rate: 1e-2), ", at the start of an episode; look there"),
    ] {
      let experiment = algorithm.experiment(
        on: environment, steps: 500, seeds: 8, threadCount: threadCount)
      let seeds = Set(experiment.failures.map(\.seed))
      #expect(!seeds.isEmpty && seeds.count < 8)
      for run in experiment.runs {
        guard seeds.contains(run.seed) else {
          #expect(run.ending == .finished && run.stepCount >= 500)
          continue
        }
        let (stepCount, cause) = try #require(failure(run))
        #expect(cause.contains(words) && (run.stepCount..<500).contains(stepCount))
        // The log and the parameters are those of the last update.
        #expect(run.episodes.allSatisfy { $0.stepCount <= run.stepCount })
        #expect(run.updates.count * 64 == run.stepCount)
        let again = Training(algorithm, on: environment, steps: 500, seed: run.seed)
        while again.run.updates.count < run.updates.count { again.advance() }
        #expect(again.run.parameters == run.parameters && again.run.episodes == run.episodes)
        #expect(run.policy(on: environment).stepCount == run.stepCount)
      }
    }
    // Negative control.
    let sound = algorithm.experiment(
      on: Fragile.environment(.reward), steps: 500, seeds: 2, threadCount: threadCount)
    #expect(sound.failures.isEmpty)
  }

  @Test func `the cause names place, action and observation`() throws {
    // The fourth step of every environment is the second rollout's first.
    var algorithm = algorithm
    algorithm.collection.length = .steps(3)
    let finite =
      "; look there for a division by 0, for a logarithm or a root of what is negative, or for a "
      + "number that grows without limit"
    for (fault, words, remedy) in [
      (Fragile.Fault.reward, "Fragile.step: the reward of environment 0 is nan", finite),
      (.observation, "Fragile: the observation [inf] of environment 0 is not finite", finite),
      (
        .count, "Fragile: the observation of environment 0 has 2 numbers, the first one had 1",
        "; show as many numbers in every state, 0 where there is nothing to tell"
      ),
    ] {
      let training = Training(
        algorithm, on: Fragile.environment(fault, place: 4), steps: 500, seed: 3)
      training.finish()
      let (stepCount, cause) = try #require(failure(training.run))
      #expect(stepCount == 24 && training.run.updates.count == 1)
      let action = cause.contains("the action 1") ? 1 : 0
      #expect(
        cause == words
          + ", after the action \(action) at the observation [0.046875], in step 4 of its "
          + "episode" + remedy)
      #expect("\(training.run.ending)" == "failed after 24 steps: " + cause)
      // It stays over, saved and resumed too.
      #expect(!training.advance() && !training.learn() && training.run.updates.count == 1)
      let resumed = try Training(
        resuming: try training.checkpoint(), algorithm,
        on: Fragile.environment(fault, place: 4), steps: 500, seed: 3)
      #expect(resumed.run == training.run && !resumed.advance())
    }
  }

  @Test func `what was shown before a number that is not finite stays, all of it`() {
    EnvironmentFault.$isKept.withValue(true) {
      var pairs = Pair().batch(count: 2, seed: 1, timeLimit: 4)
      pairs.step([0, 0])
      #expect(pairs.ledger.memory.fault == nil)
      pairs.step([0, 0])
      #expect(pairs.observations[0] == [1, 7] && pairs.observations[1] == [1, 7])
      // The first is kept.
      #expect(pairs.ledger.memory.fault?.contains("of environment 0 is not finite") == true)
    }
  }

  @Test func `an evaluation ends the run too`() throws {
    let training = Training(
      algorithm, on: Fragile.environment(.reward, rate: 2e-3), steps: 5_000, seed: 2,
      evaluation: EvaluationSettings(every: 64, episodeCount: 100))
    training.finish()
    let (stepCount, cause) = try #require(failure(training.run))
    #expect(cause.hasPrefix("in an evaluation, Fragile.step: the reward of environment "))
    #expect(stepCount == training.run.stepCount && training.run.evaluations.isEmpty)
  }

  @Test func `train and evaluate trap`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Self.algorithm.train(on: Fragile.environment(.reward, place: 9), steps: 500, seed: 3)
      },
      says: "A2C on Fragile, seed 3: the run failed after 64 steps: Fragile.step: the reward of "
        + "environment 0 is nan, after the action ", " at the observation [0.125], in step 9 of its"
    )
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let sound = Fragile.environment(.reward)
        let policy = A2C.rlZoo.train(on: sound, steps: 64, seed: 3).policy(on: sound)
        _ = policy.evaluate(
          episodeCount: 40, seed: 1, in: Fragile.environment(.observation, place: 2))
      },
      says: "TrainedPolicy on Fragile: Fragile: the observation [inf] of environment 0 is not")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var fragile = Fragile(place: 1).batch(count: 2, seed: 1)
        fragile.step([1, 0])
      },
      says: "Fragile.step: the reward of environment 0 is nan, after the action 1 at the "
        + "observation [0], in step 1 of its episode; look there for")
  }
}
