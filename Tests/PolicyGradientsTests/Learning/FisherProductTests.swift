import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct FisherProductTests {
  private static let rowCount = 9
  private static let observationCount = 3

  private let observations: [Float]
  private var random = RandomStream(seed: 11)

  init() {
    var random = RandomStream(seed: 5)
    observations = (0..<Self.rowCount * Self.observationCount).map { _ in Float(random.normal()) }
  }

  private static func network(_ kind: String, sharesTrunk: Bool = false) -> any ActorCriticModel {
    let shape = NetworkShape(
      hidden: [6, 5], sharesTrunk: sharesTrunk,
      initialization: .orthogonal(policyGain: 1, criticGain: 1))
    if kind == "categorical" {
      return ActorCriticNetwork(
        observationCount: observationCount, shape: shape,
        distribution: CategoricalDistribution(actionCount: 4, rowCapacity: rowCount),
        rowCapacity: rowCount)
    }
    return ActorCriticNetwork(
      observationCount: observationCount, shape: shape,
      distribution: GaussianDistribution(
        dependsOnState: kind == "dependent", squashing: .none, initialLogDeviation: -0.3,
        rowCapacity: rowCount),
      rowCapacity: rowCount)
  }

  private func evaluate(_ model: any ActorCriticModel, _ parameters: [Float]) {
    var values = [Float](repeating: 0, count: Self.rowCount)
    model.evaluate(
      observations, rowCount: Self.rowCount, parameters: parameters, values: &values)
  }

  private func product(
    _ model: any ActorCriticModel, _ parameters: [Float], _ direction: [Float]
  ) -> Vector {
    evaluate(model, parameters)
    var result = [Float](repeating: .nan, count: parameters.count)
    model.applyFisher(
      observations, rowCount: Self.rowCount, parameters: parameters, direction: direction,
      into: &result)
    return Vector(result.map(Double.init))
  }

  /// ∇ of the mean KL(π_θ‖π_{θ + tv}) in the parameters, at θ + tv.
  private func divergenceGradient(
    _ model: any ActorCriticModel, _ parameters: [Float], _ direction: [Float], _ move: Float
  ) -> Vector {
    evaluate(model, parameters)
    let old = Array(
      UnsafeBufferPointer(
        start: model.keptDistributions, count: Self.rowCount * model.keptCount))
    let moved = zip(parameters, direction).map { $0 + move * $1 }
    evaluate(model, moved)
    let zeros = [Float](repeating: 0, count: Self.rowCount)
    var result = [Float](repeating: 0, count: parameters.count)
    old.withUnsafeBufferPointer { old in
      zeros.withUnsafeBufferPointer { zeros in
        guard let old = old.baseAddress, let zeros = zeros.baseAddress else { return }
        let objective = ObjectiveWeights(
          logProbability: zeros, divergence: 1 / Float(Self.rowCount), old: old)
        model.differentiate(
          observations, zeros, rowCount: Self.rowCount, parameters: moved, objective: objective,
          gradients: &result)
      }
    }
    return Vector(result.map(Double.init))
  }

  private mutating func direction(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(random.normal()) }
  }

  @Test(arguments: ["categorical", "gaussian", "dependent"], [false, true])
  mutating func `is the Hessian of the divergence`(kind: String, sharesTrunk: Bool) {
    let model = Self.network(kind, sharesTrunk: sharesTrunk)
    let parameters = model.initialParameters(using: &random)
    let direction = direction(parameters.count)
    let found = product(model, parameters, direction)
    // Central differences: truncation of the order of t², rounding of that of 2⁻²⁴/t.
    let move: Float = 0x1p-7
    let ahead = divergenceGradient(model, parameters, direction, move)
    let behind = divergenceGradient(model, parameters, direction, -move)
    let expected = (ahead - behind) / Double(2 * move)
    #expect(found.norm > 0.1)
    #expect((found - expected).norm < 3e-3 * found.norm)
    // Negative control: the product at another policy is not.
    let other = product(model, parameters.map { 1.1 * $0 }, direction)
    #expect((other - expected).norm > 3e-2 * found.norm)
    // The critic takes no part.
    #expect(model.criticParameters.allSatisfy { found[$0] == 0 })
  }

  @Test mutating func `is the mean of scores times themselves`() {
    let model = Self.network("categorical")
    let parameters = model.initialParameters(using: &random)
    let direction = direction(parameters.count)
    let found = product(model, parameters, direction)
    let vector = Vector(direction.map(Double.init))
    // F v = 1/n Σ_s Σ_a π(a∣s) ∇log π(a∣s) (∇log π(a∣s)·v)
    var expected = Vector.zero(count: parameters.count)
    evaluate(model, parameters)
    for row in 0..<Self.rowCount {
      for action in 0..<4 {
        let logProbability = model.keptDistributions[row * 4 + action]
        var weights = [Float](repeating: 0, count: Self.rowCount)
        weights[row] = 1
        var actions = [Float](repeating: 0, count: Self.rowCount)
        actions[row] = Float(action)
        var score = [Float](repeating: 0, count: parameters.count)
        weights.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress else { return }
          model.differentiate(
            observations, actions, rowCount: Self.rowCount, parameters: parameters,
            objective: ObjectiveWeights(logProbability: weights), gradients: &score)
        }
        let full = Vector(score.map(Double.init))
        expected += (Double.exp(Double(logProbability)) * full.dot(vector)) * full
      }
    }
    expected /= Double(Self.rowCount)
    #expect((found - expected).norm < 1e-5 * found.norm)
  }

  @Test(arguments: ["categorical", "gaussian", "dependent"])
  mutating func `is symmetric and positive`(kind: String) {
    let model = Self.network(kind)
    let parameters = model.initialParameters(using: &random)
    for _ in 0..<20 {
      let (first, second) = (direction(parameters.count), direction(parameters.count))
      let (image, other) = (
        product(model, parameters, first), product(model, parameters, second)
      )
      let left = Vector(first.map(Double.init)).dot(other)
      let right = Vector(second.map(Double.init)).dot(image)
      #expect((left - right).magnitude < 1e-5 * image.norm * other.norm)
      #expect(Vector(first.map(Double.init)).dot(image) > 0)
    }
  }
}
