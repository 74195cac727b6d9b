import PolicyGradients
import Testing

@Suite struct ClippedSurrogateTests {
  private let surrogate = ClippedSurrogate(clipRange: 0.2)

  // The six rows of the usual table, by hand; then the kinks, and A = 0.
  @Test(arguments: [
    (1.1, 2.0, 2.2, 2.0, ClipCase.insidePositive),
    (1.1, -2, -2.2, -2, .insideNegative),
    (0.5, 2, 1, 2, .belowPositive),
    (0.5, -2, -1.6, 0, .belowNegative),
    (1.5, 2, 2.4, 0, .abovePositive),
    (1.5, -2, -3, -2, .aboveNegative),
    (1.2, 2, 2.4, 2, .upperKink),
    (0.8, -2, -1.6, -2, .lowerKink),
    (1.5, 0, 0, 0, .zeroAdvantage),
    // A bound that does nothing for its sign is no kink.
    (0.8, 2, 1.6, 2, .insidePositive),
    (1.2, -2, -2.4, -2, .insideNegative),
  ])
  func `value, derivative and case`(
    ratio: Double, advantage: Double, value: Double, derivative: Double, expected: ClipCase
  ) {
    #expect(
      (surrogate.value(ratio: ratio, advantage: advantage) - value).magnitude < 1e-15)
    #expect(surrogate.derivative(ratio: ratio, advantage: advantage) == derivative)
    #expect(surrogate.clipCase(ratio: ratio, advantage: advantage) == expected)
    #expect(expected.hasGradient == (derivative != 0))
  }

  @Test func `all nine cases are met`() {
    let met = Set(
      [0.5, 0.8, 1, 1.2, 1.5].flatMap { ratio in
        [-1, 0, 1].map { surrogate.clipCase(ratio: ratio, advantage: $0) }
      })
    #expect(met == Set(ClipCase.allCases))
  }

  @Test func `the derivative is the slope of the value, away from the kinks`() {
    #expect(disagreements { surrogate.derivative(ratio: $0, advantage: $1) } == 0)
    // Negative controls: flat outside the bounds whatever the sign, and the inverted reading of min.
    #expect(disagreements { surrogate.bounds.contains($0) ? $1 : 0 } > 500)
    #expect(
      disagreements { ratio, advantage in
        let isHarmful = advantage > 0 ? ratio < 0.8 : ratio > 1.2
        return isHarmful ? 0 : advantage
      } > 1_000)
  }

  /// How many of 4000 samples have another slope than stated.
  private func disagreements(_ derivative: (Double, Double) -> Double) -> Int {
    var random = RandomStream(seed: 1)
    return (0..<4_000).count { _ in
      let (ratio, advantage) = (random.uniform(in: 0.01..<2.5), random.normal())
      let step = 1e-7
      let isNearKink = [0.8, 1.2].contains { (ratio - $0).magnitude < 2 * step }
      let slope =
        (surrogate.value(ratio: ratio + step, advantage: advantage)
          - surrogate.value(ratio: ratio - step, advantage: advantage)) / (2 * step)
      return !isNearKink && (slope - derivative(ratio, advantage)).magnitude > 1e-6
    }
  }

  // PyTorch's rules, step by step: equal arguments of min get half each, clamp passes the gradient
  // on from bound to bound, both included.
  @Test func `at the kinks the convention is that of reverse-mode differentiation in PyTorch`() {
    func reverse(_ ratio: Double, _ advantage: Double, strictClamp: Bool = false) -> Double {
      let clipped = min(max(ratio, 0.8), 1.2)
      let (plain, limited) = (ratio * advantage, clipped * advantage)
      let share = plain == limited ? 0.5 : (plain < limited ? 1 : 0)
      let isInside = strictClamp ? ratio > 0.8 && ratio < 1.2 : ratio >= 0.8 && ratio <= 1.2
      return share * advantage + (1 - share) * (isInside ? advantage : 0)
    }
    for ratio in [0, 0.5, 0.8, 0.9, 1, 1.1, 1.2, 1.5] {
      for advantage in [-2.0, 0, 3] {
        #expect(
          surrogate.derivative(ratio: ratio, advantage: advantage) == reverse(ratio, advantage))
      }
    }
    // Negative control: a clamp that stops the gradient at its bounds halves it at the kinks.
    #expect(reverse(1.2, 3, strictClamp: true) == 1.5)
    #expect(reverse(0.8, -2, strictClamp: true) == -1)
  }

  @Test func `it is at most the unclipped objective, and equal unless flat`() {
    var random = RandomStream(seed: 2)
    for _ in 0..<2_000 {
      let (ratio, advantage) = (random.uniform(in: 0..<3), random.normal())
      let value = surrogate.value(ratio: ratio, advantage: advantage)
      #expect(value <= ratio * advantage)
      let isFlat = surrogate.derivative(ratio: ratio, advantage: advantage) == 0
      #expect((value < ratio * advantage) == isFlat)
    }
  }

  @Test func `fractions over samples`() {
    let ratios = [1.0, 1.5, 1.5, 0.5, 0.5, 1.2, 1.5, 0.8]
    let advantages = [1.0, 1, -1, 1, -1, 1, 0, -1]
    // Clipped: (1.5, 1) and (0.5, −1); A = 0 has no gradient to lose. Outside: five.
    #expect(surrogate.zeroGradientFraction(ratios: ratios, advantages: advantages) == 0.25)
    #expect(surrogate.clipFraction(ratios: ratios) == 0.625)
    #expect(surrogate.clipFraction(ratios: [0.8, 1.2]) == 0)
    // Vectors, too.
    #expect(surrogate.zeroGradientFraction(ratios: [2, 2] as Vector, advantages: [1, -1]) == 0.5)
  }

  @Test func `bad arguments are named`() async {
    let zero = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClippedSurrogate(clipRange: 0)
    }
    expectTrap(zero, says: "the clip range 0.0 is not above 0 and below 1")
    let nan = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClippedSurrogate(clipRange: .nan)
    }
    expectTrap(nan, says: "the clip range nan is not above 0 and below 1")
    let one = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClippedSurrogate(clipRange: 1)
    }
    expectTrap(one, says: "the clip range 1.0 is not above 0 and below 1")
    let ratio = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClippedSurrogate(clipRange: 0.2).value(ratio: -0.5, advantage: 1)
    }
    expectTrap(ratio, says: "the ratio -0.5 is not a finite number of at least 0")
    let advantage = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ClippedSurrogate(clipRange: 0.2).derivative(ratio: 1, advantage: .infinity)
    }
    expectTrap(advantage, says: "the advantage inf is not a finite number")
    let counts = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ClippedSurrogate(clipRange: 0.2).zeroGradientFraction(ratios: [1, 1], advantages: [1])
    }
    expectTrap(counts, says: "2 ratios, but 1 advantages")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClippedSurrogate(clipRange: 0.2).clipFraction(ratios: [])
    }
    expectTrap(none, says: "there are no samples")
  }
}
