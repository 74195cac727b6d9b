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

  // E44: the natural gradient does not depend on the parameters, but only for small steps.
  @Test func `steps in two parametrisations`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1], transitions: [[[1], [1]]], rewards: [[1, 0]], horizon: 1)
    func after(_ policy: some DiscretePolicy, _ step: Double, natural: Bool) -> Double {
      let oracle = Oracle(problem, policy: policy, discount: 1)
      let direction = natural ? oracle.naturalGradient : oracle.gradient
      return policy.withParameters(policy.parameters + step * direction)
        .probability(of: 0, at: 0)
    }
    let logit = LogitCoin(parameters: [Double.log(3.0 / 7)])
    let direct = DirectCoin(parameters: [0.3])
    #expect((after(logit, 0.001, natural: true) - 0.300210).magnitude < 5e-7)
    #expect((after(direct, 0.001, natural: true) - 0.300210).magnitude < 5e-7)
    #expect((after(logit, 0.5, natural: true) - 0.4140).magnitude < 5e-5)
    #expect((after(direct, 0.5, natural: true) - 0.4050).magnitude < 5e-5)
    #expect((after(logit, 0.5, natural: false) - 0.3225).magnitude < 5e-5)
    #expect((after(direct, 0.5, natural: false) - 0.8).magnitude < 1e-12)
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

/// A coin with p = 1 / (1 + e^−θ), as somebody outside the library would write a policy.
private struct LogitCoin: Coin {
  var parameters: Vector
  var heads: Double { 1 / (1 + Double.exp(-parameters[0])) }
  var slope: Double { heads * (1 - heads) }
}

/// A coin with p = θ.
private struct DirectCoin: Coin {
  var parameters: Vector
  var heads: Double { parameters[0] }
  var slope: Double { 1 }
}

/// A policy with two actions and one parameter.
private protocol Coin: DiscretePolicy {
  var parameters: Vector { get set }
  var heads: Double { get }
  /// dp/dθ.
  var slope: Double { get }
}

extension Coin {
  var stateCount: Int { 1 }
  var actionCount: Int { 2 }

  func withParameters(_ parameters: Vector) -> Self {
    var result = self
    result.parameters = parameters
    return result
  }

  func probability(of action: Int, at state: Int) -> Double { action == 0 ? heads : 1 - heads }

  func logProbability(of action: Int, at state: Int) -> Double {
    Double.log(probability(of: action, at: state))
  }

  func score(of action: Int, at state: Int) -> Vector {
    [(action == 0 ? slope : -slope) / probability(of: action, at: state)]
  }

  func sample(at state: Int, using generator: inout RandomStream) -> Int {
    generator.bernoulli(heads) ? 0 : 1
  }
}
