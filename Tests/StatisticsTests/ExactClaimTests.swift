import Statistics
import Testing
import VectorMath

@Suite struct ExactClaimTests {
  @Test func roundingIsAllowed() throws {
    let claim = try ExactClaim([0.1 + 0.2, 1], equals: [0.3, 1])
    #expect(claim.verdict.kind == .verified)
    #expect(claim.verdict.evidence.alpha == 0)
    #expect(claim.verdict.evidence.sampleCount == 0)
    #expect(claim.verdict.evidence.seed == nil)
  }

  @Test func toleranceIsRelativeToTheNorm() throws {
    #expect(
      try ExactClaim([100, 0.0000005], equals: [100, 0], tolerance: 1e-8).verdict.kind == .verified)
    #expect(
      try ExactClaim([100, 0.000005], equals: [100, 0], tolerance: 1e-8).verdict.kind == .refuted)
    #expect(try ExactClaim([1e-10], equals: [0], tolerance: 1e-9).verdict.kind == .verified)
  }

  @Test func aSumThatCameOutAsZeroIsZero() throws {
    let noise: Vector = [1e-17, -3e-17]
    #expect(try ExactClaim([1.1e-16, 0], equals: noise).verdict.kind == .verified)
    #expect(try ExactClaim([2e-14, 0], equals: noise).verdict.kind == .refuted)
    // Small numbers that are no noise keep their own scale.
    #expect(try ExactClaim([1.001e-9], equals: [1e-9]).verdict.kind == .refuted)
  }

  @Test func worstCoordinateIsNamed() throws {
    guard
      case .refuted(_, let coordinate) = try ExactClaim([1, 2.1, 3.2], equals: [1, 2, 3]).verdict
    else {
      Issue.record("not refuted")
      return
    }
    #expect(coordinate == 2)
    guard case .refuted(_, let other) = try ExactClaim([.nan, 2.1], equals: [1, 2]).verdict else {
      Issue.record("a NaN equals nothing")
      return
    }
    #expect(other == 0)
  }

  @Test func countsMustAgree() {
    #expect(throws: ClaimError.dimensionMismatch(expected: 1, found: 2)) {
      try ExactClaim([1, 2], equals: [1])
    }
  }
}
