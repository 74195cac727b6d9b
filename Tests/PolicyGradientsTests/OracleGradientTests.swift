import PolicyGradients
import Testing

@Suite struct OracleGradientTests {
  // Three routes that share only the problem's tables: 200 random problems and policies.
  @Test(arguments: 0..<200)
  func `three routes agree`(index: Int) {
    let oracle = Self.oracle(index)
    let exact = oracle.gradient
    let tolerance = 1e-8 * exact.norm
    #expect(exact.norm > 0)
    #expect((oracle.gradientFromTrajectories - exact).norm <= tolerance)
    #expect((oracle.gradientFromDifferences() - exact).norm <= tolerance)
    // Negative control: the gradient of the return without discount is another one.
    if oracle.discount < 0.99 && oracle.problem.horizon != 1 {
      #expect((oracle.withDiscount(1).gradientFromTrajectories - exact).norm > tolerance)
    }
  }

  static func oracle(_ index: Int) -> Oracle {
    var random = RandomStream(seed: 2026).split(index)
    let horizon = 1 + random.integer(below: 4)
    let problem = MarkovDecisionProcess.random(
      states: 1 + random.integer(below: 3), actions: 2 + random.integer(below: 2),
      horizon: horizon, hasTerminalState: random.bernoulli(0.5), seed: UInt64(index))
    let policy = TabularSoftmaxPolicy.random(for: problem, seed: UInt64(index), scale: 1.5)
    return Oracle(problem, policy: policy, discount: 0.5 + 0.5 * random.uniform())
  }

  @Test func `without horizon two routes agree`() {
    for seed in 0..<20 as Range<UInt64> {
      let problem = MarkovDecisionProcess.random(
        states: 4, actions: 3, horizon: nil, hasTerminalState: seed % 2 == 0, seed: seed)
      let policy = TabularSoftmaxPolicy.random(for: problem, seed: seed)
      let oracle = Oracle(problem, policy: policy, discount: 0.9)
      let difference = oracle.gradientFromDifferences() - oracle.gradient
      #expect(difference.norm <= 1e-8 * oracle.gradient.norm)
    }
  }
}
