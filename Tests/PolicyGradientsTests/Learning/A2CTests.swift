import Foundation
import Testing

@testable import PolicyGradients

@Suite struct A2CTests {
  @Test(arguments: [false, true])
  func `the gradient is that of the written objective`(sharesTrunk: Bool) {
    var algorithm = A2C(
      CollectionSettings(environmentCount: 4, length: .steps(5), discount: 0.9, lambda: 1),
      learningRate: .constant(1e-9))
    algorithm.rule = .gradient
    algorithm.entropyCoefficient = 0.3
    algorithm.valueCoefficient = 0.4
    algorithm.maximumGradientNorm = nil
    algorithm.network = NetworkShape(
      hidden: [6], sharesTrunk: sharesTrunk,
      initialization: .orthogonal(policyGain: 1, criticGain: 1))
    let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 2)
    let parameters = training.run.parameters.map(Double.init)
    _ = training.advance()
    let rollout = training.learner.rollout
    let reference = ReferenceModel(
      observationCount: 4, hidden: [6], sharesTrunk: sharesTrunk, family: .categorical(2))
    #expect(rollout.rows == Array(0..<20))
    /// E[A log π] − c_V E[(V − R)²] + c_H E[H].
    func objective(_ parameters: [Double], _ signs: (Double, Double, Double)) -> Double {
      var sum = 0.0
      for row in 0..<20 {
        let observation = (0..<4).map { Double(rollout.observations.start[row * 4 + $0]) }
        let (now, value) = reference.evaluate(observation, parameters)
        sum +=
          signs.0 * Double(rollout.advantages.start[row])
          * reference.logProbability(Double(rollout.actions.start[row]), now)
        sum -= signs.1 * 0.4 * pow(value - Double(rollout.returns.start[row]), 2)
        sum += signs.2 * 0.3 * reference.entropy(now)
      }
      return sum / 20
    }
    let gradient = training.learner.gradients.numbers
    let expected = differences(at: parameters) { objective($0, (1, 1, 1)) }
    #expect(relativeError(gradient, expected) < 5e-5)
    // Negative controls: without each of the three.
    for signs in [(0.0, 1.0, 1.0), (1, 0, 1), (1, 1, 0)] {
      let wrong = differences(at: parameters) { objective($0, signs) }
      #expect(relativeError(gradient, wrong) > 1e-3)
    }
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect((training.run.updates[0].gradientNorm / norm - 1).magnitude < 1e-5)
    #expect(training.run.updates[0].gradientStepCount == 1)
  }

  @Test func `with lambda 1 the critic's targets are n-step returns`() {
    var algorithm = A2C.rlZoo
    algorithm.network = NetworkShape(hidden: [6])
    let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 2)
    _ = training.advance()
    let rollout = training.learner.rollout
    // All poles stand after five steps; rewards are 1.
    #expect(rollout.continues.numbers.allSatisfy { $0 == 1 })
    for environment in 0..<8 {
      var expected = Double(rollout.lastValues.start[environment])
      for step in (0..<5).reversed() {
        expected = 1 + 0.99 * expected
        let value = Double(rollout.returns.start[step * 8 + environment])
        #expect((value - expected).magnitude < 1e-5)
      }
    }
  }
}
