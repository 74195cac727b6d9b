import Statistics
import Testing
import VectorMath

/// `scale · (u − ½) + shift`, u uniform, in each of two coordinates.
private struct Scaled: Estimator {
  var scale: Double
  var shift = 0.0
  var isKnown = true
  var dimension = 2
  var exactMean: Vector? { isKnown ? Vector(repeating: shift, count: dimension) : nil }
  var range: [ClosedRange<Double>]? {
    guard isKnown else { return nil }
    return Array(
      repeating: shift - scale / 2...shift + scale / 2, count: dimension)
  }

  func sample(using random: inout RandomStream) -> Vector {
    Vector((0..<dimension).map { _ in scale * (random.uniform() - 0.5) + shift })
  }
}

@Suite struct VarianceClaimTests {
  /// Var(Y) = 0.49 Var(X), with different means.
  private func verdict(factor: Double, isKnown: Bool) throws -> Verdict {
    try VarianceClaim(factor: factor).verdict(
      of: Scaled(scale: 0.7, shift: 3, isKnown: isKnown),
      against: Scaled(scale: 1, shift: -1, isKnown: isKnown), seed: 5)
  }

  @Test(arguments: [true, false])
  func ratioIsBracketed(isKnown: Bool) throws {
    let right = try verdict(factor: 0.6, isKnown: isKnown)
    #expect(right.kind == .verified)
    #expect(right.evidence.method == (isKnown ? .bounded : .asymptotic))
    #expect(right.evidence.usesDifferencesOfDraws == !isKnown)
    guard case .variances(0.6, let ratio?) = right.evidence.quantity else {
      Issue.record("\(right.evidence.quantity)")
      return
    }
    #expect((ratio - 0.49).magnitude < 0.02)
    #expect(try verdict(factor: 0.4, isKnown: isKnown).kind == .refuted)
  }

  @Test func eachEstimatorHasItsOwnMean() throws {
    // About X's mean, Y would seem to vary more; about its own it varies half as much.
    let means: (of: Vector, against: Vector) = ([3, 3], [-1, -1])
    let (y, x) = (Scaled(scale: 0.7, shift: 3), Scaled(scale: 1, shift: -1))
    let right = try VarianceClaim(factor: 0.6).verdict(means: means, seed: 1) {
      (y.sample(using: &$0), x.sample(using: &$0))
    }
    #expect(right.kind == .verified)
    let wrong = try VarianceClaim(factor: 0.6).verdict(
      means: (means.against, means.against), seed: 1
    ) {
      (y.sample(using: &$0), x.sample(using: &$0))
    }
    #expect(wrong.kind == .refuted)
  }

  @Test func factorMustBePositive() {
    #expect(throws: ClaimError.invalidFactor(-1)) { try verdict(factor: -1, isKnown: true) }
  }
}

@Suite struct DifferenceClaimTests {
  private let settings = ClaimSettings(alpha: 1e-6, budget: 300_000)

  @Test func equalMeansAreVerifiedAndOthersRefuted() throws {
    let (one, two) = (Scaled(scale: 1, shift: 2), Scaled(scale: 0.5, shift: 2))
    let right = try DifferenceClaim.equalMeans(
      one, two, within: .relative(0.02), settings: settings, seed: 1)
    #expect(right.kind == .verified)
    #expect(right.evidence.method == .bounded)
    #expect((right.evidence.margin - 0.02 * 8.squareRoot()).magnitude < 1e-12)
    let wrong = try DifferenceClaim.equalMeans(
      one, Scaled(scale: 0.5, shift: 2.2), within: .relative(0.02), settings: settings, seed: 1)
    #expect(wrong.kind == .refuted)
  }

  @Test func unknownMeansNeedAMarginWithAScale() {
    let one = Scaled(scale: 1, shift: 2, isKnown: false)
    #expect(throws: ClaimError.marginWithoutScale(fraction: 0.02)) {
      try DifferenceClaim.equalMeans(
        one, one, within: .relative(0.02), settings: settings, seed: 1)
    }
  }

  @Test func couplingMakesTheDifferenceSmall() throws {
    // The same random numbers: the difference has half the deviation of one estimator.
    let verdict = try DifferenceClaim.equalMeans(
      Scaled(scale: 1), Scaled(scale: 0.5), within: .absolute(0.02), settings: settings, seed: 1)
    #expect((verdict.evidence.coordinates[0].deviation - 0.5 / 12.squareRoot()).magnitude < 0.01)
  }

  @Test func lessIsOneSided() throws {
    let small = Scaled(scale: 1, shift: 2, dimension: 1)
    let large = Scaled(scale: 1, shift: 2.1, dimension: 1)
    let right = try DifferenceClaim.less(small, than: large, settings: settings, seed: 1)
    #expect(right.kind == .verified)
    let wrong = try DifferenceClaim.less(large, than: small, settings: settings, seed: 1)
    #expect(wrong.kind == .refuted)
  }
}
