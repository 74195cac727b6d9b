import Statistics
import Testing
import VectorMath

@Suite struct RunClaimTests {
  private func share(_ count: Int, of total: Int, above share: Double) throws -> Verdict {
    try RunClaim(count, of: total, above: share).verdict
  }

  @Test func `a share is above, below or undecided`() throws {
    // Twenty of twenty: 0.025^(1/20) = 0.8316 is the lower end, four of twenty reach up to 0.4366.
    let all = try share(20, of: 20, above: 0.83)
    #expect(all.kind == .verified)
    let coordinate = try #require(all.evidence.coordinates.first)
    #expect((coordinate.lower - 0.8316).magnitude < 1e-4 && coordinate.upper == 1)
    #expect(all.evidence.sampleCount == 20 && all.evidence.alpha == 0.05)
    #expect(all.evidence.method == .bounded && all.evidence.quantity == .share)
    #expect(try share(4, of: 20, above: 0.44).kind == .refuted)
    #expect(try share(4, of: 20, above: 0.43).kind == .undecided)
    guard case .undecided(_, _, let needed) = try share(18, of: 20, above: 0.8) else {
      Issue.record("18 of 20 do not show 0.8")
      return
    }
    // As many runs as are told are enough, if nine of ten go on succeeding.
    #expect(needed > 20)
    #expect(try share(needed * 9 / 10, of: needed, above: 0.8).kind == .verified)
  }

  @Test func `a share of runs errs no more often than alpha`() throws {
    var random = RandomStream(seed: 1)
    /// How often the claim "above 0.8" is called true and false, for a true share.
    func outcomes(_ truth: Double) throws -> (verified: Int, refuted: Int) {
      var result = (verified: 0, refuted: 0)
      for _ in 0..<2_000 {
        var count = 0
        for _ in 0..<40 where random.uniform() < truth { count += 1 }
        switch try share(count, of: 40, above: 0.8).kind {
        case .verified: result.verified += 1
        case .refuted: result.refuted += 1
        case .undecided: break
        }
      }
      return result
    }
    let border = try outcomes(0.8)
    #expect(border.verified + border.refuted < 100)
    // Negative control: what is far from the border is found.
    #expect(try outcomes(0.99).verified > 1_200)
    #expect(try outcomes(0.5).refuted > 1_800)
  }

  @Test func `runs of one method are better, worse or neither`() throws {
    var random = RandomStream(seed: 2)
    func scores(_ mean: Double) -> [Double] { (0..<20).map { _ in mean + random.normal() } }
    /// How often 20 runs are called better and worse than 20 others.
    func outcomes(_ difference: Double) throws -> (better: Int, worse: Int) {
      var result = (better: 0, worse: 0)
      for seed in 0..<100 as Range<UInt64> {
        let verdict = try RunClaim(
          scores(difference), betterThan: scores(0), seed: seed
        ).verdict
        #expect(verdict.evidence.method == .asymptotic)
        #expect(verdict.evidence.quantity == .improvement && verdict.evidence.sampleCount == 40)
        if verdict.kind == .verified { result.better += 1 }
        if verdict.kind == .refuted { result.worse += 1 }
      }
      return result
    }
    let same = try outcomes(0)
    // α is 5 of 100; the bootstrap of few runs errs somewhat more often.
    #expect(same.better + same.worse <= 12)
    let better = try outcomes(1.5)
    #expect(better.better >= 98 && better.worse == 0)
    #expect(try outcomes(-1.5).worse >= 98)
  }

  @Test func `claims put wrongly are refused`() {
    #expect(throws: ClaimError.invalidShare(1)) { try RunClaim(1, of: 2, above: 1) }
    #expect(throws: ClaimError.invalidAlpha(0)) { try RunClaim(1, of: 2, above: 0.5, alpha: 0) }
    #expect(throws: ClaimError.tooFewRuns(1)) { try RunClaim([1, 2], betterThan: [1], seed: 0) }
    #expect(throws: ClaimError.invalidAlpha(0.7)) {
      try RunClaim([1, 2], betterThan: [1, 3], alpha: 0.7, seed: 0)
    }
  }
}
