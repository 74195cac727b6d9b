import Statistics
import Testing
import VectorMath

@Suite struct MeanClaimTests {
  private func claim(
    _ expected: Double, _ margin: Margin, budget: Int = 200_000, range: ClosedRange<Double>? = nil
  ) -> MeanClaim {
    var claim = MeanClaim(equals: expected, within: margin)
    claim.settings.budget = budget
    claim.settings.range = range.map { [$0] }
    return claim
  }

  @Test(arguments: [nil, 0...1.0])
  func trueClaimIsVerifiedAndFalseOneRefuted(range: ClosedRange<Double>?) throws {
    let right = try claim(0.5, .relative(0.02), range: range).verdict(seed: 1) { $0.uniform() }
    #expect(right.kind == .verified)
    let evidence = right.evidence
    #expect(evidence.method == (range == nil ? .asymptotic : .bounded))
    #expect(evidence.pilotCount == (range == nil ? 1000 : 0))
    #expect(evidence.coordinates[0].isInside)
    #expect(evidence.margin == 0.01)
    #expect(evidence.seed == 1)
    #expect(evidence.alpha == 1e-6)
    #expect(evidence.smallestVisibleBias > evidence.coordinates[0].halfWidth)
    #expect(evidence.looks.count <= 13)
    #expect(evidence.looks.last?.sampleCount == evidence.sampleCount)

    let wrong = try claim(0.55, .relative(0.02), range: range).verdict(seed: 1) { $0.uniform() }
    #expect(wrong.kind == .refuted)
    #expect(wrong.evidence.coordinates[0].isOutside)
    #expect(wrong.evidence.coordinates[0].bias < 0)
    #expect(wrong.evidence.coordinates[0].certainBias > 0.011)
  }

  @Test func sameSeedSameVerdict() throws {
    let claim = claim(0.5, .relative(0.05))
    let first = try claim.verdict(seed: 7) { $0.uniform() }
    #expect(try first == claim.verdict(seed: 7) { $0.uniform() })
    #expect(try first != claim.verdict(seed: 8) { $0.uniform() })
  }

  @Test func vectorAndScalarFormsAgree() throws {
    let claim = claim(0.5, .relative(0.05))
    let scalar = try claim.verdict(seed: 7) { $0.uniform() }
    let vector = try claim.verdict(seed: 7) { random -> Vector in [random.uniform()] }
    #expect(scalar == vector)
  }

  @Test func worstCoordinateIsNamed() throws {
    let claim = MeanClaim(equals: [0.5, 0.3, 0.45], within: .absolute(0.02))
    let verdict = try claim.verdict(seed: 1) { random -> Vector in
      let u = random.uniform()
      return [u, u, u]
    }
    guard case .refuted(_, let coordinate) = verdict else {
      Issue.record("\(verdict.kind)")
      return
    }
    #expect(coordinate == 1)
  }

  @Test func biasInsideTheMarginIsNamed() throws {
    // Off by half a margin of 0.1: verified, and seen.
    let verdict = try claim(0.45, .absolute(0.1)).verdict(seed: 1) { random in
      0.45 + (random.uniform() < 0.5 ? 0.04 : 0.06)
    }
    #expect(verdict.kind == .verified)
    #expect(verdict.evidence.isBiasedButNegligible)
    let unbiased = try claim(0.5, .absolute(0.1)).verdict(seed: 1) { $0.uniform() }
    #expect(!unbiased.evidence.isBiasedButNegligible)
  }

  @Test func oneSidedClaims() throws {
    let sample: (inout RandomStream) -> Double = { $0.uniform() }
    #expect(try MeanClaim(above: 0.4).verdict(seed: 1, sample: sample).kind == .verified)
    #expect(try MeanClaim(above: 0.6).verdict(seed: 1, sample: sample).kind == .refuted)
    #expect(try MeanClaim(below: 0.6).verdict(seed: 1, sample: sample).kind == .verified)
    #expect(try MeanClaim(below: 0.4).verdict(seed: 1, sample: sample).kind == .refuted)
    var claim = MeanClaim(below: 0.5)
    claim.settings.budget = 20_000
    #expect(try claim.verdict(seed: 1, sample: sample).kind == .undecided)
  }

  // MARK: Undecided

  private func reason(
    _ claim: MeanClaim, _ sample: (inout RandomStream) -> Double
  ) throws -> (Verdict.Reason, needed: Int)? {
    guard case .undecided(_, let reason, let needed) = try claim.verdict(seed: 1, sample: sample)
    else { return nil }
    return (reason, needed)
  }

  @Test func spentBudgetTellsHowManySamplesItWouldTake() throws {
    let claim = claim(0.5, .relative(0.02), budget: 5000)
    let found = try #require(try reason(claim) { $0.uniform() })
    #expect(found.0 == .tooFewSamples(coordinate: 0))
    #expect(found.needed > 15_000 && found.needed < 100_000)
    // And so it is.
    var longer = claim
    longer.settings.budget = found.needed
    #expect(try longer.verdict(seed: 2) { $0.uniform() }.kind == .verified)
  }

