import PolicyGradients
import Testing

@Suite struct GroupSurrogateTests {
  private let problem = TokenProblemTests.sums
  private let acting = TabularSoftmaxPolicy.random(for: TokenProblemTests.sums.process, seed: 8)
  private let reference = TabularSoftmaxPolicy.uniform(for: TokenProblemTests.sums.process)

  private func groups(size: Int, seed: UInt64 = 2) -> [[Episode]] {
    var random = RandomStream(seed: seed)
    return (0..<3).map {
      problem.sampleGroup(of: size, answering: $0, following: acting, using: &random)
    }
  }

  /// The acting policy, moved far enough for some ratios to be clipped.
  private var moved: TabularSoftmaxPolicy {
    var random = RandomStream(seed: 6)
    let change = Vector(acting.parameters.map { _ in 0.3 * random.normal() })
    return acting.withParameters(acting.parameters + change)
  }

  @Test(arguments: [
    GroupSurrogate.deepSeekMath(groupSize: 8), .drGRPO(groupSize: 8), .leaveOneOut(groupSize: 8),
    GroupSurrogate(
      estimator: GroupRelative(groupSize: 8, normalization: .leaveOneOut, dividesByLength: true),
      clipRange: 0.1, penalty: ReferencePenalty(coefficient: 0.5, measure: .exact)),
  ])
  func `gradients agree with differences`(surrogate: GroupSurrogate) {
    let batch = surrogate.batch(of: groups(size: 8), actedBy: acting)
    let policy = moved
    let gradient = surrogate.gradient(of: batch, policy: policy, reference: reference)
    func value(_ parameters: Vector) -> Double {
      surrogate.value(
        of: batch, policy: policy.withParameters(parameters), reference: reference)
    }
    let differences = policy.parameters.indices.map { index -> Double in
      let change = 1e-5 * Vector.unit(index, count: policy.parameterCount)
      return (value(policy.parameters + change) - value(policy.parameters - change)) / 2e-5
    }
    #expect(gradient.isClose(to: Vector(differences), tolerance: 1e-9))
    #expect(gradient.norm > 0.05)
    let fraction = surrogate.zeroGradientFraction(of: batch, policy: policy)
    #expect(surrogate.clipping == nil ? fraction == 0 : fraction > 0.05 && fraction < 0.7)
    #expect(surrogate.zeroGradientFraction(of: batch, policy: acting) == 0)
  }

  @Test(arguments: [
    GroupRelative.Normalization.mean, .leaveOneOut, .standardized(degreesOfFreedom: 1),
  ])
  func `at the acting policy it is the group's estimate`(
    normalization: GroupRelative.Normalization
  ) {
    for dividesByLength in [false, true] {
      let estimator = GroupRelative(
        groupSize: 6, normalization: normalization, dividesByLength: dividesByLength)
      let groups = groups(size: 6)
      let surrogate = GroupSurrogate(estimator: estimator, clipRange: 0.2)
      let gradient = surrogate.gradient(
        of: surrogate.batch(of: groups, actedBy: acting), policy: acting, reference: reference)
      var mean = Vector.zero(count: acting.parameterCount)
      for group in groups {
        mean += estimator.estimate(from: group, policy: acting, discount: 1) / 3
      }
      #expect(gradient.isClose(to: mean, tolerance: 1e-15))
    }
  }

  // Over all pairs of answers to all prompts: E[∇L] = ∇J for leave one out.
  @Test func `the exact mean of the gradient`() {
    let small = TokenProblem.binaryAddition(upTo: 1, maximumLength: 3)
    let policy = TabularSoftmaxPolicy.random(for: small.process, seed: 9)
    let gradient = Oracle(small.process, policy: policy, discount: 1).gradient
    func mean(_ surrogate: GroupSurrogate) -> Vector {
      small.prompts.indices.reduce(.zero(count: policy.parameterCount)) { sum, prompt in
        let oracle = Oracle(small.process(for: prompt), policy: policy, discount: 1)
        let moments = oracle.moments(groupSize: 2) { group in
          surrogate.gradient(
            of: surrogate.batch(of: [group], actedBy: policy), policy: policy, reference: policy)
        }
        return sum + small.promptProbabilities[prompt] * moments.mean
      }
    }
    #expect(mean(.leaveOneOut(groupSize: 2)).isClose(to: gradient, tolerance: 1e-14))
    #expect(mean(.drGRPO(groupSize: 2)).isClose(to: 0.5 * gradient, tolerance: 1e-14))
    // The length makes it another direction.
    let published = mean(.deepSeekMath(groupSize: 2))
    let cosine = published.dot(gradient) / (published.norm * gradient.norm)
    #expect(cosine > 0.8 && cosine < 0.999)
  }

  @Test func `a penalty without rewards pulls to the reference`() {
    let surrogate = GroupSurrogate(
      estimator: GroupRelative(groupSize: 8, normalization: .leaveOneOut),
      penalty: ReferencePenalty(coefficient: 1, measure: .exact))
    // Wrong answers only: no advantages.
    let groups = groups(size: 300).map { group in
      Array(group.filter { $0.undiscountedReturn == 0 }.prefix(8))
    }
    let batch = surrogate.batch(of: groups, actedBy: acting)
    let gradient = surrogate.gradient(of: batch, policy: acting, reference: reference)
    let next = acting.withParameters(acting.parameters + 0.1 * gradient)
    func distance(_ policy: TabularSoftmaxPolicy) -> Double {
      klDivergence(of: policy, relativeTo: reference, at: problem.state(of: 0))
    }
    #expect(distance(next) < distance(acting))
    #expect(surrogate.gradient(of: batch, policy: reference, reference: reference).norm < 1e-15)
  }

  @Test func `a group of the wrong size stops with a message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let problem = TokenProblemTests.sums
      let policy = TabularSoftmaxPolicy.uniform(for: problem.process)
      var random = RandomStream(seed: 1)
      let group = problem.sampleGroup(of: 3, answering: 0, following: policy, using: &random)
      _ = GroupSurrogate.drGRPO(groupSize: 4).batch(of: [group], actedBy: policy)
    }
    expectTrap(result, says: "a group has 3 episodes, expected 4")
  }
}
