import PolicyGradients
import Testing

@Suite struct TabularSoftmaxPolicyTests {
  private let policy = TabularSoftmaxPolicy(logits: [[0.3, -0.2, 1], [-0.4, 0.5, 0]])

  @Test func `every state has its own softmax`() {
    #expect(policy.stateCount == 2)
    #expect(policy.actionCount == 3)
    #expect(policy.parameterCount == 6)
    #expect(policy.parameters == [0.3, -0.2, 1, -0.4, 0.5, 0])
    let local = SoftmaxPolicy(logits: [-0.4, 0.5, 0])
    #expect(policy.probability(of: 1, at: 1) == local.probability(of: 1))
    #expect(policy.logProbability(of: 2, at: 1) == local.logProbability(of: 2))
    #expect(policy.entropy(at: 1) == local.entropy)
    var (one, other) = (RandomStream(seed: 1), RandomStream(seed: 1))
    for _ in 0..<100 {
      #expect(policy.sample(at: 1, using: &one) == local.sample(using: &other))
    }
  }

  @Test func `the score fills the state's block`() {
    let score = policy.score(of: 0, at: 1)
    let local = SoftmaxPolicy(logits: [-0.4, 0.5, 0]).score(of: 0)
    #expect(score == [0, 0, 0, local[0], local[1], local[2]])
  }

  @Test func `states must have the same actions`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = TabularSoftmaxPolicy(logits: [[0, 0], [0]])
    }
    let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(message?.contains("state 1 has 1 actions, state 0 has 2") == true)
  }
}
