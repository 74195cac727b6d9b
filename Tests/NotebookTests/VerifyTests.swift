import CellProtocol
import Notebook
import PolicyGradients
import Testing

/// Two arms, π = (.5, .5), rewards (0, 1): ∇J = (−.25, .25).
private struct TwoArms: Estimator {
  var factor = 1.0
  var baseline = 0.0
  var isKnown = true
  var dimension: Int { 2 }
  var exactMean: Vector? { isKnown ? [-0.25 * factor, 0.25 * factor] : nil }
  var range: [ClosedRange<Double>]? { isKnown ? [-2...2, -2...2] : nil }

  func sample(using random: inout RandomStream) -> Vector {
    let isSecond = random.uniform() < 0.5
    let score: Vector = isSecond ? [-0.5, 0.5] : [0.5, -0.5]
    return factor * ((isSecond ? 1 : 0) - baseline) * score
  }
}

private let gradient: Vector = [-0.25, 0.25]

@Suite struct VerifyTests {
  @Test func vectorClaimAndItsNegativeControl() throws {
    let reports = claims {
      verify("E[R ∇log π] = ∇J", equals: gradient) { random in
        let sample = TwoArms().sample(using: &random)
        return sample
      }
      verify("five percent off", equals: gradient, expecting: .refuted) { random in
        TwoArms(factor: 1.05).sample(using: &random)
      }
    }
    try #require(reports.count == 2)
    let (right, wrong) = (reports[0], reports[1])
    #expect(right.verdict == .verified && right.isAsExpected)
    #expect(right.method == .asymptotic)
    #expect(right.statement == "E[R ∇log π] = ∇J")
    #expect(right.coordinates.map(\.name) == ["[0]", "[1]"])
    #expect(right.coordinates.allSatisfy { $0.lower > $0.marginLower && $0.upper < $0.marginUpper })
    #expect(right.coordinates[1].expectedText == "0.25")
    #expect(right.coordinates[1].estimateText.contains(" ± "))
    #expect(right.finding.hasPrefix("Every coordinate's mean is off by less than"))
    #expect(right.scope.contains("not for all"))
    #expect(right.scope.contains("asymptotic"))
    #expect(right.alpha == 1e-6)
    #expect(right.sampleCount > 0 && right.looks.last?.sampleCount == right.sampleCount)
    for name in [
      "samples", "margin", "α", "seed", "smallest bias this run would surely have noticed",
    ] {
      #expect(right.fact(name) != nil, "\(name)")
    }

    #expect(wrong.verdict == .refuted && wrong.isAsExpected)
    #expect(wrong.finding.hasPrefix("Coordinate ["))
    #expect(wrong.finding.contains("times the claimed value"))
    #expect(wrong.scope.hasPrefix("A counterexample"))
  }

  /// The cell that DESIGN.md shows, as a student writes it.
  @Test func cellOfTheDesign() {
    let reports = claims {
      let bandit = Bandit(arms: [.normal(mean: 1, deviation: 1), .normal(mean: 2, deviation: 1)])
      let policy = SoftmaxPolicy(logits: [0.1, 0.2])

      verify("E[(R − b) ∇log π] = ∇J", equals: bandit.gradient(of: policy)) { random in
        let action = policy.sample(using: &random)
        return (bandit.reward(action, using: &random) - 1.5) * policy.score(of: action)
      }
      verify("without the score", equals: bandit.gradient(of: policy)) { random in
        let action = policy.sample(using: &random)
        return (bandit.reward(action, using: &random) - 1.5) * policy.probabilities
      }
    }
    #expect(reports.map(\.verdict) == [.verified, .refuted])
    #expect(reports.map(\.method) == [.asymptotic, .asymptotic])
  }

  @Test func estimatorsRangeMakesTheClaimBounded() {
    let reports = claims {
      verify("unbiased", TwoArms(), equals: gradient)
      verify("biased", TwoArms(factor: 1.1), equals: gradient)
      verify("range unknown", TwoArms(isKnown: false), equals: gradient)
    }
    #expect(reports.map(\.verdict) == [.verified, .refuted, .verified])
    #expect(reports.map(\.method) == [.bounded, .bounded, .asymptotic])
    #expect(reports.map(\.isAsExpected) == [true, false, true])
    #expect(!reports[0].scope.contains("asymptotic"))
  }

