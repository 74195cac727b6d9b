import Foundation
import Testing

@testable import PolicyGradients

@Suite struct PPOStepTests {
  @Test(arguments: PaperStep.all)
  func `the gradient is that of the paper's objective`(step: PaperStep) {
    let learner = step.learner()
    var engine = PPOStep(step.algorithm, progress: 0, penalty: step.penalty)
    learner.differentiate(engine.objective(learner, isCriticAlone: false))
    let paper = PaperObjective(step, learner.minibatch)
    let parameters = learner.parameters.numbers.map(Double.init)
    let expected = differences(at: parameters, of: paper.whole)
    let gradient = learner.gradients.numbers
    #expect(relativeError(gradient, expected) < 5e-5)
    // Negative control: each part of the objective is seen.
    for part in [paper.surrogate, { 0.03 * paper.entropy($0) }] {
      let missing = zip(expected, differences(at: parameters, of: part)).map { $0 - $1 }
      #expect(relativeError(gradient, missing) > 2e-4)
    }
    if step.valueClipRange != nil {
      let unclipped = differences(at: parameters) {
        paper.whole($0) + 0.5 * paper.valueError($0, isClipped: true)
          - 0.5 * paper.valueError($0, isClipped: false)
      }
      #expect(relativeError(gradient, unclipped) > 1e-3)
    }
    if step.penalty != 0 {
      let free = differences(at: parameters) { paper.whole($0) + 0.7 * paper.divergence($0) }
      #expect(relativeError(gradient, free) > 1e-3)
    }
    engine.finish()
    var record = UpdateRecord()
    engine.write(to: &record)
    let ratios = paper.ratios(parameters)
    let estimate = ratios.reduce(0) { $0 + ($1 - 1 - log($1)) } / Double(ratios.count)
    func expectClose(_ value: Double, _ expected: Double) {
      #expect((value - expected).magnitude < 1e-5 * (1 + expected.magnitude))
    }
    expectClose(record.surrogate, paper.surrogate(parameters))
    expectClose(record.valueError, paper.valueError(parameters, isClipped: false))
    expectClose(record.entropy, paper.entropy(parameters))
    expectClose(record.klDivergence, estimate)
    expectClose(learner.meanDivergence(), paper.divergence(parameters))
    #expect(record.penaltyCoefficient == step.penalty)
    if case .clipped(let range) = step.surrogate {
      let clip = ClippedSurrogate(clipRange: range.value(at: 0))
      let vanished = clip.zeroGradientFraction(ratios: ratios, advantages: paper.advantages)
      #expect(record.zeroGradientFraction == vanished)
      #expect(record.clipFraction == clip.clipFraction(ratios: ratios))
      // All of it is there to be seen: rows that the clip holds, and rows outside that it does not.
      #expect(vanished > 0 && record.clipFraction > vanished && record.clipFraction < 1)
      let unclipped = differences(at: parameters) {
        paper.whole($0) - paper.surrogate($0)
          + zip(paper.ratios($0), paper.advantages).reduce(0) { $0 + $1.0 * $1.1 / 64 }
      }
      #expect(relativeError(gradient, unclipped) > 1e-3)
    } else {
      #expect(record.clipFraction == 0 && record.zeroGradientFraction == 0)
    }
  }

  @Test(arguments: [Float(1), -1])
  func `at a clip's bound the gradient is that from inside`(advantage: Float) throws {
    var algorithm = PaperStep().algorithm
    algorithm.entropyCoefficient = 0
    var free = algorithm
    free.surrogate = .unclipped
    // Before an update all log probabilities are near log ½.
    let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 3)
    training.gather()
    let learner = training.learner
    learner.rollout.estimateAdvantages(discount: 0.98, lambda: 0.8, target: .lambdaReturn)
    learner.gatherRollout()
    let batch = learner.minibatch
    let policy = 0..<learner.policyParameterCount
    func gradient(_ algorithm: PPO) -> (gradient: [Float], record: UpdateRecord) {
      var engine = PPOStep(algorithm, progress: 0, penalty: 0)
      learner.differentiate(engine.objective(learner, isCriticAlone: false))
      engine.finish()
      var record = UpdateRecord()
      engine.write(to: &record)
      return (Array(learner.gradients.numbers[policy]), record)
    }
    let bound: Float = advantage > 0 ? 1.2 : 0.8
    let beyond = advantage > 0 ? bound.nextUp : bound.nextDown
    for row in 0..<batch.count { batch.advantages.start[row] = advantage }

    try setRatios(to: bound, learner)
    let (atBound, inside) = gradient(algorithm)
    #expect(batch.weights.numbers == Array(repeating: bound * advantage / 64, count: 64))
    #expect(inside.zeroGradientFraction == 0 && inside.clipFraction == 0)
    #expect(atBound == gradient(free).gradient)
    #expect(atBound.contains { $0.magnitude > 1e-3 })

    // Negative control: one float further nothing is left, though there is a gradient without clip.
    try setRatios(to: beyond, learner)
    let (held, outside) = gradient(algorithm)
    #expect(held.allSatisfy { $0 == 0 })
    #expect(outside.zeroGradientFraction == 1 && outside.clipFraction == 1)
    #expect(gradient(free).gradient.contains { $0.magnitude > 1e-3 })

