import PolicyGradients
import Testing

@Suite struct OracleFisherTests {
  private let oracle = OracleTests.z
  private let policy = TabularSoftmaxPolicy.problemZ

  @Test func `the Fisher information is the curvature of the divergence`() {
    var random = RandomStream(seed: 1)
    let change = Vector((0..<9).map { _ in 1e-4 * random.normal() })
    let moved = policy.withParameters(policy.parameters + change)
    for (divergence, fisher) in [
      (oracle.meanDivergence(relativeTo: moved), oracle.fisherInformation),
      (oracle.trajectoryDivergence(relativeTo: moved), oracle.trajectoryFisherInformation),
    ] {
      let quadratic = 0.5 * change.dot(fisher * change)
      #expect((divergence / quadratic - 1).magnitude < 1e-3)
    }
  }

  @Test func `the trajectory's Fisher information is a sum over trajectories`() {
    let policy = policy
    var sum = Matrix.zero(rowCount: 9, columnCount: 9)
    oracle.forEachTrajectory { episode, probability in
      let score = episode.sum { policy.score(of: $0.action, at: $0.state) }
      sum.addOuterProduct(score, score, scale: probability)
    }
    #expect(oracle.trajectoryFisherInformation.isClose(to: sum, tolerance: 1e-13))
    // One dimension a state is lost, because a shift of its logits changes nothing.
    #expect(SymmetricEigen(sum).rank() == 6)
  }

  @Test func `the natural gradient of a softmax is the advantage`() {
    // F⁺∇J with one state: the advantages, less their mean.
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1], transitions: [[[1], [1], [1]]], rewards: [[1, 3, -1]],
      horizon: 1)
    let single = Oracle(problem, policy: SoftmaxPolicy(logits: [0.2, -1, 0.5]), discount: 1)
    #expect(single.naturalGradient.isClose(to: [0, 2, -2], tolerance: 1e-12))
    let natural = oracle.naturalGradient
    #expect((oracle.fisherInformation * natural).isClose(to: oracle.gradient, tolerance: 1e-12))
  }
}
