import PolicyGradients
import Testing

@Suite struct GaussianPolicyTests {
  private let policies = [
    GaussianPolicy(mean: 0.7, deviation: 0.3),
    GaussianPolicy(mean: -1, logDeviation: 0.4),
    GaussianPolicy(
      features: [[1, 0.5], [1, -2]], meanWeights: [0.3, 1], deviation: .fixed(2)),
    GaussianPolicy(
      features: [[1, 0.5], [1, -2]], meanWeights: [0.3, 1],
      deviation: .learned(logWeights: [-0.2, 0.3])),
  ]

  @Test func `by hand`() {
    let policy = GaussianPolicy(mean: 1, deviation: 2)
    // (3 − 1) / 4, and 1 / (2 √2πe^½).
    #expect(policy.score(of: 3) == [0.5])
    let density = 1 / (2 * (2 * 3.141592653589793).squareRoot() * Double.exp(0.5))
    #expect((policy.probability(of: 3) - density).magnitude < 1e-16)
    #expect(policy.fisherInformation()[0, 0] == 0.25)
    #expect((policy.entropy() - 2.112085713764618).magnitude < 1e-14)
    let learned = GaussianPolicy(mean: 1, logDeviation: 0)
    #expect(learned.score(of: 3) == [2, 3])
    #expect(learned.fisherInformation().diagonal == [1, 2])
  }

  @Test func `score, entropy and Fisher information by independent routes`() {
    for policy in policies {
      let zero = Vector.zero(count: policy.parameterCount)
      for state in 0..<policy.stateCount {
        let action = 0.4
        let differences = Vector(
          zero.indices.map { index in
            let step = 1e-5 * Vector.unit(index, count: zero.count)
            return
              (policy.withParameters(policy.parameters + step)
              .logProbability(of: action, at: state)
              - policy.withParameters(policy.parameters - step)
              .logProbability(of: action, at: state)) / 2e-5
          })
        #expect(policy.score(of: action, at: state).isClose(to: differences, tolerance: 1e-7))
        let mass = policy.expectation(at: state) { _ -> Double in 1 }
        #expect((mass - 1).magnitude < 1e-14)
        let entropy = -policy.expectation(at: state) {
          policy.logProbability(of: $0, at: state)
        }
        #expect((policy.entropy(at: state) - entropy).magnitude < 1e-12)
        let mean = policy.expectation(at: state) { policy.score(of: $0, at: state) }
        #expect(mean.isClose(to: zero, tolerance: 1e-12))
        for index in zero.indices {
          let column = policy.expectation(at: state) {
            let score = policy.score(of: $0, at: state)
            return score[index] * score
          }
          let row = policy.fisherInformation(at: state).row(index)
          #expect(row.isClose(to: column, tolerance: 1e-11))
        }
      }
    }
  }

  @Test func `divergence by quadrature`() {
    let (p, q) = (
      GaussianPolicy(mean: 0.7, deviation: 0.3), GaussianPolicy(mean: -1, logDeviation: 0.4)
    )
    let sum = p.expectation { p.logProbability(of: $0) - q.logProbability(of: $0) }
    #expect((klDivergence(of: p, relativeTo: q) - sum).magnitude < 1e-12)
    #expect(klDivergence(of: q, relativeTo: p) > 2 * sum)
    #expect(klDivergence(of: p, relativeTo: p).magnitude < 1e-15)
  }

  // 6.1 standard errors of mean and mean square: wrong once in 10⁹ fresh seeds.
  @Test func `samples have the policy's mean and deviation`() {
    let policy = policies[3]
    var random = RandomStream(seed: 1)
    let count = 100_000.0
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<Int(count) {
      let distance =
        (policy.sample(at: 1, using: &random) - policy.mean(at: 1)) / policy.deviation(at: 1)
      sum += distance
      squares += distance * distance
    }
    #expect((sum / count).magnitude < 6.1 / count.squareRoot())
    #expect((squares / count - 1).magnitude < 6.1 * (2 / count).squareRoot())
    // Negative control: the other state's deviation.
    let ratio = policy.deviation(at: 1) / policy.deviation(at: 0)
    #expect((squares / count * ratio * ratio - 1).magnitude > 6.1 * (2 / count).squareRoot())
  }

  @Test func `bad arguments are refused`() async {
    let deviation = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GaussianPolicy(mean: 0, deviation: 0)
    }
    expectTrap(deviation, says: "the deviation 0.0 is not a positive number")
    let features = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GaussianPolicy(features: [[1, 2]], meanWeights: [1], deviation: .fixed(1))
    }
    expectTrap(features, says: "state 0 has 2 features, there are 1 weights of the mean")
  }
}
