import Foundation
import Testing

@testable import PolicyGradients

@Suite struct GaussianDistributionTests {
  private func distribution(
    _ squashing: GaussianDistribution.Squashing, mean: Float, logDeviation: Float
  ) -> GaussianDistribution {
    let result = GaussianDistribution(
      dependsOnState: false, squashing: squashing, initialLogDeviation: 0, rowCapacity: 1)
    result.prepare([mean], own: [logDeviation], rowCount: 1)
    return result
  }

  private func logProbability(_ distribution: GaussianDistribution, _ drawn: Double) -> Double {
    var (logProbability, entropy) = (Float(0), Float(0))
    distribution.evaluate(
      [Float(drawn)], rowCount: 1, logProbabilities: &logProbability, entropies: &entropy)
    return Double(logProbability)
  }

  @Test(arguments: [(0.3, -0.4), (-0.8, -0.3), (0, -2)])
  func `a squashed density integrates to 1 over its range`(mean: Double, logDeviation: Double) {
    let squashed = distribution(
      .tanh(-2...2), mean: Float(mean), logDeviation: Float(logDeviation))
    let plain = distribution(.none, mean: Float(mean), logDeviation: Float(logDeviation))
    // ∫ p(a) da over midpoints of the range, a = 2 tanh u.
    let count = 20_000
    var (sum, wrong) = (0.0, 0.0)
    for index in 0..<count {
      let action = -2 + 4 * (Double(index) + 0.5) / Double(count)
      let drawn = atanh(action / 2)
      sum += exp(logProbability(squashed, drawn)) * 4 / Double(count)
      wrong += exp(logProbability(plain, drawn)) * 4 / Double(count)
    }
    #expect((sum - 1).magnitude < 1e-4)
    // Negative control: without log |da/du| it does not.
    #expect((wrong - 1).magnitude > 0.05)
  }

  @Test func `a squashed density is finite far out`() {
    let squashed = distribution(.tanh(-2...2), mean: 0, logDeviation: 2)
    for drawn in [-30.0, -12, 12, 30] {
      // 1 − tanh² u = 4 e^(−2|u|) to within a part in 10¹⁰, where tanh² u is 1 in `Float`.
      let stretch = log(2.0) + log(4.0) - 2 * abs(drawn)
      let deviation = exp(2.0)
      let expected = -0.5 * pow(drawn / deviation, 2) - 2 - log(sqrt(2 * .pi)) - stretch
      #expect((logProbability(squashed, drawn) - expected).magnitude < 1e-4 * expected.magnitude)
    }
  }

  @Test func `actions are brought into the range as told`() {
    let plain = distribution(.none, mean: 0, logDeviation: 0)
    let clipped = distribution(.clipped(-1...3), mean: 0, logDeviation: 0)
    let squashed = distribution(.tanh(-1...3), mean: 0, logDeviation: 0)
    #expect(plain.action(5) == 5 && plain.action(-5) == -5)
    #expect(clipped.action(5) == 3 && clipped.action(-5) == -1 && clipped.action(0.5) == 0.5)
    #expect((squashed.action(0.5) - (1 + 2 * tanh(0.5))).magnitude < 1e-6)
    #expect(squashed.action(50) == 3 && squashed.action(-50) == -1)
    // What is learned from is not clipped.
    #expect(logProbability(clipped, 5) == logProbability(plain, 5))
  }

  @Test func `draws have the mean and the deviation`() {
    let normal = distribution(.none, mean: 0.7, logDeviation: -0.5)
    var random = RandomStream(seed: 5)
    let count = 100_000
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<count {
      let drawn = Double(normal.sample(0, using: &random).action)
      sum += drawn
      squares += drawn * drawn
    }
    let mean = sum / Double(count)
    let variance = squares / Double(count) - mean * mean
    // Five standard errors: wrong in one of 10⁶ seeds; a σ off by 2 % would be noticed.
    #expect((mean - 0.7).magnitude < 5 * exp(-0.5) / Double(count).squareRoot())
    #expect((variance / exp(-1) - 1).magnitude < 5 * (2 / Double(count)).squareRoot())
    #expect(5 * (2 / Double(count)).squareRoot() < 0.04)
  }

  @Test(arguments: [false, true])
  func `the Fisher product is the Hessian of KL`(dependsOnState: Bool) {
    let gaussian = GaussianDistribution(
      dependsOnState: dependsOnState, squashing: .none, initialLogDeviation: 0.1, rowCapacity: 2)
    let outputs: [Double] = dependsOnState ? [0.3, -0.2, -0.7, 0.4] : [0.3, -0.7]
    let own: [Double] = dependsOnState ? [] : [-0.25]
    let tangent: [Double] = dependsOnState ? [0.5, -1, 0.8, 0.3] : [0.5, 0.8, -0.6]
    /// KL of both rows together, old at the point itself.
    func divergence(_ point: [Double], _ moved: [Double]) -> Double {
      func moments(_ numbers: [Double], _ row: Int) -> (Double, Double) {
        dependsOnState
          ? (numbers[2 * row], numbers[2 * row + 1] + 0.1) : (numbers[row], numbers[2])
      }
      return (0..<2).reduce(0) { sum, row in
        let (old, new) = (moments(point, row), moments(moved, row))
        return sum + new.1 - old.1
          + (exp(2 * old.1) + pow(old.0 - new.0, 2)) / (2 * exp(2 * new.1)) - 0.5
      }
    }
    let point = outputs + own
    let expected = differences(at: point, step: 1e-4) { shifted in
      // Along the tangent: d/dh KL(point + h t) twice.
      let slope = differences(at: [0], step: 1e-3) { h in
        divergence(point, zip(shifted, tangent).map { $0 + h[0] * $1 })
      }
      return slope[0]
    }
    gaussian.prepare(
      outputs.map { Float($0) }, own: own.map { Float($0) } + [0], rowCount: 2)
    let product = FloatMemory(tangent.prefix(outputs.count).map { Float($0) })
    let ownProduct = FloatMemory(tangent.suffix(own.count).map { Float($0) })
    gaussian.applyFisher(rowCount: 2, outputs: product.start, own: ownProduct.start)
    #expect(relativeError(product.numbers + ownProduct.numbers, expected) < 1e-5)
    // Negative control: the tangent itself is not its product.
    #expect(relativeError(tangent.map { Float($0) }, expected) > 0.05)
  }
}
