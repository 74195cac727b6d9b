import PolicyGradients
import Statistics
import Testing

@Suite struct BugZooTests {
  private let z = OracleTests.z

  private struct Row: CustomStringConvertible {
    let name: String
    let estimator: any GradientEstimator
    let bias: Double
    let largest: Double
    let cosine: Double
    let scale: Double
    let variance: Double
    var description: String { name }
  }

  // FACTS (d), all rows, to the printed digits.
  private var rows: [Row] {
    func row(
      _ estimator: some GradientEstimator, _ numbers: [Double]
    ) -> Row {
      Row(
        name: "\(type(of: estimator))", estimator: estimator, bias: numbers[0],
        largest: numbers[1], cosine: numbers[2], scale: numbers[3], variance: numbers[4])
    }
    let unbiased: [Double] = [0, 0, 1, 1]
    return [
      row(TotalReturn(), unbiased + [3.346084800]),
      row(RewardToGo(), unbiased + [1.822639017]),
      row(RewardToGo(baseline: z.values), unbiased + [1.234536961]),
      row(RewardToGo(constantBaseline: 3), unbiased + [6.091156781]),
      row(
        MissingDiscountFactor(), [0.251760970, 0.143933950, 0.999727, 1.250402, 2.593448526]),
      row(
        AveragedLogProbability(), [0.268668917, 0.138056357, 0.993765, 0.749322, 1.877688003]),
      row(ShiftedReward(), [0.470017550, 0.270018265, 0.981229, 0.552595, 1.154941981]),
      row(WhitenedReturns(), [0.328990423, 0.187361834, 0.955856, 0.807888, 0.998157075]),
      row(DividedByLength(), [0.608253900, 0.343772434, 0.985437, 0.401435, 0.306753861]),
      row(OwnRewardOnly(), [0.085598697, 0.048825238, 0.996336, 0.999985, 0.988626792]),
      row(
        ActionDependentBaseline(actionValues: z.actionValues),
        [1, 0.570917175, 0, 0, 0.482381042]),
      row(
        NStepAdvantage.temporalDifference(values: z.values), unbiased + [0.779103672]),
    ]
  }

  @Test func `exact bias and variance of every row`() {
    for row in rows {
      let found = exactly(row.estimator)
      #expect((found.relativeBias - row.bias).magnitude < 6e-10, "\(row)")
      #expect((found.largestRelativeBias - row.largest).magnitude < 6e-10, "\(row)")
      #expect((found.cosine - row.cosine).magnitude < 6e-7, "\(row)")
      #expect((found.scale - row.scale).magnitude < 6e-7, "\(row)")
      #expect((found.variance - row.variance).magnitude < 6e-10, "\(row)")
    }
    #expect(rows.count == 12)
  }

  private func exactly(_ estimator: some GradientEstimator) -> BiasVariance {
    z.biasVariance(of: estimator)
  }

  // The last row: GAE with a wrong critic.
  @Test func `the bias–variance curve of a wrong critic`() {
    let wrong = z.values + [0.6, -0.4, 0.3, 0]
    let curve = z.biasVarianceCurve(values: wrong, lambdas: [0, 0.25, 0.5, 0.75, 0.9, 0.95, 1])
    let biases = [0.098562, 0.075498, 0.051658, 0.026650, 0.010891, 0.005487, 0]
    let variances = [0.913677, 0.924962, 0.987691, 1.126150, 1.266557, 1.326768, 1.395130]
    for (point, (bias, variance)) in zip(curve, zip(biases, variances)) {
      #expect((point.relativeBias - bias).magnitude < 6e-7)
      #expect((point.variance - variance).magnitude < 6e-7)
    }
    #expect(
      curve.allSatisfy {
        ($0.meanSquaredError - $0.variance - $0.bias.squaredNorm).magnitude < 1e-15
      })
  }

  // Not a law: with another critic the variance is least inside and the bias is not monotone.
  @Test func `other critics have other curves`() {
    let lambdas = (0...20).map { Double($0) / 20 }
    let awful = z.biasVarianceCurve(values: z.values + [6, -9, 4, 0], lambdas: lambdas)
      .map(\.variance)
    let least = awful.indices.min { awful[$0] < awful[$1] }
    #expect(least != 0 && least != 20)
    // Errors that change with time: first the bias grows.
    let errors: [Vector] = [[-4, 2, -1, 0], [-1, -4, 1, 0], [-2, 5, 5, 0], [4, 5, 5, 0]]
    let values = StateValues(steps: (0..<4).map { z.values.row($0) + errors[$0] })
    let biases = z.biasVarianceCurve(values: values, lambdas: lambdas).map(\.relativeBias)
    #expect(biases[6] > 1.05 * biases[0])
  }

  @Test func `every exhibit has a report`() {
    let exhibits = BugZoo.exhibits(for: z)
    #expect(exhibits.count == 8)
    #expect(exhibits.allSatisfy { $0.report.hasPrefix("https://") && !$0.mistake.isEmpty })
    #expect(Set(exhibits.map(\.report)).count == 8)
  }

  // Right while the problem ends, wrong as soon as a limit from outside cuts it.
  @Test func `a truncation is not a termination`() {
    let wrong = TruncationAsTermination(values: z.values)
    #expect(z.biasVariance(of: wrong).relativeBias < 1e-14)
    let problem = MarkovDecisionProcess.problemZ.withHorizon(nil)
    let policy = TabularSoftmaxPolicy.problemZ
    let whole = Oracle(problem, policy: policy, discount: 0.8)
    let cut = whole.withStepLimit(3)
    let mistaken = cut.moments(of: TruncationAsTermination(values: whole.values))
    // What a whole episode's first three steps contribute, by the exact critic.
    let right = cut.moments(
      of: GeneralizedAdvantage(values: whole.values, lambda: 1))
    let expected = cut.mean(of: ActorCritic(actionValues: whole.actionValues))
    #expect(right.mean.isClose(to: expected, tolerance: 1e-13))
    #expect((mistaken.mean - expected).norm > 0.05 * expected.norm)
  }

  // The sample count at which a claim about it is refuted; a right estimator is verified.
  @Test func `verdicts`() throws {
    let claim = MeanClaim(equals: z.gradient, within: .relative(0.02))
    for exhibit in BugZoo.exhibits {
      let verdict = try claim.verdict(of: sampled(exhibit), seed: 1)
      #expect(verdict.kind == .refuted, "\(exhibit)")
      #expect(verdict.evidence.method == .bounded)
    }
    let right = try claim.verdict(of: z.sampled(RewardToGo(baseline: z.values)), seed: 1)
    #expect(right.kind == .verified)
    // A bias of 4.9 % is inside a margin of 10 %.
    let wide = MeanClaim(equals: z.gradient, within: .relative(0.1))
    #expect(try wide.verdict(of: sampled(OwnRewardOnly()), seed: 1).kind == .verified)
  }

  private func sampled(_ estimator: some GradientEstimator) -> SampledEstimator {
    z.sampled(estimator)
  }
}
