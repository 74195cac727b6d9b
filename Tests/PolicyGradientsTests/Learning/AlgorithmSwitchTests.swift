import Testing

@testable import PolicyGradients

/// A learner after its first update of 4 × 16 rows, and that update.
private struct Updated {
  let rollout: PolicyGradients.Rollout
  let minibatch: Minibatch
  let record: UpdateRecord
  let parameters: [Float]
  /// The advantages of the rollout before anything is done to them.
  let estimates: [Float]
  /// What the rollout holds after the update.
  let advantages: [Float]
  let returns: [Float]

  init(_ algorithm: any LearningAlgorithm) {
    let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 4)
    training.advance()
    rollout = training.learner.rollout
    minibatch = training.learner.minibatch
    record = training.run.updates[0]
    parameters = training.run.parameters
    advantages = rollout.advantages.numbers
    returns = rollout.returns.numbers
    let collection = algorithm.collection
    rollout.estimateAdvantages(
      discount: collection.discount, lambda: collection.lambda, target: collection.criticTarget)
    estimates = rollout.advantages.numbers
  }

  /// The advantages that the last gradient step used.
  var used: [Float] { Array(minibatch.advantages.numbers[..<minibatch.count]) }

  static let collection = CollectionSettings(
    environmentCount: 4, length: .steps(16), discount: 0.95, lambda: 0.9)
}

private func moments(_ numbers: [Float]) -> (mean: Double, deviation: Double) {
  let values = numbers.map(Double.init)
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / Double(values.count - 1)).squareRoot())
}

/// Mean 0 and deviation 1, over n − 1.
private func isNormalized(_ numbers: [Float]) -> Bool {
  let (mean, deviation) = moments(numbers)
  return mean.magnitude < 1e-6 && (deviation - 1).magnitude < 1e-6
}

/// (A − mean) / deviation, in double precision.
private func normalized(_ numbers: [Float]) -> [Double] {
  let (mean, deviation) = moments(numbers)
  return numbers.map { (Double($0) - mean) / deviation }
}

@Suite struct AlgorithmSwitchTests {
  @Test func `A2C normalises advantages only if it is told to`() {
    var algorithm = A2C(Updated.collection, learningRate: .constant(1e-3))
    let plain = Updated(algorithm)
    algorithm.normalizesAdvantages = true
    let switched = Updated(algorithm)
    // The same first rollout.
    #expect(switched.estimates == plain.estimates)
    #expect(plain.used == plain.estimates && !isNormalized(plain.used))
    #expect(isNormalized(switched.used))
    #expect(relativeError(switched.used, normalized(plain.estimates)) < 1e-6)
    let movesElsewhere = switched.parameters != plain.parameters
    #expect(movesElsewhere)
  }

  /// The advantages of the surrogate are those of the whole rollout.
  private func expectSwitch<Algorithm: LearningAlgorithm>(
    _ algorithm: Algorithm, _ isOn: WritableKeyPath<Algorithm, Bool>
  ) {
    var algorithm = algorithm
    #expect(algorithm[keyPath: isOn])
    let normalizing = Updated(algorithm)
    algorithm[keyPath: isOn] = false
    let switched = Updated(algorithm)
    #expect(switched.estimates == normalizing.estimates)
    #expect(switched.advantages == switched.estimates && !isNormalized(switched.advantages))
    #expect(isNormalized(normalizing.advantages))
    #expect(relativeError(normalizing.advantages, normalized(switched.estimates)) < 1e-6)
    // The gradient is that of other advantages; the critic's targets are not touched.
    #expect(switched.record.gradientNorm != normalizing.record.gradientNorm)
    #expect(switched.returns == normalizing.returns)
    let movesElsewhere = switched.parameters != normalizing.parameters
    #expect(movesElsewhere)
  }

  @Test func `TRPO and the natural policy gradient do unless they are told not to`() {
    let critic = CriticFitting(learningRate: .constant(1e-3), minibatchSize: 16, epochCount: 2)
    expectSwitch(
      TRPO(Updated.collection, step: .spinningUp, critic: critic), \.normalizesAdvantages)
    // A step of a given divergence is as long, whatever the scale of advantages.
    expectSwitch(
      NaturalPolicyGradient(
        Updated.collection, step: NaturalGradientStep(length: .learningRate(0.1)), critic: critic),
      \.normalizesAdvantages)
  }

  /// Four minibatches of 16 in each of two epochs.
  private var proximal: PPO {
    PPO(Updated.collection, learningRate: .constant(1e-3), minibatchSize: 16, epochCount: 2)
  }

  @Test func `PPO normalises over the rollout, over minibatches, or not at all`() {
    func updated(_ normalization: PPO.AdvantageNormalization) -> Updated {
      var algorithm = proximal
      algorithm.advantageNormalization = normalization
      return Updated(algorithm)
    }
    let (none, minibatch, rollout) = (updated(.none), updated(.minibatch), updated(.rollout))
    #expect(none.used.count == 16 && none.record.gradientStepCount == 8)
    #expect(none.advantages == none.estimates && Set(none.used).isSubset(of: none.estimates))
    #expect(minibatch.advantages == none.estimates && isNormalized(minibatch.used))
    // To the bit; once more would change nothing.
    var once = none.estimates
    once.withUnsafeMutableBufferPointer { numbers in
      if let start = numbers.baseAddress { Minibatch.normalize(start, count: numbers.count) }
    }
    #expect(rollout.advantages == once && isNormalized(once))
    #expect(relativeError(once, normalized(none.estimates)) < 1e-6)
    // A minibatch has some of them, as they are.
    #expect(Set(rollout.used).isSubset(of: once) && !isNormalized(rollout.used))
    // Negative control: neither raw advantages nor those of minibatches are among them.
    #expect(!isNormalized(none.used) && Set(none.used).isDisjoint(with: once))
    #expect(Set(minibatch.used).isDisjoint(with: once))
    #expect(Set([none.parameters, minibatch.parameters, rollout.parameters]).count == 3)
  }

  @Test func `PPO draws its critic to returns-to-go if it is told to`() {
    // One step, so that its error is the rollout's.
    var algorithm = proximal
    algorithm.minibatchSize = 64
    algorithm.epochCount = 1
    let twin = Updated(algorithm)
    algorithm.collection.criticTarget = .returnToGo
    let switched = Updated(algorithm)
    #expect(switched.estimates == twin.estimates)
    let rollout = switched.rollout
    let values = rollout.values.numbers.map(Double.init)
    var byHand = Array(repeating: 0.0, count: 64)
    for environment in 0..<4 {
      var later = Double(rollout.lastValues.start[environment])
      for row in stride(from: 60 + environment, through: 0, by: -4) {
        if rollout.continues.start[row] == 0 { later = Double(rollout.following.start[row]) }
        later = Double(rollout.rewards.start[row]) + 0.95 * later
        byHand[row] = later
      }
    }
    func error(_ returns: [Double]) -> Double {
      zip(values, returns).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 64
    }
    #expect(relativeError(switched.returns, byHand) < 1e-6)
    #expect((switched.record.valueError / error(byHand) - 1).magnitude < 1e-5)
    // The twin's are A + V, which are others.
    let sums = zip(twin.estimates, values).map { Double($0) + $1 }
    #expect(relativeError(twin.returns, sums) < 1e-6)
    #expect(relativeError(twin.returns, byHand) > 0.01)
    #expect((twin.record.valueError / error(byHand) - 1).magnitude > 0.01)
    let movesElsewhere = switched.parameters != twin.parameters
    #expect(movesElsewhere)
  }
}
