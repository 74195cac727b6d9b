import PolicyGradients
import Testing

/// What every discrete policy must satisfy; used by the tests of each kind.
func expectDiscretePolicyLaws(
  _ policy: some DiscretePolicy, sourceLocation: SourceLocation = #_sourceLocation
) {
  let zero = Vector.zero(count: policy.parameterCount)
  for state in 0..<policy.stateCount {
    var (total, mean, entropy) = (0.0, zero, 0.0)
    var fisher = Matrix.zero(rowCount: zero.count, columnCount: zero.count)
    for action in 0..<policy.actionCount {
      let probability = policy.probability(of: action, at: state)
      let logarithm = policy.logProbability(of: action, at: state)
      let score = policy.score(of: action, at: state)
      total += probability
      mean += probability * score
      entropy -= probability * logarithm
      fisher.addOuterProduct(score, score, scale: probability)
      #expect(
        (Double.exp(logarithm) - probability).magnitude < 1e-14, sourceLocation: sourceLocation)
      let differences = Vector(
        zero.indices.map { index in
          let step = 1e-5 * Vector.unit(index, count: zero.count)
          let (up, down) = (
            policy.withParameters(policy.parameters + step),
            policy.withParameters(policy.parameters - step)
          )
          return
            (up.logProbability(of: action, at: state)
            - down.logProbability(of: action, at: state)) / 2e-5
        })
      #expect(score.isClose(to: differences, tolerance: 1e-8), sourceLocation: sourceLocation)
      let block = policy.scoreBlock(of: action, at: state)
      var whole = zero
      for index in block.components.indices {
        whole[block.offset + index] = block.components[index]
      }
      #expect(whole == score, sourceLocation: sourceLocation)
    }
    #expect((total - 1).magnitude < 1e-14, sourceLocation: sourceLocation)
    #expect(mean.isClose(to: zero, tolerance: 1e-14), sourceLocation: sourceLocation)
    #expect((policy.entropy(at: state) - entropy).magnitude < 1e-14, sourceLocation: sourceLocation)
    #expect(
      policy.fisherInformation(at: state).isClose(to: fisher, tolerance: 1e-14),
      sourceLocation: sourceLocation)
  }
}

@Suite struct PolicyTests {
  @Test func `softmax policies satisfy the laws`() {
    expectDiscretePolicyLaws(SoftmaxPolicy(logits: [0.3, -1, 0.2]))
    expectDiscretePolicyLaws(TabularSoftmaxPolicy.problemZ)
    expectDiscretePolicyLaws(TabularSoftmaxPolicy.random(for: .problemA, seed: 1, scale: 2))
  }

  @Test func `divergence in a state is that of its softmax`() {
    let (p, q) = (
      TabularSoftmaxPolicy.problemA, TabularSoftmaxPolicy.random(for: .problemA, seed: 1)
    )
    let expected = klDivergence(of: p.policy(at: 1), relativeTo: q.policy(at: 1))
    #expect(klDivergence(of: p, relativeTo: q, at: 1) == expected)
    #expect(expected > 0)
  }

  @Test func `parameters of another count are refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TabularSoftmaxPolicy.problemA.withParameters([1, 2, 3])
    }
    expectTrap(result, says: "withParameters: 3 parameters, expected 4")
  }
}
