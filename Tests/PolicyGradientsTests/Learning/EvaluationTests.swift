import Testing
import VectorMath

@testable import PolicyGradients

/// Pays the number of the action, in every step; never terminates.
private struct Choice: Environment {
  let actionSpace = DiscreteActions(count: 2)

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: Double(action))
  }

  var observation: Vector { [1] }
}

/// Pays the action itself, in every step; never terminates.
private struct Dial: Environment {
  let actionSpace = ContinuousActions(-10...10)

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Double, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: action)
  }

  var observation: Vector { [1] }
}

@Suite struct EvaluationTests {
  private let limit = 20
  private let episodeCount = 50

  /// What a linear policy with these first parameters earns; the others are 0.
  private func evaluation(
    _ environment: LearningEnvironment<some Sendable>, _ parameters: [Float]
  ) -> Evaluation {
    var algorithm = A2C.rlZoo
    algorithm.network = NetworkShape(hidden: [])
    let training = Training(algorithm, on: environment, steps: 1, seed: 1)
    for place in training.run.parameters.indices {
      training.run.parameters[place] = place < parameters.count ? parameters[place] : 0
    }
    return training.policy.evaluate(episodeCount: episodeCount, seed: 2)
  }

  @Test(arguments: [0, 1])
  func `greedy episodes take the most probable of numbered actions, others draw`(likely: Int) {
    let limit = limit
    let environment = LearningEnvironment("Choice") { count, seed in
      Choice().batch(count: count, seed: seed, timeLimit: limit)
    }
    // The logits, log(0.6/0.4) apart: close enough that draws are often of the other action.
    let gap = Float(Double.log(1.5))
    let result = evaluation(environment, likely == 1 ? [0, gap] : [gap, 0])
    #expect(result.greedyReturns == Array(repeating: Double(limit * likely), count: episodeCount))
    // Means of 1,000 draws with a deviation of √(20 · 0.24 / 50) = 0.31.
    let expected = 20 * (likely == 1 ? 0.6 : 0.4)
    #expect((result.stochasticMean - expected).magnitude < 5 * 0.31)
    #expect(Set(result.stochasticReturns).count > 3)
    #expect(result.stochasticReturns.count == episodeCount)
    // Negative control: the two means are nearer to themselves than to each other.
    #expect((result.stochasticMean - result.greedyMean).magnitude > 5 * 0.31)
  }

  @Test func `greedy episodes take the mean of real actions, others draw`() {
    let limit = limit
    let environment = LearningEnvironment("Dial") { count, seed in
      Dial().batch(count: count, seed: seed, timeLimit: limit)
    }
    // A weight of 0.25 makes the mean; log σ is 0.
    let result = evaluation(environment, [0.25])
    #expect(result.greedyReturns == Array(repeating: 5, count: episodeCount))
    // Means of 1,000 draws with a deviation of √(20 / 50) = 0.63.
    #expect((result.stochasticMean - 5).magnitude < 5 * 0.63)
    #expect(Set(result.stochasticReturns).count == episodeCount)
    let furthest = result.stochasticReturns.map { ($0 - 5).magnitude }.max() ?? 0
    #expect(furthest > 4)
  }

  @Test func `the means are each of its own returns`() {
    let result = Evaluation(stepCount: 7, stochasticReturns: [1, 2, 6], greedyReturns: [4, -2])
    #expect(result.stochasticMean == 3 && result.greedyMean == 1)
  }
}