  @Test func scalarClaims() {
    let reports = claims {
      verify("E[U] = ½", equals: 0.5) { $0.uniform() }
      verify("E[U] = ½, range known", equals: 0.5, range: 0...1) { random in
        let u = random.uniform()
        return u
      }
      verify("E[U] = 0.53", equals: 0.53) { $0.uniform() }
      verifyProbability("P(U < 0.3) = 0.3", equals: 0.3) { $0.uniform() < 0.3 }
      verifyProbability("P(U < 0.3) = 0.33", equals: 0.33) { $0.uniform() < 0.3 }
    }
    #expect(reports.map(\.verdict) == [.verified, .verified, .refuted, .verified, .refuted])
    #expect(reports.map(\.method) == [.asymptotic, .bounded, .asymptotic, .bounded, .bounded])
    #expect(reports[2].finding.hasPrefix("The mean is too close to zero: "))
    #expect(reports[0].coordinates[0].name.isEmpty)
  }

  @Test func zeroIsComparedWithAScale() {
    let reports = claims {
      verify("E[b ∇log π] = 0", equals: [0, 0], within: .relative(0.02, to: gradient)) { random in
        let score: Vector = random.uniform() < 0.5 ? [-0.5, 0.5] : [0.5, -0.5]
        return 0.7 * score
      }
    }
    #expect(reports.map(\.verdict) == [.verified])
  }

