import CellProtocol
import PolicyGradients
import Testing

@testable import Notebook

@Suite struct PlanTests {
  private let estimator = ScoreFunctionEstimator(
    policy: SoftmaxPolicy(probabilities: [0.5, 0.3, 0.2]), bandit: Bandit(rewards: [8, 9, 12]),
    baseline: .value)

  @Test func anEstimatorPlansForItsSlowestCoordinate() throws {
    let mean = try #require(estimator.exactMean)
    let deviations = try #require(estimator.deviations)
    let ranges = try #require(estimator.range)
    #expect(deviations.count == 3)
    let margin = 0.02 * mean.norm
    let counts = (0..<3).map { j in
      plan(
        margin: margin, deviation: deviations[j], coordinateCount: 3, range: ranges[j])
    }
    #expect(plan(estimator) == counts.max())
    #expect(counts.min() != counts.max())
  }

  @Test func thePlanIsEnough() throws {
    // The claim is true: the planned number of samples verifies it 99 times in 100.
    let needed = plan(estimator)
    let mean = try #require(estimator.exactMean)
    let reports = claims { verify("unbiased", estimator, equals: mean, budget: 2 * needed) }
    #expect(reports.map(\.verdict) == [.verified])
    #expect(reports[0].sampleCount <= needed)
    // Half as wide a margin takes about four times as many.
    let ratio = Double(plan(estimator, within: .relative(0.01))) / Double(needed)
    #expect(ratio > 3 && ratio < 4.5)
  }

  @Test func numbersInTextsHaveDigits() {
    #expect("share \(0.24999999999999986, digits: 4)" == "share 0.25")
    #expect("\(2.0 / 3, digits: 3)" == "0.667")
  }
}
