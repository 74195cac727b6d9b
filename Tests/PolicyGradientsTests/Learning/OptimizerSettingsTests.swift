import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct OptimizerSettingsTests {
  /// The parameters after each of three updates.
  private func parameters(_ rule: OptimizerSettings.Rule) -> [[Float]] {
    var algorithm = A2C.rlZoo
    algorithm.network.hidden = [4]
    algorithm.rule = rule
    let training = Training(algorithm, on: .cartPole, steps: 1_000, seed: 1)
    return (0..<3).map { _ in
      training.advance()
      return training.run.parameters
    }
  }

  @Test func `Adam has the decays that it is given`() throws {
    let usual = try #require(
      OptimizerSettings(.adam(epsilon: 1e-5)).optimizer(parameterCount: 2) as? Adam)
    #expect(usual == Adam(parameterCount: 2, firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-5))
    let other = OptimizerSettings(.adam(epsilon: 1e-4, firstDecay: 0.5, secondDecay: 0.75))
      .optimizer(parameterCount: 3)
    #expect(
      try #require(other as? Adam)
        == Adam(parameterCount: 3, firstDecay: 0.5, secondDecay: 0.75, epsilon: 1e-4))
  }

  @Test func `Adam's decays change a run from its second step on`() {
    let usual = parameters(.adam(epsilon: 1e-5))
    #expect(parameters(.adam(epsilon: 1e-5, firstDecay: 0.9, secondDecay: 0.999)) == usual)
    for rule in [
      OptimizerSettings.Rule.adam(epsilon: 1e-5, firstDecay: 0.5),
      .adam(epsilon: 1e-5, secondDecay: 0.5),
    ] {
      let changed = parameters(rule)
      // The first step's means are the gradient and its square, whatever they will keep.
      #expect(zip(changed[0], usual[0]).allSatisfy { ($0 - $1).magnitude < 1e-6 })
      #expect(zip(changed[1], usual[1]).contains { ($0 - $1).magnitude > 1e-5 })
    }
  }

  @Test func `momentum keeps a share of the velocity`() {
    var optimizer = OptimizerSettings(.momentum(0.5)).optimizer(parameterCount: 1)
    let numbers = FloatMemory(count: 1)
    let slopes = FloatMemory([1])
    for expected in [1, 2.5, 4.25] as [Float] {
      optimizer.move(
        UnsafeMutableBufferPointer(start: numbers.start, count: 1),
        gradients: UnsafeBufferPointer(start: slopes.start, count: 1), rate: 1)
      // u = 1, 1.5, 1.75.
      #expect(numbers.numbers == [expected])
    }
  }

  @Test func `momentum changes a run from its second step on`() {
    let plain = parameters(.gradient)
    #expect(parameters(.momentum(0)) == plain)
    let moving = parameters(.momentum(0.9))
    #expect(moving[0] == plain[0] && moving[1] != plain[1])
  }

  @Test func `what is out of range is named`() {
    func complaint(_ rule: OptimizerSettings.Rule) -> String? {
      OptimizerSettings(rule).complaint
    }
    #expect(
      complaint(.adam(epsilon: 1e-5, firstDecay: 1))
        == "the optimiser's first decay 1.0 is outside 0..<1")
    #expect(
      complaint(.adam(epsilon: 1e-5, secondDecay: .nan))
        == "the optimiser's second decay nan is outside 0..<1")
    #expect(
      complaint(.rmsProp(epsilon: 1e-5, decay: 1)) == "the optimiser's decay 1.0 is outside 0..<1")
    #expect(complaint(.momentum(-0.5)) == "the optimiser's momentum -0.5 is outside 0..<1")
    #expect(complaint(.momentum(1)) == "the optimiser's momentum 1.0 is outside 0..<1")
    #expect(complaint(.adam(epsilon: 1e-60)) == "the optimiser's epsilon 1e-60 is not above 0")
    // Negative control: the ends that belong to it, and plain steps, which have no epsilon.
    for rule in [
      OptimizerSettings.Rule.adam(epsilon: 1e-30, firstDecay: 0, secondDecay: 0),
      .rmsProp(epsilon: 1e-5, decay: 0), .momentum(0), .gradient,
    ] {
      #expect(complaint(rule) == nil)
    }
  }
}
