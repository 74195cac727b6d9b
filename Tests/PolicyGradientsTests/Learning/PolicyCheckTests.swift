import Testing

@testable import PolicyGradients

/// ``Leaning``, without a constant: near where a pole begins it is almost a fair coin, whatever θ is.
private struct Coin: DifferentiablePolicy {
  /// Whether the two actions are swapped where they are drawn.
  var isSwapped = false
  var leaning = Leaning()

  var parameterCount: Int { leaning.parameterCount }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    let action = leaning.sample(at: observation, parameters: parameters, using: &generator)
    return isSwapped ? 1 - action : action
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    leaning.logProbability(of: action, at: observation, parameters: parameters)
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    leaning.score(of: action, at: observation, parameters: parameters)
  }
}

/// A softmax that overflows where its logits are above 709: sound near where it is trained.
private struct Naive: DifferentiablePolicy {
  let parameterCount = 3

  private func probabilities(_ parameters: Vector) -> [Double] {
    let powers = parameters.map { Double.exp(500 * $0) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    let probabilities = probabilities(parameters)
    let uniform = generator.uniform()
    return uniform < probabilities[0] ? 0 : uniform < probabilities[0] + probabilities[1] ? 1 : 2
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    Double.log(probabilities(parameters)[action])
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    500 * (Vector.unit(action, count: 3) - Vector(probabilities(parameters)))
  }
}

@Suite struct PolicyCheckTests {
  private static func check(_ policy: some DifferentiablePolicy<Int>, seed: UInt64) {
    _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: seed)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a sampler that draws the opposite action is found with every seed`(seed: UInt64) async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [seed] in
        Self.check(Coin(isSwapped: true), seed: seed)
      }, says: "Coin.sample: the action ")
  }

  // The negative control of the above; a policy that is refused ends the process.
  @Test func `a right sampler passes with every seed`() async {
    await #expect(processExitsWith: .success) {
      for seed in 0..<200 as Range<UInt64> { Self.check(Coin(), seed: seed) }
    }
  }

  @Test func `what overflows far from where it is trained is not looked at there`() async {
    await #expect(processExitsWith: .success) {
      let acrobat = LearningEnvironment.acrobot.learned(by: Naive())
      for seed in 0..<20 as Range<UInt64> {
        _ = Training(A2C.rlZoo, on: acrobat, steps: 1, seed: seed)
      }
    }
  }
}
