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
    #expect(same.better + same.worse <= 10)
    let better = try outcomes(1.5)
    #expect(better.better >= 98 && better.worse == 0)
    #expect(try outcomes(-1.5).worse >= 98)
  }

  @Test(arguments: [3, 5, 8])
  func `few runs of two equal methods seldom give a verdict`(count: Int) throws {
    var random = RandomStream(seed: 3)
    var (verdicts, bootstraps) = (0, 0)
    for seed in 0..<1_000 as Range<UInt64> {
      func scores() -> [Double] { (0..<count).map { _ in random.normal() } }
      let (first, second) = (scores(), scores())
      if try RunClaim(first, betterThan: second, seed: seed).verdict.kind != .undecided {
        verdicts += 1
      }
      let interval = StratifiedBootstrap(resampleCount: 200).interval(
        comparing: [first], with: [second], using: &random
      ) { improvementProbability(of: $0, over: $1) }
      if !interval.contains(0.5) { bootstraps += 1 }
    }
    #expect(verdicts <= 65)
    // Negative control: the bootstrap alone errs more often than 50 times.
    #expect(bootstraps > 70)
  }

  @Test func `permutations count as by hand`() {
    // Of the 6 ways to deal four different scores, one is as high as {3, 4}.
    #expect(permutationTail(of: [3, 4], over: [1, 2]) == 1.0 / 6)
    #expect(permutationTail(of: [1, 2], over: [3, 4]) == 1)
    // {1, 4} has the rank sum 5, which four of six reach.
    #expect((permutationTail(of: [1, 4], over: [2, 3]) - 4.0 / 6).magnitude < 1e-15)
    // With ties: of {2, 2, 2, 1} three of six pairs are {2, 2}.
    #expect(permutationTail(of: [2, 2], over: [2, 1]) == 0.5)
    #expect(permutationTail(of: [5], over: [5, 5]) == 1)
    let twenty = (0..<20).map { Double($0) }
    let tail = permutationTail(of: twenty.map { $0 + 100 }, over: twenty)
    // 1 / C(40, 20).
    #expect((tail * 137_846_528_820 - 1).magnitude < 1e-12)
  }

  @Test func `what runs cannot show is left undecided`() throws {
    // Four runs apart as far as can be: one of six ways to deal them.
    guard
      case .undecided(let evidence, .tooFewSamples, _) = try RunClaim(
        [3, 4], betterThan: [1, 2], seed: 1
      ).verdict
    else {
      Issue.record("two runs each decided")
      return
    }
    #expect(evidence.coordinates.map(\.lower) == [0.5])
    guard
      case .undecided(_, .noSpread, _) = try RunClaim(
        [500, 500, 500], betterThan: [500, 500, 500], seed: 1
      ).verdict
    else {
      Issue.record("ties decided")
      return
    }
  }

  @Test func `claims put wrongly are refused`() {
    #expect(throws: ClaimError.alphaBelowRuns(1e-6)) {
      try RunClaim([1, 2], betterThan: [1, 3], alpha: 1e-6, seed: 0)
    }
    #expect(throws: ClaimError.invalidShare(1)) { try RunClaim(1, of: 2, above: 1) }
    #expect(throws: ClaimError.invalidAlpha(0)) { try RunClaim(1, of: 2, above: 0.5, alpha: 0) }
    #expect(throws: ClaimError.tooFewRuns(1)) { try RunClaim([1, 2], betterThan: [1], seed: 0) }
    #expect(throws: ClaimError.invalidAlpha(0.7)) {
      try RunClaim([1, 2], betterThan: [1, 3], alpha: 0.7, seed: 0)
    }
  }
}
