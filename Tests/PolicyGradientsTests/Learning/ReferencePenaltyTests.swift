import PolicyGradients
import Testing

@Suite struct ReferencePenaltyTests {
  private let policy = TabularSoftmaxPolicy(probabilities: [[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])
  private let reference = TabularSoftmaxPolicy(probabilities: [[0.2, 0.2, 0.6], [0.3, 0.3, 0.4]])

  /// A step with an action, in state 0.
  private func step(_ action: Int) -> Step {
    Episode(states: [0, 1], actions: [action], rewards: [0])[0]
  }

  private func gradient(
    _ penalty: ReferencePenalty, at step: Step, of policy: TabularSoftmaxPolicy
  ) -> Vector {
    var result = Vector.zero(count: 6)
    penalty.forEachScore(at: step, of: policy, relativeTo: reference) { action, factor in
      result += factor * policy.score(of: action, at: step.state)
    }
    return result
  }

  /// Over the actions of state 0.
  private func mean(_ f: (Int) -> Vector) -> Vector {
    (0..<3).reduce(Vector.zero(count: 6)) { sum, action in
      sum + policy.probability(of: action, at: 0) * f(action)
    }
  }

  @Test func `values by hand`() {
    let sampled = ReferencePenalty(coefficient: 2)
    // r = 0.2 / 0.5.
    let expected = 2 * (0.4 - Double.log(0.4) - 1)
    let found = sampled.value(at: step(0), of: policy, relativeTo: reference)
    #expect((found - expected).magnitude < 1e-15)
    #expect(sampled.value(at: step(0), of: policy, relativeTo: policy) == 0)
    let exact = ReferencePenalty(coefficient: 2, measure: .exact)
    let divergence = klDivergence(of: policy, relativeTo: reference, at: 0)
    #expect(exact.value(at: step(1), of: policy, relativeTo: reference) == 2 * divergence)
  }

  @Test func `the sampled value is unbiased`() {
    let sampled = ReferencePenalty(coefficient: 1)
    let mean = mean { action in
      [sampled.value(at: step(action), of: policy, relativeTo: reference), 0, 0, 0, 0, 0]
    }
    let divergence = klDivergence(of: policy, relativeTo: reference, at: 0)
    #expect((mean[0] - divergence).magnitude < 1e-15)
    #expect(divergence > 0.1)
  }

  @Test(arguments: [ReferencePenalty.Measure.sampled, .exact])
  func `gradients agree with differences`(measure: ReferencePenalty.Measure) {
    let penalty = ReferencePenalty(coefficient: 0.7, measure: measure)
    for action in 0..<3 {
      let differences = (0..<6).map { index -> Double in
        let change = 1e-5 * Vector.unit(index, count: 6)
        func value(_ parameters: Vector) -> Double {
          penalty.value(
            at: step(action), of: policy.withParameters(parameters), relativeTo: reference)
        }
        return (value(policy.parameters + change) - value(policy.parameters - change)) / 2e-5
      }
      let gradient = gradient(penalty, at: step(action), of: policy)
      #expect(gradient.isClose(to: Vector(differences), tolerance: 1e-9))
      #expect(gradient.norm > 0.01)
    }
  }

  // What the sampled form's gradient is the gradient of.
  @Test func `the sampled gradient follows the other divergence`() {
    let sampled = mean { gradient(ReferencePenalty(coefficient: 1), at: step($0), of: policy) }
    func differences(_ value: (TabularSoftmaxPolicy) -> Double) -> Vector {
      Vector(
        (0..<6).map { index in
          let change = 1e-5 * Vector.unit(index, count: 6)
          let (up, down) = (policy.parameters + change, policy.parameters - change)
          return (value(policy.withParameters(up)) - value(policy.withParameters(down))) / 2e-5
        })
    }
    let other = differences { klDivergence(of: reference, relativeTo: $0, at: 0) }
    let usual = differences { klDivergence(of: $0, relativeTo: reference, at: 0) }
    #expect(sampled.isClose(to: other, tolerance: 1e-9))
    #expect(!sampled.isClose(to: usual, tolerance: 1e-2))
    let exact = gradient(
      ReferencePenalty(coefficient: 1, measure: .exact), at: step(0), of: policy)
    #expect(exact.isClose(to: usual, tolerance: 1e-9))
  }

  @Test func `a bad coefficient stops with a message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ReferencePenalty(coefficient: -0.1)
    }
    expectTrap(result, says: "the coefficient -0.1 is not a number of at least 0")
  }
}