  /// A coordinate whose samples are all equal may still surprise, whatever the others do.
  @Test func oneCoordinateWithoutSpread() throws {
    var claim = MeanClaim(equals: [1, 0] as Vector, within: .relative(0.02))
    claim.settings.budget = 20_000
    func sample(_ random: inout RandomStream) -> Vector {
      [1 + 0.2 * random.normal(), random.uniform() < 1e-6 ? 1e6 : 0]
    }
    var reason: Verdict.Reason?
    if case .undecided(_, let why, _) = try claim.verdict(seed: 1, sample: sample) { reason = why }
    #expect(reason == .noSpread(coordinate: 1))
    // With a range that is known, equal samples are evidence.
    claim.settings.range = [0...2, -0.001...0.001]
    let bounded = try claim.verdict(seed: 1) { random -> Vector in [random.uniform() + 0.5, 0] }
    #expect(bounded.kind == .verified)
  }

  @Test func lopsidedSamplesNeedABurnIn() throws {
    // Skewness 10: n₀ = (10 z³/3)² with z = 4.9 at α = 1e-6 is about 150 000.
    let found = try #require(
      try reason(claim(0.01, .relative(0.5), budget: 50_000)) { $0.uniform() < 0.01 ? 1 : 0 })
    guard case .burnIn(let count) = found.0 else {
      Issue.record("\(found)")
      return
    }
    #expect(count > 100_000 && count < 220_000)
    #expect(found.needed >= count)
  }

  @Test func giantSamplesAreATail() throws {
    // Two giants that cancel: mean and skewness stay as they were, the spread is theirs.
    var drawn = 0
    let found = try #require(
      try reason(claim(0, .absolute(0.02), budget: 20_000)) { random in
        drawn += 1
        return drawn == 1500 ? 100 : drawn == 1501 ? -100 : random.uniform() - 0.5
      })
    guard case .tails(let coordinate, let share) = found.0 else {
      Issue.record("\(found)")
      return
    }
    #expect(coordinate == 0)
    #expect(share > 0.4 && share < 0.5)
    #expect(found.needed > 400_000)
  }

  @Test func rarestOutcomeMustHaveBeenPossibleToSee() throws {
    var claim = claim(0.5, .relative(0.1), budget: 100_000)
    claim.settings.smallestOutcomeProbability = 1e-4
    let found = try #require(try reason(claim) { $0.uniform() })
    #expect(found.0 == .rareOutcome(probability: 1e-4))
    #expect(found.needed == 500_000)
    claim.settings.budget = 600_000
    let verdict = try claim.verdict(seed: 1) { $0.uniform() }
    #expect(verdict.kind == .verified)
    #expect(verdict.evidence.sampleCount >= 500_000)
  }

  @Test func constantSamplesDecideNothing() throws {
    let found = try #require(try reason(claim(2, .relative(0.1), budget: 10_000)) { _ in 2 })
    #expect(found.0 == .noSpread(coordinate: 0))
  }

  @Test(arguments: [Double.nan, .infinity, 1e80])
  func unusableSampleIsNamed(value: Double) throws {
    var drawn = 0
    let sample: (inout RandomStream) -> Double = { random in
      drawn += 1
      return drawn == 1234 ? value : random.uniform()
    }
    let found = try #require(try reason(claim(0.5, .relative(0.001)), sample))
    guard case .unusableSample(let number, let coordinate, _) = found.0 else {
      Issue.record("\(found)")
      return
    }
    #expect(number == 1234)
    #expect(coordinate == 0)
    // The count of samples says it, too, also where the pilot was still being drawn.
    let first = try claim(0.5, .relative(0.001)).verdict(seed: 1) { _ in value }
    #expect(first.evidence.sampleCount == 1)
    drawn = 0
    let verdict = try claim(0.5, .relative(0.001)).verdict(seed: 1, sample: sample)
    #expect(verdict.evidence.sampleCount == 1234)
  }

  // MARK: Mistakes

  @Test func sampleOutsideThePromisedRangeIsAnError() throws {
    let error = #expect(throws: ClaimError.self) {
      try claim(0.5, .relative(0.02), range: 0...0.9).verdict(seed: 1) { $0.uniform() }
    }
    #expect(error?.description.contains("lies outside the range that was promised") == true)
    #expect(error?.description.contains("0.0...0.9") == true)
  }

  @Test func wrongSettingsAreErrors() {
    let sample: (inout RandomStream) -> Double = { $0.uniform() }
    #expect(throws: ClaimError.invalidBudget(0)) {
      try claim(0.5, .relative(0.02), budget: 0).verdict(seed: 1, sample: sample)
    }
    #expect(throws: ClaimError.invalidAlpha(0.7)) {
      var claim = claim(0.5, .relative(0.02))
      claim.settings.alpha = 0.7
      return try claim.verdict(seed: 1, sample: sample)
    }
    #expect(throws: ClaimError.dimensionMismatch(expected: 2, found: 3)) {
      try MeanClaim(equals: [1, 2], within: .relative(0.1)).verdict(seed: 1) { _ -> Vector in
        [1, 2, 3]
      }
    }
    #expect(throws: ClaimError.rangeCountMismatch(expected: 1, found: 2)) {
      var claim = claim(0.5, .relative(0.02))
      claim.settings.range = [0...1, 0...1]
      return try claim.verdict(seed: 1, sample: sample)
    }
  }
}
