import Testing

@testable import PolicyGradients

/// Shows hundredths of the steps of its episode.
private struct Clock<Actions: ActionSpace>: Environment {
  let actionSpace: Actions
  var length = 0

  mutating func reset(using generator: inout RandomStream) { length = 0 }

  mutating func step(
    _ action: Actions.Action, using generator: inout RandomStream
  ) -> StepOutcome {
    length += 1
    return .running(reward: length % 2 == 0 ? 1 : 0)
  }

  var observation: Vector { [Double(length) / 64] }
}

/// Goes right with probability 1 / (1 + e^(−θ)), of which log π is wrong where it is told to be.
private struct Coin: DifferentiablePolicy {
  /// Beyond which observation and which |θ|.
  var limit = Double.infinity
  var parameterLimit = Double.infinity
  var wrong = Double.nan
  var scoreLimit = Double.infinity
  let parameterCount = 1

  func right(_ parameters: Vector) -> Double { 1 / (1 + Double.exp(-parameters[0])) }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    generator.bernoulli(right(parameters)) ? 1 : 0
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    if observation[0] > limit || parameters[0].magnitude > parameterLimit { return wrong }
    return Double.log(action == 1 ? right(parameters) : 1 - right(parameters))
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    observation[0] > scoreLimit ? [wrong] : [Double(action) - right(parameters)]
  }
}

/// A normal action around θ, drawn or measured wrongly beyond an observation.
private struct Bell: DifferentiablePolicy {
  var drawLimit = Double.infinity
  var densityLimit = Double.infinity
  let parameterCount = 1

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Double {
    let action = generator.normal(mean: parameters[0], deviation: 1)
    return observation[0] > drawLimit ? .nan : action
  }

  func logProbability(of action: Double, at observation: Vector, parameters: Vector) -> Double {
    if observation[0] > densityLimit { return .infinity }
    let distance = action - parameters[0]
    return -distance * distance / 2 - 0.9189385332046727
  }

  func score(of action: Double, at observation: Vector, parameters: Vector) -> Vector {
    [action - parameters[0]]
  }

  func mode(at observation: Vector, parameters: Vector) -> Double? { parameters[0] }
}

@Suite struct PolicyComplaintTests {
  private var numbered: LearningEnvironment<Int> {
    LearningEnvironment("Clock") { count, seed in
      Clock(actionSpace: DiscreteActions(count: 2)).batch(count: count, seed: seed, timeLimit: 60)
    }
  }

  private var continuous: LearningEnvironment<Double> {
    LearningEnvironment("Clock") { count, seed in
      Clock(actionSpace: ContinuousActions(-1...1)).batch(count: count, seed: seed, timeLimit: 60)
    }
  }

  private let algorithm = PPO.rlZoo

  private func ended(
    _ environment: LearningEnvironment<some Sendable>, _ algorithm: any LearningAlgorithm
  ) -> TrainingRun {
    Training(algorithm, on: environment, steps: 20_000, seed: 1).finish()
  }

  private let remedy =
    "; if these parameters are large, lower the learning rate, otherwise mend the policy there"

  @Test func `a log probability that is not finite in a rollout is named`() {
    // The start looks at observations up to 28/64, and the first 32 steps are a rollout.
    for (wrong, words) in [
      (Double.nan, "nan for action 0"), (.infinity, "inf for action 0"),
      (-.infinity, "-inf for the drawn action "),
    ] {
      let run = ended(numbered.learned(by: Coin(limit: 0.6, wrong: wrong)), algorithm)
      guard case .diverged(let update, let stepCount, let cause) = run.ending else {
        Issue.record("\(run.ending)")
        continue
      }
      #expect(update == 1 && stepCount == 256 && run.updates.count == 1)
      #expect(cause.hasPrefix("Coin.logProbability: \(words)"))
      let place = " at observation [0.60938] and parameters \(Vector([Double(run.parameters[0])]))"
      #expect(cause.contains(place))
      #expect(cause.hasSuffix(remedy))
    }
    // Negative control.
    #expect(ended(numbered.learned(by: Coin()), algorithm).ending == .finished)
  }

  @Test func `a log probability that is not finite in an update is named`() {
    var algorithm = algorithm
    algorithm.learningRate = .constant(0.5)
    let run = ended(numbered.learned(by: Coin(parameterLimit: 0.45)), algorithm)
    guard case .diverged(let update, _, let cause) = run.ending else {
      Issue.record("\(run.ending)")
      return
    }
    #expect(cause.hasPrefix("Coin.logProbability: nan for action 0 at observation "))
    // The update is in the log, and its parameters are not.
    #expect(run.updates.count == update + 1 && run.parameters[0].magnitude <= 0.45)
  }

  @Test func `a score that is not finite is named`() {
    let run = ended(numbered.learned(by: Coin(scoreLimit: 0.6)), algorithm)
    guard case .diverged(1, 256, let cause) = run.ending else {
      Issue.record("\(run.ending)")
      return
    }
    #expect(cause.hasPrefix("Coin.score: nan for action "))
    #expect(cause.contains(" at observation [0.") && cause.hasSuffix(remedy))
  }

  @Test func `continuous actions are named too`() {
    for (bell, words) in [
      (Bell(drawLimit: 0.6), "Bell.sample: action nan at observation [0.60938] and parameters ["),
      (Bell(densityLimit: 0.6), "Bell.logProbability: inf for action "),
    ] {
      let run = ended(continuous.learned(by: bell), algorithm)
      guard case .diverged(1, 256, let cause) = run.ending else {
        Issue.record("\(run.ending)")
        continue
      }
      #expect(cause.hasPrefix(words) && cause.hasSuffix(remedy))
    }
    #expect(ended(continuous.learned(by: Bell()), algorithm).ending == .finished)
  }

  @Test func `an evaluation of such a policy ends the run`() async {
    var algorithm = algorithm
    algorithm.collection.length = .steps(16)
    algorithm.minibatchSize = 128
    // Rollouts of 16 steps do not get there before an evaluation does.
    let training = Training(
      algorithm, on: continuous.learned(by: Bell(drawLimit: 0.6)), steps: 20_000, seed: 1,
      evaluation: EvaluationSettings(every: 128, episodeCount: 2))
    let ending = training.finish().ending
    guard case .diverged(0, 128, let cause) = ending else {
      Issue.record("\(ending)")
      return
    }
    #expect(cause.hasPrefix("in an evaluation, Bell.sample: action nan at observation "))
  }
}
