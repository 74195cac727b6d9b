import PolicyGradients
import Testing

@Suite struct SoftmaxPolicyTests {
  @Test func `a hand-computed case`() {
    let policy = SoftmaxPolicy(logits: [Double.log(1), Double.log(2), Double.log(5)])
    #expect(policy.actionCount == 3)
    #expect(policy.probabilities.isClose(to: [0.125, 0.25, 0.625], tolerance: 1e-15))
    #expect(policy.probability(of: 1) == policy.probabilities[1])
    #expect((policy.logProbability(of: 0) + 3 * Double.log(2)).magnitude < 1e-15)
    #expect(policy.score(of: 2).isClose(to: [-0.125, -0.25, 0.375], tolerance: 1e-15))
  }

  @Test func `given probabilities are kept`() {
    let policy = SoftmaxPolicy(probabilities: [0.9, 0.1])
    #expect(policy.probabilities == [0.9, 0.1])
    #expect(policy.logits == [Double.log(0.9), Double.log(0.1)])
  }

  @Test func `shifting all logits changes nothing`() {
    let (policy, shifted) = (
      SoftmaxPolicy(logits: [1, -2, 0.5]), SoftmaxPolicy(logits: [1e3 + 1, 1e3 - 2, 1e3 + 0.5])
    )
    #expect(policy.probabilities.isClose(to: shifted.probabilities, tolerance: 1e-13))
  }

  @Test func `extreme logits stay finite`() {
    let policy = SoftmaxPolicy(logits: [1e300, -1e300, 1e300])
    #expect(policy.probabilities == [0.5, 0, 0.5])
    let steep = SoftmaxPolicy(logits: [1_000, 0])
    #expect(steep.probabilities == [1, 0])
    #expect(steep.logProbability(of: 1) == -1_000)
    #expect(steep.score(of: 1) == [-1, 1])
    #expect(steep.entropy == 0)
  }

  // E50: the score does not explode, however unlikely the action.
  @Test func `the score's length is at most √2 and its mean 0`() {
    var random = RandomStream(seed: 1)
    for _ in 0..<2_000 {
      let count = 2 + random.integer(below: 5)
      let policy = SoftmaxPolicy(logits: Vector((0..<count).map { _ in 10 * random.normal() }))
      var mean = Vector.zero(count: count)
      for action in 0..<count {
        #expect(policy.score(of: action).norm <= 2.0.squareRoot() + 1e-15)
        mean += policy.probability(of: action) * policy.score(of: action)
      }
      #expect(mean.isClose(to: .zero(count: count), tolerance: 1e-15))
    }
    #expect(SoftmaxPolicy(logits: [800, 0]).score(of: 1).norm == 2.0.squareRoot())
  }

  @Test func `the score is the derivative of the log-probability`() {
    let logits: Vector = [0.3, -0.7, 1.1, 0]
    for action in 0..<4 {
      let difference = Vector(
        (0..<4).map { index in
          let step = 1e-5 * Vector.unit(index, count: 4)
          return
            (SoftmaxPolicy(logits: logits + step).logProbability(of: action)
            - SoftmaxPolicy(logits: logits - step).logProbability(of: action)) / 2e-5
        })
      #expect(
        SoftmaxPolicy(logits: logits).score(of: action).isClose(to: difference, tolerance: 1e-9))
    }
  }

  @Test func `entropy lies between 0 and log A`() {
    #expect((SoftmaxPolicy(logits: [3, 3, 3]).entropy - Double.log(3)).magnitude < 1e-15)
    #expect(
      (SoftmaxPolicy(probabilities: [0.5, 0.25, 0.25]).entropy - 1.5 * Double.log(2)).magnitude
        < 1e-15)
    #expect(SoftmaxPolicy(logits: [0]).entropy == 0)
  }

  @Test func `divergence is positive, asymmetric, and zero for equal policies`() {
    let (p, q) = (
      SoftmaxPolicy(probabilities: [0.5, 0.5]), SoftmaxPolicy(probabilities: [0.25, 0.75])
    )
    // ½ log 2 + ½ log ⅔ = ½ log 4/3;  ¼ log ½ + ¾ log 3/2.
    #expect((klDivergence(of: p, relativeTo: q) - 0.5 * Double.log(4.0 / 3)).magnitude < 1e-15)
    let reverse = -0.25 * Double.log(2) + 0.75 * Double.log(1.5)
    #expect((klDivergence(of: q, relativeTo: p) - reverse).magnitude < 1e-15)
    #expect(klDivergence(of: p, relativeTo: p) == 0)
    // The reference's probability underflows to 0, its logarithm does not.
    let steep = SoftmaxPolicy(logits: [0, -2_000])
    #expect(klDivergence(of: p, relativeTo: steep) == 1_000 - Double.log(2))
    #expect(klDivergence(of: steep, relativeTo: p) == Double.log(2))
  }

  // 6.1 standard errors: wrong once in 10⁹ fresh seeds; a shift of 0.0078 is missed once in 10⁹.
  @Test func `samples follow the probabilities`() {
    let policy = SoftmaxPolicy(logits: [0.1, 0.2, -1])
    var random = RandomStream(seed: 2)
    var counts = [0.0, 0, 0]
    for _ in 0..<100_000 { counts[policy.sample(using: &random)] += 1 }
    func deviates(_ policy: SoftmaxPolicy) -> Bool {
      zip(counts, policy.probabilities).contains { count, probability in
        (count - 1e5 * probability).magnitude
          > 6.1 * (1e5 * probability * (1 - probability)).squareRoot()
      }
    }
    #expect(!deviates(policy))
    // Negative control.
    #expect(deviates(SoftmaxPolicy(logits: [0.15, 0.2, -1])))
  }

  @Test func `an action outside is named`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      print(SoftmaxPolicy(logits: [0, 0]).score(of: 2))
    }
    let message = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) }
    #expect(message?.contains("the action 2 is outside 0..<2") == true)
  }
}
