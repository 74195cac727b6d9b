import Foundation
import Testing
import VectorMath

@testable import PolicyGradients

/// Which algorithm's critic is fitted, and where.
private struct Fit: Sendable, CustomStringConvertible {
  enum Place: Sendable { case cartPole, pendulum, ownPolicy }

  var place: Place
  var isChecked: Bool

  var description: String { "\(isChecked ? "TRPO" : "NPG"), \(place)" }

  static let all = [Place.cartPole, .pendulum, .ownPolicy].flatMap { place in
    [true, false].map { Fit(place: place, isChecked: $0) }
  }

  /// 4 × 5 rows, one epoch, plain gradient steps.
  func algorithm(rate: Double, minibatchSize: Int) -> any LearningAlgorithm {
    let collection = CollectionSettings(
      environmentCount: 4, length: .steps(5), discount: 0.9, lambda: 0.8)
    let critic = CriticFitting(
      learningRate: .constant(rate), minibatchSize: minibatchSize, epochCount: 1)
    let network = NetworkShape(
      hidden: [6], initialization: .orthogonal(policyGain: 1, criticGain: 1))
    if isChecked {
      var result = TRPO(collection, step: .spinningUp, critic: critic)
      result.rule = .gradient
      result.network = network
      return result
    }
    var result = NaturalPolicyGradient(
      collection, step: NaturalGradientStep(length: .divergence(0.01)), critic: critic)
    result.rule = .gradient
    result.network = network
    return result
  }

  /// A learner after one update, the update's record, and the parameters before and after it.
  func updated(
    rate: Double, minibatchSize: Int
  ) -> (learner: Learner, record: UpdateRecord, before: [Double], after: [Double]) {
    let algorithm = algorithm(rate: rate, minibatchSize: minibatchSize)
    func update<Action>(
      _ environment: LearningEnvironment<Action>
    ) -> (learner: Learner, record: UpdateRecord, before: [Double], after: [Double]) {
      let training = Training(algorithm, on: environment, steps: 1000, seed: 2)
      let before = training.run.parameters
      training.advance()
      return (
        training.learner, training.run.updates[0], before.map(Double.init),
        training.run.parameters.map(Double.init)
      )
    }
    return switch place {
    case .cartPole: update(.cartPole)
    case .pendulum: update(.pendulum)
    case .ownPolicy: update(.cartPole.learned(by: Leaning()))
    }
  }

  /// The mean of (V − R)² over rows, V by plain loops from the critic's parameters alone.
  func meanSquare(
    _ critic: [Double], observations: FloatMemory, targets: FloatMemory, rowCount: Int
  ) -> Double {
    let width = place == .pendulum ? 3 : 4
    let reference = ReferenceModel(
      observationCount: width, hidden: [6], family: .categorical(1))
    // A policy of one action stands before the critic, (width + 1) · 6 + 7 numbers.
    let parameters = Array(repeating: 0, count: (width + 1) * 6 + 7) + critic
    let squares = (0..<rowCount).map { row in
      let observation = (0..<width).map { Double(observations.start[row * width + $0]) }
      let value = reference.evaluate(observation, parameters).value
      return pow(value - Double(targets.start[row]), 2)
    }
    return squares.reduce(0, +) / Double(rowCount)
  }
}

@Suite struct CriticFittingTests {
  /// A minibatch of all 20 rows, and minibatches of 16 and 4, of which the last is left.
  @Test(arguments: Fit.all, [20, 16])
  private func `the gradient is that of −mean (V − R)²`(fit: Fit, minibatchSize: Int) {
    // A rate so small that the critic stays where it is.
    let (learner, record, before, after) = fit.updated(rate: 1e-12, minibatchSize: minibatchSize)
    let (rollout, batch, range) = (
      learner.rollout, learner.minibatch, learner.model.criticParameters
    )
    let critic = Array(before[range])
    #expect(batch.count == (minibatchSize == 20 ? 20 : 4))
    #expect(zip(after[range], critic).allSatisfy { ($0 - $1).magnitude < 1e-9 })
    let gradient = Array(learner.gradients.numbers[range])
    func expected(_ targets: FloatMemory) -> [Double] {
      differences(at: critic) {
        -fit.meanSquare(
          $0, observations: batch.observations, targets: targets, rowCount: batch.count)
      }
    }
    let right = expected(batch.returns)
    #expect(relativeError(gradient, right) < 5e-5)
    // Negative controls: half of it, the loss's sign, a sum, and other targets.
    for scale in [0.5, -1, Double(batch.count)] {
      #expect(relativeError(gradient, right.map { scale * $0 }) > 0.4)
    }
    #expect(relativeError(gradient, expected(batch.advantages)) > 1e-2)
    // The error that is told is of all rows, of the last minibatch too.
    func mean(_ targets: FloatMemory, _ rowCount: Int) -> Double {
      fit.meanSquare(
        critic, observations: rollout.observations, targets: targets, rowCount: rowCount)
    }
    #expect(rollout.rows == Array(0..<20))
    #expect((record.valueError / mean(rollout.returns, 20) - 1).magnitude < 1e-5)
    #expect((record.valueError / mean(rollout.returns, 16) - 1).magnitude > 1e-3)
  }

  @Test(arguments: Fit.all)
  private func `the critic moves up its gradient, and tells its error of before`(fit: Fit) {
    let rate = 0.01
    let (learner, record, before, after) = fit.updated(rate: rate, minibatchSize: 20)
    let (rollout, range) = (learner.rollout, learner.model.criticParameters)
    let critic = Array(before[range])
    func error(_ critic: [Double]) -> Double {
      fit.meanSquare(
        critic, observations: rollout.observations, targets: rollout.returns, rowCount: 20)
    }
    let move = zip(after[range], critic).map { Float(($0 - $1) / rate) }
    let right = differences(at: critic) { -error($0) }
    // Parameters are rounded to 2⁻²⁵, a few 10⁻⁶ in the move.
    #expect(relativeError(move, right) < 1e-4)
    // Negative controls: half of it, and down.
    for scale in [0.5, -1] {
      #expect(relativeError(move, right.map { scale * $0 }) > 0.4)
    }
    #expect((record.valueError / error(critic) - 1).magnitude < 1e-5)
    #expect((record.valueError / error(Array(after[range])) - 1).magnitude > 1e-2)
  }
}
