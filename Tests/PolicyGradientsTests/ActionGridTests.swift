import PolicyGradients
import Testing

@Suite struct ActionGridTests {
  private let grid = ActionGrid(-2...2, count: 4)

  @Test func `bins and their middles`() {
    #expect(grid.width == 1)
    #expect(grid.actions == [-1.5, -0.5, 0.5, 1.5])
    #expect([-9, -2, -0.01, 0, 1.99, 2, 9].map { grid.bin(of: $0) } == [0, 0, 1, 2, 3, 3, 3])
    for bin in 0..<4 { #expect(grid.bin(of: grid[bin]) == bin) }
  }

  // S1, "discretising helps": two good actions, and one between them that is bad.
  @Test func `a softmax over bins keeps two modes, a normal policy cannot`() {
    let bandit = ContinuousBandit(
      reward: { Double.exp(-8 * ($0 - 1) * ($0 - 1)) + Double.exp(-8 * ($0 + 1) * ($0 + 1)) },
      derivative: { _ in 0 })
    let bins = ActionGrid(-2...2, count: 16)
    let rewards = Vector(bins.actions.map { bandit.reward($0) })
    let both = SoftmaxPolicy(logits: 20 * rewards)
    #expect(both.probabilities.dot(rewards) > 0.8)
    // At the symmetric mean no deviation does well.
    for deviation in [0.01, 0.1, 0.5, 1, 2] {
      let normal = GaussianPolicy(mean: 0, deviation: deviation)
      #expect(bandit.expectedReturn(of: normal) < 0.6)
    }
  }
}
