import PolicyGradients
import Testing

@Suite struct GaussianMixturePolicyTests {
  private let mixture = GaussianMixturePolicy(
    logits: [0.3, -0.4], means: [-2, 1.5], logDeviations: [-0.7, 0.2])

  @Test func `one component is a normal policy`() {
    let single = GaussianMixturePolicy(logits: [5], means: [0.7], logDeviations: [-1])
    let normal = GaussianPolicy(mean: 0.7, logDeviation: -1)
    for action in [-3, 0, 0.71] {
      #expect(
        (single.logProbability(of: action) - normal.logProbability(of: action)).magnitude < 1e-13)
      let score = single.score(of: action)
      #expect(score[0].magnitude < 1e-15)
      #expect(Vector([score[1], score[2]]).isClose(to: normal.score(of: action), tolerance: 1e-13))
    }
    #expect((single.entropy() - normal.entropy()).magnitude < 1e-12)
  }

  @Test func `density, score, entropy and Fisher information`() {
    let zero = Vector.zero(count: 6)
    // A Riemann sum on a fine grid, independent of the components' quadrature.
    let grid = (-12_000...12_000).map { Double($0) * 1e-3 }
    let mass = grid.reduce(0) { $0 + 1e-3 * mixture.probability(of: $1) }
    #expect((mass - 1).magnitude < 1e-12)
    let entropy = grid.reduce(0) {
      $0 - 1e-3 * mixture.probability(of: $1) * mixture.logProbability(of: $1)
    }
    #expect((mixture.entropy() - entropy).magnitude < 1e-9)
    for action in [-2.5, 0, 1.4] {
      let differences = Vector(
        zero.indices.map { index in
          let step = 1e-5 * Vector.unit(index, count: 6)
          let (up, down) = (
            mixture.withParameters(mixture.parameters + step),
            mixture.withParameters(mixture.parameters - step)
          )
          return (up.logProbability(of: action) - down.logProbability(of: action)) / 2e-5
        })
      #expect(mixture.score(of: action).isClose(to: differences, tolerance: 1e-8))
    }
    let fisher = mixture.fisherInformation()
    let sum = grid.reduce(into: Matrix.zero(rowCount: 6, columnCount: 6)) {
      let score = mixture.score(of: $1)
      $0.addOuterProduct(score, score, scale: 1e-3 * mixture.probability(of: $1))
    }
    #expect(fisher.isClose(to: sum, tolerance: 1e-8))
    #expect(klDivergence(of: mixture, relativeTo: mixture) == 0)
    let moved = mixture.withParameters(mixture.parameters + 1e-3 * Vector.unit(2, count: 6))
    let quadratic = 0.5e-6 * fisher[2, 2]
    #expect((klDivergence(of: mixture, relativeTo: moved) / quadratic - 1).magnitude < 1e-2)
  }

  // 6.1 standard errors: wrong once in 10⁹ fresh seeds.
  @Test func `samples follow the density`() {
    var random = RandomStream(seed: 2)
    let count = 100_000.0
    var below = 0.0
    for _ in 0..<Int(count) where mixture.sample(using: &random) < -0.5 { below += 1 }
    let grid = (-12_000..<(-500)).map { (Double($0) + 0.5) * 1e-3 }
    let probability = grid.reduce(0) { $0 + 1e-3 * mixture.probability(of: $1) }
    func deviates(_ probability: Double) -> Bool {
      (below - count * probability).magnitude
        > 6.1 * (count * probability * (1 - probability)).squareRoot()
    }
    #expect(!deviates(probability))
    #expect(deviates(probability + 0.02))
  }

  @Test func `counts must agree`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GaussianMixturePolicy(logits: [1], means: [1, 2], logDeviations: [0])
    }
    expectTrap(result, says: "1 logits, 2 means, 1 log-deviations")
  }
}
