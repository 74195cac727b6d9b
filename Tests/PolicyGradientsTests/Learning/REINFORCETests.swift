import Foundation
import Testing

@testable import PolicyGradients

/// Two decisions of three actions; action 2 of the first one ends the episode.
private struct TwoSteps {
  let reference = ReferenceModel(hidden: [4])
  let discount = 0.7
  let states = [[1, 0.5, -0.3], [-0.4, 1.2, 0.8]]
  let parameters: [Double]

  init() {
    var random = RandomStream(seed: 4)
    let model = reference.engineModel(rowCapacity: 1)
    parameters = (0..<model.parameterCount).map { _ in Double(Float(random.normal())) }
  }

  /// An episode: its actions and rewards, whose numbers are made up.
  struct Episode {
    var actions: [Int]
    var rewards: [Double]
  }

  var episodes: [Episode] {
    var result = [Episode(actions: [2], rewards: [0.6])]
    for first in 0..<2 {
      for second in 0..<3 {
        result.append(
          Episode(
            actions: [first, second],
            rewards: [[0.3, -1][first], [[1, -2, 0.5], [0.2, 3, -0.7]][first][second]]))
      }
    }
    return result
  }

  func probability(_ episode: Episode, _ parameters: [Double]) -> Double {
    episode.actions.enumerated().reduce(1) { product, step in
      product * exp(reference.evaluate(states[step.offset], parameters).0[step.element])
    }
  }

  func expectedReturn(_ parameters: [Double], discount: Double) -> Double {
    episodes.reduce(0) { sum, episode in
      let rewards = episode.rewards
      let total = rewards[0] + (rewards.count > 1 ? discount * rewards[1] : 0)
      return sum + probability(episode, parameters) * total
    }
  }

  /// The engine's gradient for a batch of episodes.
  func gradient(_ algorithm: REINFORCE, _ batch: [Episode]) -> [Float] {
    let count = batch.count
    let model = reference.engineModel(rowCapacity: 2 * count)
    let rollout = PolicyGradients.Rollout(
      environmentCount: count, stepCapacity: 2, observationCount: 3, keptCount: 3)
    rollout.stepCount = 2
    for (index, episode) in batch.enumerated() {
      for step in 0..<2 {
        let row = step * count + index
        for feature in 0..<3 {
          rollout.observations.start[row * 3 + feature] = Float(states[step][feature])
        }
        // What follows an early end belongs to another episode, and must not matter.
        let isOver = step >= episode.actions.count
        rollout.actions.start[row] = isOver ? 1 : Float(episode.actions[step])
        rollout.rewards.start[row] = isOver ? 99 : Float(episode.rewards[step])
        rollout.continues.start[row] = step == episode.actions.count - 1 ? 0 : 1
      }
    }
    rollout.rows = (0..<2 * count).filter { $0 / count < batch[$0 % count].actions.count }
    let learner = Learner(
      model: model, rollout: rollout,
      minibatch: Minibatch(rowCapacity: 2 * count, observationCount: 3, keptCount: 3),
      parameters: parameters.map { Float($0) }, optimizers: OptimizerSettings(.gradient),
      random: RandomStream(seed: 1))
    _ = algorithm.update(learner, progress: 0)
    return learner.gradients.numbers
  }

  /// E[ĝ] by enumeration of all batches.
  func mean(_ algorithm: REINFORCE) -> [Double] {
    var sum = [Double](repeating: 0, count: parameters.count)
    func add(_ batch: [Episode], _ probability: Double) {
      if batch.count == algorithm.collection.environmentCount {
        for (place, slope) in gradient(algorithm, batch).enumerated() {
          sum[place] += probability * Double(slope)
        }
        return
      }
      for episode in episodes {
        add(batch + [episode], probability * self.probability(episode, parameters))
      }
    }
    add([], 1)
    return sum
  }

  func algorithm(
    _ baseline: REINFORCE.Baseline, episodeCount: Int, weighs: Bool = true
  ) -> REINFORCE {
    var result = REINFORCE(
      episodeCount: episodeCount, discount: discount, learningRate: .constant(1e-9),
      baseline: baseline)
    result.weighsByDiscount = weighs
    result.rule = .gradient
    return result
  }
}

@Suite struct REINFORCETests {
  private let problem = TwoSteps()

  /// How far E[ĝ] is from `scale` times the exact gradient, as a share of its largest number.
  private func bias(_ algorithm: REINFORCE, discount: Double = 0.7, scale: Double = 1) -> Double {
    let exact = differences(at: problem.parameters) {
      scale * problem.expectedReturn($0, discount: discount)
    }
    return relativeError(problem.mean(algorithm).map { Float($0) }, exact)
  }

