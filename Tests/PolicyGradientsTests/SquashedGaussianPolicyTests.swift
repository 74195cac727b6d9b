import PolicyGradients
import Testing

@Suite struct SquashedGaussianPolicyTests {
  // Not too wide: the density of a then falls to zero at the ends, and can be summed over a grid.
  private let policies = [
    SquashedGaussianPolicy(GaussianPolicy(mean: 0.3, deviation: 0.8)),
    SquashedGaussianPolicy(GaussianPolicy(mean: -0.6, logDeviation: -0.5), range: -2...6),
  ]

  @Test func `by hand`() {
    let policy = SquashedGaussianPolicy(GaussianPolicy(mean: 0, deviation: 1))
    // u = 0: the slope is 1, so the density is that of a normal number.
    #expect(policy.probability(of: 0) == GaussianPolicy(mean: 0, deviation: 1).probability(of: 0))
    // tanh(½ log 3) = ½, with slope ¾.
    let number = 0.5 * Double.log(3)
    #expect((policy.unsquashed(0.5) - number).magnitude < 1e-15)
    #expect((policy.squashed(number) - 0.5).magnitude < 1e-15)
    #expect((policy.logSlope(at: number) - Double.log(0.75)).magnitude < 1e-15)
    #expect(policy.score(of: 0.5)[0] == policy.unsquashed(0.5))
  }

  /// The integral of a function over the range, by the midpoint rule in a.
  private func integral(_ range: ClosedRange<Double>, _ function: (Double) -> Double) -> Double {
    let grid = ActionGrid(range, count: 20_000)
    return grid.actions.reduce(0) { $0 + grid.width * function($1) }
  }

  @Test func `the density has mass 1, and not without the slope`() {
    for policy in policies {
      #expect((integral(policy.range, { policy.probability(of: $0) }) - 1).magnitude < 1e-6)
      // Negative control: the density of u, as if it were that of a.
      let wrong = integral(policy.range) {
        policy.normal.probability(of: policy.unsquashed($0))
      }
      #expect((wrong - 1).magnitude > 0.1)
    }
  }

  @Test func `entropy and Fisher information by integrals over actions`() {
    for policy in policies {
      let entropy = integral(policy.range) {
        let logarithm = policy.logProbability(of: $0)
        return -Double.exp(logarithm) * logarithm
      }
      #expect((policy.entropy() - entropy).magnitude < 1e-5)
      #expect(policy.entropy() < Double.log(policy.range.upperBound - policy.range.lowerBound))
      // Negative control: the entropy of u.
      #expect((policy.normal.entropy() - entropy).magnitude > 0.1)
      for index in 0..<policy.parameterCount {
        let diagonal = integral(policy.range) {
          let component = policy.score(of: $0)[index]
          return policy.probability(of: $0) * component * component
        }
        #expect((policy.fisherInformation()[index, index] - diagonal).magnitude < 1e-4)
      }
    }
  }

  @Test func `the score is the derivative of the log-density`() {
    for policy in policies {
      let action = 0.4
      let difference = Vector(
        (0..<policy.parameterCount).map { index in
          let step = 1e-5 * Vector.unit(index, count: policy.parameterCount)
          return
            (policy.withParameters(policy.parameters + step).logProbability(of: action)
            - policy.withParameters(policy.parameters - step).logProbability(of: action)) / 2e-5
        })
      #expect(policy.score(of: action).isClose(to: difference, tolerance: 1e-8))
    }
  }

  @Test func `divergence by an integral over actions`() {
    let (p, q) = (
      policies[0], SquashedGaussianPolicy(GaussianPolicy(mean: -0.2, deviation: 1.1))
    )
    let sum = integral(p.range) {
      p.probability(of: $0) * (p.logProbability(of: $0) - q.logProbability(of: $0))
    }
    #expect((klDivergence(of: p, relativeTo: q) - sum).magnitude < 1e-5)
    #expect(sum > 0.1)
  }

  @Test func `far out, the slope is accurate where 1 − tanh² is zero`() {
    let policy = policies[0]
    #expect(1 - Double.tanh(25) * Double.tanh(25) == 0)
    // 1 − tanh² u = 4 e^{−2u} / (1 + e^{−2u})².
    #expect((policy.logSlope(at: 25) - (Double.log(4) - 50)).magnitude < 1e-13)
    #expect(policy.logSlope(at: -25) == policy.logSlope(at: 25))
    #expect(policy.logProbability(ofUnsquashed: 25).isFinite)
    for number in [0.01, 0.5, 2] {
      let plain = Double.log(1 - Double.tanh(number) * Double.tanh(number))
      #expect((policy.logSlope(at: number) - plain).magnitude < 1e-14)
    }
  }

  // 6.1 standard errors: wrong once in 10⁹ fresh seeds.
  @Test func `samples fall below an action as often as the normal number below its own`() {
    let policy = policies[1]
    var random = RandomStream(seed: 3)
    let action = policy.squashed(policy.normal.mean())
    let below = (0..<100_000).count { _ in policy.sample(using: &random) < action }
    let limit = 6.1 * (0.25 * 1e5).squareRoot()
    #expect((Double(below) - 5e4).magnitude < limit)
    // Negative control: the middle of the range.
    var other = RandomStream(seed: 3)
    let belowMiddle = (0..<100_000).count { _ in policy.sample(using: &other) < 2 }
    #expect((Double(belowMiddle) - 5e4).magnitude > limit)
  }

  @Test func `bad arguments are named`() async {
    let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = SquashedGaussianPolicy(GaussianPolicy(mean: 0, deviation: 1))
      _ = policy.logProbability(of: 1)
    }
    expectTrap(end, says: "the action 1.0 is not inside of -1.0...1.0")
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SquashedGaussianPolicy(GaussianPolicy(mean: 0, deviation: 1), range: 2...2)
    }
    expectTrap(range, says: "the range 2.0...2.0 is empty or not finite")
    let ranges = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let normal = GaussianPolicy(mean: 0, deviation: 1)
      _ = klDivergence(
        of: SquashedGaussianPolicy(normal),
        relativeTo: SquashedGaussianPolicy(normal, range: -2...2))
    }
    expectTrap(ranges, says: "the ranges differ, -1.0...1.0 and -2.0...2.0")
  }
}
