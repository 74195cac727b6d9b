import PolicyGradients
import Testing

@Suite struct OracleComparisonTests {
  private let oracle = OracleTests.z
  private let policy = TabularSoftmaxPolicy.problemZ
  private let other = TabularSoftmaxPolicy.random(for: .problemZ, seed: 5)

  @Test func `the surrogate agrees to first order only`() {
    #expect(oracle.surrogate(of: policy).magnitude < 1e-15)
    let direction = oracle.gradient / oracle.gradient.norm
    func errors(_ size: Double) -> (surrogate: Double, slope: Double) {
      let moved = policy.withParameters(policy.parameters + size * direction)
      let surrogate = oracle.surrogate(of: moved)
      let gain = oracle.withPolicy(moved).expectedReturn - oracle.expectedReturn
      return (surrogate - gain, surrogate / size)
    }
    #expect((errors(1e-5).slope - oracle.gradient.norm).magnitude < 1e-5)
    // The error is of second order: a tenth of the change, a hundredth of the error.
    let ratio = errors(1e-2).surrogate / errors(1e-3).surrogate
    #expect((ratio - 100).magnitude < 5)
    #expect(errors(1e-2).surrogate.magnitude > 1e-7)
  }

  @Test func `the surrogate with one step is exact`() {
    let one = Oracle(MarkovDecisionProcess.problemZ.withHorizon(1), policy: policy, discount: 0.8)
    let moved = one.withPolicy(other)
    let gain = moved.expectedReturn - one.expectedReturn
    #expect((one.surrogate(of: other) - gain).magnitude < 1e-15)
  }

  @Test func `the divergence of trajectories is a sum over them`() {
    let policy = policy
    let other = other
    let sum = oracle.mean { episode in
      episode.reduce(0.0) {
        $0 + policy.logProbability(of: $1) - other.logProbability(of: $1)
      }
    }
    let divergence = oracle.trajectoryDivergence(relativeTo: other)
    #expect(divergence > 0.1)
    #expect((divergence - sum).magnitude < 1e-13)
    #expect(oracle.trajectoryDivergence(relativeTo: policy) == 0)
    // The order matters.
    let reverse = oracle.withPolicy(other).trajectoryDivergence(relativeTo: policy)
    #expect((reverse - divergence).magnitude > 1e-3)
    #expect(oracle.meanDivergence(relativeTo: other) <= oracle.largestDivergence(relativeTo: other))
    let states = (0..<3).map { klDivergence(of: policy, relativeTo: other, at: $0) }
    #expect(oracle.largestDivergence(relativeTo: other) == states.max())
  }
}