  @Test(arguments: [1, 2])
  func `without a baseline the mean gradient is exact`(episodeCount: Int) {
    #expect(bias(problem.algorithm(.none, episodeCount: episodeCount)) < 1e-5)
  }

  @Test(arguments: [-2, 0.5, 10])
  func `a constant is unbiased, and not nothing`(number: Double) {
    let algorithm = problem.algorithm(.constant(number), episodeCount: 2)
    #expect(bias(algorithm) < 1e-5)
    let batch = [problem.episodes[1], problem.episodes[5]]
    let without = problem.gradient(problem.algorithm(.none, episodeCount: 2), batch)
    #expect(relativeError(problem.gradient(algorithm, batch), without.map(Double.init)) > 0.05)
  }

  @Test func `leaving one out is unbiased`() {
    #expect(bias(problem.algorithm(.leaveOneOut, episodeCount: 2)) < 1e-5)
    #expect(bias(problem.algorithm(.leaveOneOut, episodeCount: 3)) < 1e-5)
  }

  @Test func `the batch's own mean shrinks the gradient by 1 − 1 over N`() {
    #expect(bias(problem.algorithm(.mean, episodeCount: 2), scale: 0.5) < 1e-5)
    #expect(bias(problem.algorithm(.mean, episodeCount: 3), scale: 2.0 / 3) < 1e-5)
    // Negative control: it is biased, and the same test notices.
    #expect(bias(problem.algorithm(.mean, episodeCount: 2)) > 0.4)
  }

  @Test func `without the discount's power the gradient is of neither return`() {
    let algorithm = problem.algorithm(.none, episodeCount: 1, weighs: false)
    #expect(bias(algorithm) > 0.05)
    #expect(bias(algorithm, discount: 1) > 0.05)
  }

  @Test func `normalised advantages are biased`() {
    var algorithm = problem.algorithm(.none, episodeCount: 2)
    algorithm.normalizesAdvantages = true
    #expect(bias(algorithm) > 0.05)
  }

  @Test func `of two episodes the own mean leaves half of what leaving one out leaves`() {
    let batch = [problem.episodes[1], problem.episodes[5]]
    let own = problem.gradient(problem.algorithm(.mean, episodeCount: 2), batch)
    let other = problem.gradient(problem.algorithm(.leaveOneOut, episodeCount: 2), batch)
    #expect(relativeError(own, other.map { 0.5 * Double($0) }) < 1e-6)
    #expect(other.contains { $0 != 0 })
  }

  @Test(arguments: [nil, 2.0])
  func `with a critic its error is a mean over steps, and what follows a cut its value`(
    coefficient: Double?
  ) {
    var algorithm = REINFORCE(
      episodeCount: 3, discount: 0.9, learningRate: .constant(1e-9), baseline: .critic)
    algorithm.rule = .gradient
    algorithm.network = NetworkShape(
      hidden: [6], initialization: .orthogonal(policyGain: 1, criticGain: 1))
    if let coefficient { algorithm.valueCoefficient = coefficient }
    let coefficient = coefficient ?? 0.5
    let short = LearningEnvironment("Short") { CartPole(count: $0, seed: $1, timeLimit: 6) }
    let training = Training(algorithm, on: short, steps: 100, seed: 2)
    let parameters = training.run.parameters.map(Double.init)
    _ = training.advance()
    // All poles stand after six steps: three cut episodes, each worth V of where it was cut.
    #expect(training.run.episodes.map(\.length) == [6, 6, 6])
    #expect(training.run.episodes.allSatisfy { !$0.isTerminated })
    let rollout = training.learner.rollout
    let reference = ReferenceModel(observationCount: 4, hidden: [6], family: .categorical(2))
    func objective(_ point: [Double], valueCoefficient: Double) -> Double {
      var sum = 0.0
      for row in 0..<18 {
        let observation = (0..<4).map { Double(rollout.observations.start[row * 4 + $0]) }
        var target = Double(rollout.following.start[15 + row % 3])
        for _ in row / 3..<6 { target = 1 + 0.9 * target }
        let value = reference.evaluate(observation, parameters).value
        let (now, moved) = reference.evaluate(observation, point)
        sum +=
          (target - value)
          * reference.logProbability(Double(rollout.actions.start[row]), now) / 3
        sum -= valueCoefficient * pow(moved - target, 2) / 18
      }
      return sum
    }
    let gradient = training.learner.gradients.numbers
    let expected = differences(at: parameters) { objective($0, valueCoefficient: coefficient) }
    #expect(relativeError(gradient, expected) < 5e-5)
    // Negative control: a mean over episodes would be six times as much.
    let wrong = differences(at: parameters) {
      objective($0, valueCoefficient: 6 * coefficient)
    }
    #expect(relativeError(gradient, wrong) > 0.1)
  }
}
