import PolicyGradients
import Testing

@Suite struct PenalizedSurrogateTests {
  @Test func `by hand`() {
    let surrogate = PenalizedSurrogate(penaltyCoefficient: 0.5)
    #expect(surrogate.value(ratio: 1.5, advantage: -2, klDivergence: 0.25) == -3.125)
    let none = PenalizedSurrogate(penaltyCoefficient: 0)
    #expect(none.value(ratio: 1.5, advantage: -2, klDivergence: 7) == -3)
  }

  // Every policy has a price: the best one is no corner. Old ½, advantages ±1; with q the new
  // probability, L = 2q − 1 + β (½ log 4q(1 − q)), and L′ = 2 + β (1 − 2q) / 2q(1 − q).
  @Test func `a larger coefficient keeps the policy nearer`() {
    let old = SoftmaxPolicy(probabilities: [0.5, 0.5])
    func best(_ coefficient: Double) -> Double {
      let surrogate = PenalizedSurrogate(penaltyCoefficient: coefficient)
      func objective(_ q: Double) -> Double {
        let new = SoftmaxPolicy(probabilities: [q, 1 - q])
        let divergence = klDivergence(of: old, relativeTo: new)
        return 0.5
          * (surrogate.value(ratio: 2 * q, advantage: 1, klDivergence: divergence)
            + surrogate.value(ratio: 2 * (1 - q), advantage: -1, klDivergence: divergence))
      }
      return stride(from: 0.5, to: 1, by: 0.001).max { objective($0) < objective($1) } ?? 0
    }
    for coefficient in [0.5, 1, 4] {
      let q = best(coefficient)
      let slope = 2 + coefficient * (1 - 2 * q) / (2 * q * (1 - q))
      #expect(slope.magnitude < 0.02 * (2 + coefficient / (q * (1 - q))))
    }
    #expect(best(0.5) > best(1))
    #expect(best(1) > best(4))
    #expect(best(0) > 0.998)
  }

  @Test func `the coefficient follows the target`() {
    let surrogate = PenalizedSurrogate(penaltyCoefficient: 1)
    #expect(surrogate.adapted(to: 0.0066, target: 0.01).penaltyCoefficient == 0.5)
    #expect(surrogate.adapted(to: 0.0067, target: 0.01).penaltyCoefficient == 1)
    #expect(surrogate.adapted(to: 0.0149, target: 0.01).penaltyCoefficient == 1)
    #expect(surrogate.adapted(to: 0.0151, target: 0.01).penaltyCoefficient == 2)
  }

  @Test func `bad arguments are named`() async {
    let coefficient = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = PenalizedSurrogate(penaltyCoefficient: -1)
    }
    expectTrap(coefficient, says: "the coefficient -1.0 is not a finite number of at least 0")
    let target = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PenalizedSurrogate(penaltyCoefficient: 1).adapted(to: 0.1, target: 0)
    }
    expectTrap(target, says: "the target 0.0 is not above 0 and finite")
  }
}
