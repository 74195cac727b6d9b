import Statistics
import Testing
import VectorMath

@Suite struct StratifiedBootstrapTests {
  private func mean(_ scores: [Double]) -> Double {
    scores.reduce(0, +) / Double(scores.count)
  }

  // Three scores have 27 resamples; their means are known, and so are the quantiles.
  @Test func `agrees with all resamples`() {
    var random = RandomStream(seed: 1)
    func interval(_ alpha: Double) -> ConfidenceInterval {
      StratifiedBootstrap(alpha: alpha, resampleCount: 20_000)
        .interval(of: [0, 3, 12], using: &random, mean)
    }
    // Means 0, 1, 2, 3, 4, 5, 6, 8, 9, 12 in 1, 3, 3, 1, 3, 6, 3, 3, 3, 1 of 27 resamples. The
    // quantiles below lie at least 0.0093 from a step of the cumulated shares: three standard errors
    // of 20,000 draws at ¼ and ¾, nine elsewhere.
    let wide = interval(0.05)
    #expect(wide.estimate == 5)
    #expect((wide.lowerBound, wide.upperBound) == (0, 12))
    let narrow = interval(0.1)
    #expect((narrow.lowerBound, narrow.upperBound) == (1, 9))
    let half = interval(0.5)
    #expect((half.lowerBound, half.upperBound) == (2, 8))
    #expect(half.contains(5) && !half.contains(9))
  }

  @Test func `the same stream gives the same interval`() {
    let scores = [1.0, 4, 2, 8, 5, 7]
    func interval(_ seed: UInt64) -> ConfidenceInterval {
      var random = RandomStream(seed: seed)
      return StratifiedBootstrap(resampleCount: 500).interval(of: scores, using: &random, mean)
    }
    #expect(interval(1) == interval(1))
    #expect(interval(1) != interval(2))
  }

  // Without strata, a resample may leave a task out, and the interval spans the tasks' difference.
  @Test func `every resample has all tasks`() {
    let tasks = [[0.0, 1, 2, 1], [100.0, 101, 102, 101]]
    let bootstrap = StratifiedBootstrap(resampleCount: 1_000)
    var random = RandomStream(seed: 2)
    let stratified = bootstrap.interval(of: tasks, using: &random) { mean($0.flatMap { $0 }) }
    #expect(stratified.estimate == 51)
    #expect(stratified.upperBound - stratified.lowerBound < 2)
    let pooled = bootstrap.interval(of: tasks.flatMap { $0 }, using: &random, mean)
    #expect(pooled.upperBound - pooled.lowerBound > 50)
  }

  // Twenty normal runs: the percentile interval of the mean holds a little less often than nominal.
  @Test func `coverage`() {
    var random = RandomStream(seed: 3)
    let bootstrap = StratifiedBootstrap(alpha: 0.1, resampleCount: 400)
    let aggregate = InterquartileMean()
    var held = 0
    var heldElsewhere = 0
    for _ in 0..<600 {
      let runs = (0..<20).map { _ in random.normal(mean: 3, deviation: 2) }
      let interval = bootstrap.interval(of: runs, using: &random) { aggregate($0) }
      if interval.contains(3) { held += 1 }
      if interval.contains(4.5) { heldElsewhere += 1 }
    }
    // Between 84 % and 93 % of 600; and 4.5, three standard errors away, is rarely held.
    #expect(held > 504 && held < 558)
    #expect(heldElsewhere < 120)
  }

  @Test func `two methods are drawn independently`() {
    var random = RandomStream(seed: 4)
    let first = [[1.0, 2, 3, 4, 5, 6]]
    let second = [[3.0, 4, 5, 6, 7, 8, 9]]
    let interval = StratifiedBootstrap().interval(
      comparing: first, with: second, using: &random
    ) { improvementProbability(of: $0, over: $1) }
    #expect(interval.estimate == improvementProbability(of: first, over: second))
    #expect(interval.lowerBound < interval.estimate && interval.estimate < interval.upperBound)
    #expect(interval.upperBound < 0.6)
  }

  @Test func `bad input stops with a message`() async {
    let alpha = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StratifiedBootstrap(alpha: 1)
    }
    expectTrap(alpha, says: "alpha, the error rate, must be above 0 and below 1, not 1.0")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var random = RandomStream(seed: 1)
      _ = StratifiedBootstrap().interval(of: [[1], []], using: &random) { _ in 0 }
    }
    expectTrap(none, says: "StratifiedBootstrap: there are no scores")
    let statistic = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomStream(seed: 1)
      _ = StratifiedBootstrap().interval(of: [1, 2], using: &random) { _ in .nan }
    }
    expectTrap(statistic, says: "the statistic of a resample is nan")
  }
}
