import Statistics
import Testing
import VectorMath

@Suite struct SamplePlanTests {
  @Test func ruleOfThumb() throws {
    // α = 1e-6, eight coordinates, 1 % misses: about 72 to 74 (σ/m)².
    let plan = try SamplePlan(margin: 0.02, alpha: 1e-6, coordinateCount: 8)
    let count = plan.samplesNeeded(deviation: 1)
    #expect(count > 178_000 && count < 187_000)
    // A range of eight deviations costs the bounded sequence little more.
    let bounded = try SamplePlan(
      margin: 0.02, alpha: 1e-6, coordinateCount: 8, rangeWidth: 8
    ).samplesNeeded(deviation: 1)
    #expect(bounded > count && Double(bounded) < 1.15 * Double(count))
  }

  @Test(arguments: [nil, 1.0])
  func plannedRunsAreLongEnough(rangeWidth: Double?) throws {
    let plan = try SamplePlan(margin: 0.01, alpha: 1e-6, rangeWidth: rangeWidth)
    var claim = MeanClaim(equals: 0.5, within: .absolute(0.01))
    claim.settings.range = rangeWidth.map { [0...$0] }
    claim.settings.budget = plan.samplesNeeded(deviation: (1 / 12.0).squareRoot())
    var verified = 0
    for run in 0..<100 {
      let verdict = try claim.verdict(seed: UInt64(run)) { $0.uniform() }
      if verdict.kind == .verified { verified += 1 }
    }
    // 1 % may miss; more than 7 of 100 would with probability 2e-5.
    #expect(verified >= 93)
  }

  @Test func errorBudgetIsTheSum() throws {
    var claim = MeanClaim(equals: 0.5, within: .absolute(0.1))
    claim.settings.alpha = 1e-3
    let sampled = try claim.verdict(seed: 1) { $0.uniform() }
    let exact = try ExactClaim([1], equals: [1]).verdict
    #expect([sampled, exact, sampled].errorBudget == 2e-3)
  }

  @Test func impossiblePlansAreErrors() {
    #expect(throws: ClaimError.invalidMargin(0)) { try SamplePlan(margin: 0) }
    #expect(throws: ClaimError.invalidAlpha(0)) { try SamplePlan(margin: 1, alpha: 0) }
  }
}