  @Test func zeroWithoutAScaleStopsWithAMessage() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      verify("E[b ∇log π] = 0", equals: [0, 0]) { _ in [0, 0] }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("within: .relative(0.02, to: gradient)"))
    #expect(message.contains("E[b ∇log π] = 0"))
  }

  @Test func undecidedTellsWhyAndHowMany() {
    let reports = claims {
      verify("too short", equals: 0.5, budget: 2000) { $0.uniform() }
      verify("constant", equals: 2, budget: 2000) { _ in 2 }
      verify("not a number", equals: 2, budget: 2000) { _ in .nan }
    }
    #expect(reports.map(\.verdict) == [.undecided, .undecided, .undecided])
    #expect(reports[0].finding.contains("Too few samples"))
    #expect(reports[0].finding.contains("2,000 samples were drawn"))
    #expect(reports[1].finding.contains("verifyExact"))
    #expect(reports[2].finding.contains("Sample 1 is nan"))
    #expect(reports[0].scope.hasPrefix("Nothing was shown"))
  }

  @Test func exactClaims() {
    let reports = claims {
      verifyExact("Σ", Vector([0.1 + 0.2]), equals: Vector([0.3]))
      verifyExact("scalar", 1.0, equals: 1.001)
      verifyExact("oracle", TwoArms(), equals: gradient)
      verifyExact("oracle", TwoArms(factor: 2), equals: gradient)
    }
    #expect(reports.map(\.verdict) == [.verified, .refuted, .verified, .refuted])
    #expect(reports.allSatisfy { $0.method == .exact && $0.alpha == 0 && $0.sampleCount == 0 })
    #expect(reports[2].finding == "The two values are equal.")
    #expect(reports[3].finding.contains("(2 times the claimed value)"))
    let strange = claims { verifyExact("not a number", Double.nan, equals: 1) }
    #expect(strange.first?.finding == "The value is nan where 1 is claimed.")
  }

  @Test func varianceClaims() {
    let (plain, withBaseline) = (TwoArms(), TwoArms(baseline: 0.25))
    let (x, y) = (TwoArms(isKnown: false), TwoArms(factor: 0.5, isKnown: false))
    // ‖R s‖² − ‖∇J‖²: .25 − .125 without, .15625 − .125 with the baseline: a quarter.
    let reports = claims {
      verifyVariance("at most 0.3", of: withBaseline, atMost: 0.3, timesThatOf: plain)
      verifyVariance("at most 0.2", of: withBaseline, atMost: 0.2, timesThatOf: plain)
      verifyVariance("means unknown", of: y, atMost: 0.3, timesThatOf: x)
      verifyVariance("in one draw", atMost: 0.2) { random in
        let draw = x.sample(using: &random)
        return (of: 0.5 * draw, timesThatOf: draw)
      }
    }
    #expect(reports.map(\.verdict) == [.verified, .refuted, .verified, .refuted])
    #expect(reports.map(\.method) == [.bounded, .bounded, .asymptotic, .asymptotic])
    #expect(reports[2].scope.contains("differences of independent draws"))
    #expect(
      reports[0].finding.hasPrefix("The variance is at most 0.3 times the other's; the ratio"))
    #expect(reports[1].finding.hasPrefix("The variance is more than 0.2 times the other's"))
  }

  @Test func comparisonsOfMeans() {
    struct Shifted: Estimator {
      var shift: Double
      var dimension: Int { 1 }
      var exactMean: Vector? { [shift] }
      func sample(using random: inout RandomStream) -> Vector { [shift + random.uniform() - 0.5] }
    }
    let reports = claims {
      verifyEqualMeans("same", TwoArms(), TwoArms(baseline: 0.5))
      verifyEqualMeans("not the same", TwoArms(), TwoArms(factor: 1.1))
      verifyLess("1 < 1.2", Shifted(shift: 1), than: Shifted(shift: 1.2).noisy)
      verifyLess("1.2 < 1", Shifted(shift: 1.2).noisy, than: Shifted(shift: 1))
      verifyLess("E[U] < 0.6", than: 0.6) { $0.uniform() }
      verifyLess("E[U] < 0.4", than: 0.4, range: 0...1) { $0.uniform() }
    }
    #expect(
      reports.map(\.verdict) == [.verified, .refuted, .verified, .refuted, .verified, .refuted])
    #expect(reports[0].finding.hasPrefix("Every coordinate of the difference is off by less"))
    #expect(reports[2].finding.hasPrefix("The difference of the means is above 0: it lies"))
    #expect(reports[4].coordinates[0].expectedText == "< 0.6")
    #expect(reports[4].finding.hasPrefix("The mean is below 0.6"))
    #expect(reports[5].finding.hasPrefix("The mean is not below 0.4"))
  }

  @Test func plans() {
    #expect(plan(margin: 0.02, deviation: 1, coordinateCount: 8) > 170_000)
    _ = page {
      let piloted = plan(margin: 0.01, pilot: 1000) { $0.uniform() }
      let known = plan(margin: 0.01, deviation: (1 / 12.0).squareRoot())
      #expect(Double(piloted) / Double(known) > 0.9 && Double(piloted) / Double(known) < 1.1)
      let vector = plan(margin: 0.01, pilot: 1000) { random -> Vector in [random.uniform(), 0] }
      #expect(vector > piloted)
    }
  }

  @Test func `claims about runs speak of runs`() throws {
    let reports = claims {
      verifyShare("more than 8 of 10 seeds", 20, of: 20, above: 0.8)
      verifyShare("more than 9 of 10 seeds", 20, of: 20, above: 0.9, expecting: .undecided)
      verifyImprovement("up", of: [3, 4, 5, 6], over: [1, 2, 2.5, 1])
      verifyImprovement("down", of: [1, 2, 2.5, 1], over: [3, 4, 5, 6], expecting: .refuted)
    }
    try #require(reports.count == 4)
    #expect(reports.map(\.verdict) == [.verified, .undecided, .verified, .refuted])
    #expect(reports.allSatisfy { $0.isAsExpected && $0.alpha == 0.05 })
    #expect(reports[0].finding == "The share is above 0.8: it lies between 0.832 and 1.")
    #expect(reports[0].fact("runs") == "20" && reports[0].fact("samples") == nil)
    #expect(reports[0].scope.contains("other seeds") && !reports[0].scope.contains("bootstrap"))
    #expect(reports[1].finding.hasPrefix("Too few runs: the interval of the share still crosses"))
    #expect(reports[1].finding.hasSuffix("20 runs were made."))
    #expect(
      reports[2].finding.hasPrefix(
        "The probability that a run is better than one of the other method is above 0.5"))
    #expect(reports[2].scope.hasSuffix("holds in the limit of many runs."))
    #expect(reports[2].fact("runs") == "8" && reports[2].fact("seed") != nil)
  }
}

extension Estimator {
  /// The same mean, with noise of its own.
  fileprivate var noisy: Noisy<Self> { Noisy(base: self) }
}

private struct Noisy<Base: Estimator>: Estimator {
  let base: Base
  var dimension: Int { base.dimension }
  func sample(using random: inout RandomStream) -> Vector {
    let value = base.sample(using: &random)
    return value + Vector(repeating: random.uniform() - 0.5, count: dimension)
  }
}
