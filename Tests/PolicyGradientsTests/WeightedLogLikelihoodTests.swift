import PolicyGradients
import Testing

@Suite struct WeightedLogLikelihoodTests {
  @Test func `its gradient at the policy is the estimator's mean`() {
    let oracle = OracleTests.a
    let policy = TabularSoftmaxPolicy.problemA
    func gradient(_ estimator: some GradientEstimator) -> Vector {
      Vector(
        (0..<4).map { index in
          let step = 1e-4 * Vector.unit(index, count: 4)
          func value(_ change: Vector) -> Double {
            oracle.weightedLogLikelihood(
              of: policy.withParameters(policy.parameters + change), weights: estimator)
          }
          return (value(step) - value(-step)) / 2e-4
        })
    }
    #expect(gradient(TotalReturn()).isClose(to: oracle.gradient, tolerance: 1e-7))
    let wrong = RewardToGo(weighting: .undiscounted)
    #expect(gradient(wrong).isClose(to: oracle.mean(of: wrong), tolerance: 1e-7))
    #expect(!gradient(wrong).isClose(to: oracle.gradient, tolerance: 1e-2))
    // E29: the value is not J.
    let value = oracle.weightedLogLikelihood(of: policy, weights: TotalReturn())
    #expect((value - oracle.expectedReturn).magnitude > 1)
  }
}