    // The other bound holds nothing of this advantage, on either side of it.
    let other: Float = advantage > 0 ? 0.8 : 1.2
    for ratio in [other, advantage > 0 ? other.nextDown : other.nextUp] {
      try setRatios(to: ratio, learner)
      let (clipped, record) = gradient(algorithm)
      #expect(clipped == gradient(free).gradient && record.zeroGradientFraction == 0)
      #expect(record.clipFraction == (ratio == other ? 0 : 1))
    }
  }

  /// Searches old log probabilities, float by float, with which all ratios are a number exactly.
  private func setRatios(to ratio: Float, _ learner: Learner) throws {
    let batch = learner.minibatch
    batch.evaluate(learner.model, parameters: learner.parameters.start)
    let guesses = (0..<batch.count).map {
      Float(Double(batch.logProbabilities.start[$0]) - log(Double(ratio)))
    }
    var found = [Float?](repeating: nil, count: batch.count)
    for ulps in -16...16 {
      for (row, guess) in guesses.enumerated() {
        batch.oldLogProbabilities.start[row] = guess + Float(ulps) * guess.ulp
      }
      batch.evaluate(learner.model, parameters: learner.parameters.start)
      for row in guesses.indices where batch.ratios.start[row] == ratio {
        found[row] = batch.oldLogProbabilities.start[row]
      }
    }
    for row in guesses.indices { batch.oldLogProbabilities.start[row] = try #require(found[row]) }
  }

  @Test func `a value inside its clip range keeps its gradient, whatever rounding does`() {
    var step = PaperStep()
    step.valueClipRange = 1000
    let learner = step.learner()
    var engine = PPOStep(step.algorithm, progress: 0, penalty: 0)
    _ = engine.objective(learner, isCriticAlone: false)
    let batch = learner.minibatch
    var rounded = 0
    for row in 0..<batch.count {
      let (value, old) = (batch.values.start[row], batch.oldValues.start[row])
      if old + (value - old) != value { rounded += 1 }
      let error = value - batch.returns.start[row]
      #expect(batch.valueWeights.start[row] == -1 / Float(64) * error)
    }
    #expect(rounded > 0)
  }

  @Test func `beta is halved below the target, doubled above, kept between`() {
    func coefficient(_ target: Double, learningRate: Double) -> (Double, Double?) {
      var algorithm = PaperStep().algorithm
      algorithm.surrogate = .penalized(targetDivergence: target, initialCoefficient: 1)
      algorithm.learningRate = .constant(learningRate)
      let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 3)
      _ = training.advance()
      training.learner.gatherRollout()
      return (training.learner.meanDivergence(), training.learner.memory)
    }
    let (divergence, doubled) = coefficient(1e-9, learningRate: 0.01)
    #expect(divergence > 1.5e-9 && doubled == 2)
    #expect(coefficient(100, learningRate: 0.01).1 == 0.5)
    let between = coefficient(divergence, learningRate: 0.01)
    #expect(between.0 == divergence && between.1 == nil)
    #expect(coefficient(divergence * 1.49, learningRate: 0.01).1 == nil)
    #expect(coefficient(divergence * 1.51, learningRate: 0.01).1 == 0.5)
    #expect(coefficient(divergence / 1.51, learningRate: 0.01).1 == 2)
  }

  @Test func `the target divergence ends the policy's epochs before the step`() {
    var algorithm = PaperStep().algorithm
    algorithm.criticLearningRate = .constant(1e-3)
    algorithm.criticEpochCount = 3
    func run(_ target: Double?, factor: Double? = nil) -> UpdateRecord {
      var algorithm = algorithm
      algorithm.targetDivergence = target
      if let factor { algorithm.targetDivergenceFactor = factor }
      let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 3)
      _ = training.advance()
      return training.run.updates[0]
    }
    let (free, held) = (run(nil), run(1e-3))
    #expect(free.gradientStepCount == 6)
    #expect(held.gradientStepCount >= 1 && held.gradientStepCount < 6)
    // Target and factor count as their product; a factor that is not given is 1.5.
    #expect(run(1e-3, factor: 1.5) == held && run(1.5e-3, factor: 1) == held)
    #expect(run(1e-3, factor: 1e6) == free)
    #expect(run(1e-3, factor: 1e-6).gradientStepCount < held.gradientStepCount)
  }

  @Test func `a critic of its own moves by itself`() {
    var algorithm = PaperStep().algorithm
    algorithm.criticLearningRate = .constant(1e-3)
    algorithm.epochCount = 1
    func parameters(_ change: (inout PPO) -> Void) -> ([Float], Range<Int>) {
      var changed = algorithm
      change(&changed)
      let training = Training(changed, on: .cartPole, steps: 1000, seed: 3)
      _ = training.advance()
      return (training.run.parameters, training.learner.model.criticParameters)
    }
    let (plain, critic) = parameters { _ in }
    let (other, _) = parameters { $0.criticLearningRate = .constant(2e-3) }
    #expect(plain[0..<critic.lowerBound] == other[0..<critic.lowerBound])
    #expect(plain[critic] != other[critic])
    let (faster, _) = parameters { $0.learningRate = .constant(0.03) }
    #expect(plain[0..<critic.lowerBound] != faster[0..<critic.lowerBound])
    #expect(plain[critic] == faster[critic])
  }
}
