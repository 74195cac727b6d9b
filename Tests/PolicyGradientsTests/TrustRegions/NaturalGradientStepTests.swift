import PolicyGradients
import Testing

@Suite struct NaturalGradientStepTests {
  private let oracle = OracleTests.z
  private let policy = TabularSoftmaxPolicy.problemZ
  private let exact = ConjugateGradient(iterationLimit: 50)

  @Test func `a learning rate times the natural gradient`() {
    let fisher = oracle.fisherInformation
    let result = NaturalGradientStep(length: .learningRate(0.3), solver: exact)
      .step(gradient: oracle.gradient) { fisher * $0 }
    #expect(result.step.isClose(to: 0.3 * oracle.naturalGradient, tolerance: 1e-9))
    #expect((result.predictedImprovement - result.step.dot(oracle.gradient)).magnitude < 1e-15)
    let quadratic = 0.5 * result.step.dot(fisher * result.step)
    #expect((result.predictedDivergence - quadratic).magnitude < 1e-15)
  }

  // KL = ½ δᵀFδ + O(‖δ‖³): a tenth of the root of the limit, a tenth of the relative error.
  @Test func `a divergence is kept to second order`() {
    let fisher = oracle.fisherInformation
    func relativeError(_ limit: Double) -> Double {
      let result = NaturalGradientStep(length: .divergence(limit), solver: exact)
        .step(gradient: oracle.gradient) { fisher * $0 }
      #expect((result.predictedDivergence / limit - 1).magnitude < 1e-12)
      let moved = policy.withParameters(policy.parameters + result.step)
      return oracle.meanDivergence(relativeTo: moved) / limit - 1
    }
    let ratio = relativeError(1e-4) / relativeError(1e-6)
    #expect((ratio - 10).magnitude < 0.5)
    #expect(relativeError(1e-2).magnitude > 1e-3)
  }

  @Test func `damping counts as divergence`() {
    let fisher = oracle.fisherInformation
    let solver = ConjugateGradient(iterationLimit: 50, damping: 0.1)
    let result = NaturalGradientStep(length: .divergence(0.01), solver: solver)
      .step(gradient: oracle.gradient) { fisher * $0 }
    let step = result.step
    #expect((0.5 * step.dot(fisher * step + 0.1 * step) - 0.01).magnitude < 1e-14)
    #expect(0.5 * step.dot(fisher * step) < 0.009)
  }

  // Independent of the reward's unit.
  @Test func `a step by divergence does not depend on the gradient's length`() {
    let fisher = oracle.fisherInformation
    let one = NaturalGradientStep(length: .divergence(0.01), solver: exact)
    let solver = ConjugateGradient(iterationLimit: 50, residualTolerance: 1e-22)
    let thousand = NaturalGradientStep(length: .divergence(0.01), solver: solver)
    let step = one.step(gradient: oracle.gradient) { fisher * $0 }.step
    let same = thousand.step(gradient: 1000 * oracle.gradient) { fisher * $0 }.step
    #expect(step.isClose(to: same, tolerance: 1e-9))
    #expect(step.norm > 0.01)
  }

  @Test func `without a direction there is no step`() {
    for length in [NaturalGradientStep.Length.learningRate(1), .divergence(0.01)] {
      let rule = NaturalGradientStep(length: length)
      for (gradient, factor) in [
        (Vector([0, 0]), 1.0), ([1, 2], -1), ([.nan, 1], 1), ([1, 2], .infinity),
      ] {
        let result = rule.step(gradient: gradient) { factor * $0 }
        #expect(result.step == [0, 0])
        #expect(result.predictedDivergence == 0)
        #expect(result.predictedImprovement == 0)
      }
    }
  }

  @Test func `lengths out of range are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = NaturalGradientStep(length: .learningRate(0))
      }, says: "the learning rate 0.0 is not above 0")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = NaturalGradientStep(length: .divergence(.nan))
      }, says: "the divergence limit nan is not above 0")
  }
}
