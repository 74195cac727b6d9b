import PolicyGradients
import Testing

@Suite struct ArmTests {
  @Test func `moments and ranges`() {
    #expect(Arm.normal(mean: 1, deviation: 2).mean == 1)
    #expect(Arm.normal(mean: 1, deviation: 2).variance == 4)
    #expect(Arm.normal(mean: 1, deviation: 2).range == nil)
    #expect(Arm.normal(mean: 1, deviation: 0).range == 1...1)
    #expect(Arm.bernoulli(0.25).mean == 0.25)
    #expect(Arm.bernoulli(0.25).variance == 0.1875)
    #expect(Arm.bernoulli(0.25).range == 0...1)
    #expect(Arm.bernoulli(0).range == 0...0)
    #expect(Arm.bernoulli(1).range == 1...1)
    #expect(Arm.deterministic(-3).mean == -3)
    #expect(Arm.deterministic(-3).variance == 0)
    #expect(Arm.deterministic(-3).range == -3...(-3))
  }

  // 6.1 standard errors: wrong once in 10⁹ fresh seeds.
  @Test(arguments: [
    Arm.normal(mean: 1, deviation: 2), .bernoulli(0.25), .deterministic(-3),
  ])
  func `samples have the stated mean`(arm: Arm) {
    var random = RandomStream(seed: 1)
    let sum = (0..<100_000).reduce(0.0) { sum, _ in sum + arm.sample(using: &random) }
    let tolerance = 6.1 * (arm.variance / 1e5).squareRoot()
    #expect((sum / 1e5 - arm.mean).magnitude <= tolerance)
    // Negative control: a mean off by 13 standard errors.
    let wrong = arm.mean + 13 * (arm.variance / 1e5).squareRoot() + 1e-6
    #expect((sum / 1e5 - wrong).magnitude > tolerance)
  }
}
