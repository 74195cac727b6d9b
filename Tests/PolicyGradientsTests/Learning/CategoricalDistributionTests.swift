import Foundation
import Testing

@testable import PolicyGradients

@Suite struct CategoricalDistributionTests {
  private let logits: [Float] = [0.3, -1.2, 2, 0]

  private func prepared(_ logits: [Float]) -> CategoricalDistribution {
    let result = CategoricalDistribution(actionCount: logits.count, rowCapacity: 1)
    result.prepare(logits, own: [0], rowCount: 1)
    return result
  }

  private func probabilities(_ logits: [Double]) -> [Double] {
    let sum = logits.reduce(0) { $0 + exp($1) }
    return logits.map { exp($0) / sum }
  }

  @Test func `actions come as often as they should`() {
    let distribution = prepared(logits)
    let expected = probabilities(logits.map(Double.init))
    var random = RandomStream(seed: 2)
    var counts = [0, 0, 0, 0]
    let count = 100_000
    for _ in 0..<count { counts[Int(distribution.sample(0, using: &random).action)] += 1 }
    for action in 0..<4 {
      let probability = expected[action]
      let error = (probability * (1 - probability) / Double(count)).squareRoot()
      let share = Double(counts[action]) / Double(count)
      #expect((share - probability).magnitude < 5 * error)
      // Negative control: the uniform policy would be noticed.
      #expect((share - 0.25).magnitude > 5 * error)
    }
    #expect(distribution.mode(0) == 2)
  }

  @Test func `an action of probability 0 never comes`() {
    // The sum of the others' probabilities is below 1 by some 10⁻⁵.
    let count = 3_001
    let distribution = prepared(Array(repeating: 0, count: count - 1) + [-200])
    let probability = Float(1) / Float(count - 1)
    var random = RandomStream(seed: 1)
    var missedCount = 0
    for _ in 0..<1_000_000 {
      var ahead = random
      let number = ahead.uniform()
      if number < 0.9999 {
        random = ahead
        continue
      }
      let (action, logProbability) = distribution.sample(0, using: &random)
      #expect(Int(action) < count - 1 && logProbability > -10)
      // Negative control: what is left of the number after all others is not below 0.
      var rest = Float(number)
      for _ in 0..<count - 1 { rest -= probability }
      if rest >= 0 { missedCount += 1 }
    }
    #expect(missedCount > 0)
  }

  @Test func `logits far apart give finite logarithms and no gradient of the entropy`() {
    let distribution = prepared([0, 200, -200])
    var (logProbability, entropy) = (Float(0), Float(0))
    distribution.evaluate(
      [2], rowCount: 1, logProbabilities: &logProbability, entropies: &entropy)
    #expect(logProbability == -400 && entropy == 0)
    let slopes = FloatMemory(count: 3)
    var own = Float(0)
    distribution.differentiate(
      [1], weights: [1], entropyWeight: 1, rowCount: 1, outputs: slopes.start, own: &own)
    #expect(slopes.numbers == [0, 0, 0])
  }

  @Test func `the Fisher product is the Hessian of KL`() {
    let point = logits.map(Double.init)
    let tangent: [Double] = [1, -0.5, 0.3, 2]
    let p = probabilities(point)
    // ∇KL(p‖q) = q − p in q's logits; its difference along the tangent is the product.
    let (above, below) = (
      probabilities(zip(point, tangent).map { $0 + 1e-5 * $1 }),
      probabilities(zip(point, tangent).map { $0 - 1e-5 * $1 })
    )
    let expected = zip(above, below).map { ($0 - $1) / 2e-5 }
    let distribution = prepared(logits)
    let product = FloatMemory(tangent.map { Float($0) })
    var own = Float(0)
    distribution.applyFisher(rowCount: 1, outputs: product.start, own: &own)
    #expect(relativeError(product.numbers, expected) < 1e-6)
    // Negative control: diag(p) without − p pᵀ would be noticed.
    let wrong = zip(p, tangent).map { Float($0 * $1) }
    #expect(relativeError(wrong, expected) > 0.1)
  }
}
