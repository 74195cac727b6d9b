import PolicyGradients
import Testing

@Suite struct TrustRegionStepTests {
  private let oracle = OracleTests.z
  private let policy = TabularSoftmaxPolicy.problemZ

  private func step(_ rule: TrustRegionStep) -> TrustRegionStep.Result {
    let (oracle, policy) = (oracle, policy)
    let fisher = oracle.fisherInformation
    return rule.step(
      from: policy.parameters, gradient: oracle.gradient, fisherProduct: { fisher * $0 }
    ) { parameters in
      let moved = policy.withParameters(parameters)
      return .init(
        improvement: oracle.surrogate(of: moved),
        divergence: oracle.meanDivergence(relativeTo: moved))
    }
  }

  @Test(arguments: [0.001, 0.01, 0.1, 1]) func `on an oracle`(limit: Double) throws {
    let rule = TrustRegionStep(
      divergenceLimit: limit, solver: ConjugateGradient(iterationLimit: 30))
    let result = step(rule)
    let accepted = try #require(result.acceptedTry)
    let last = try #require(result.tries.last)
    // What is reported is what holds.
    let moved = policy.withParameters(result.parameters)
    #expect(last.measurement.divergence == oracle.meanDivergence(relativeTo: moved))
    #expect(last.measurement.divergence <= limit)
    #expect(last.measurement.improvement == oracle.surrogate(of: moved))
    #expect(last.measurement.improvement > 0)
    // Full step, times α^j.
    #expect((last.scale - (0..<accepted).reduce(1) { power, _ in 0.8 * power }).magnitude < 1e-15)
    let direction = result.fullStep.direction.solution
    #expect(direction.isClose(to: oracle.naturalGradient, tolerance: 1e-9))
    let curvature = direction.dot(oracle.fisherInformation * direction)
    let expected =
      policy.parameters + last.scale * (2 * limit / curvature).squareRoot() * direction
    #expect(result.parameters.isClose(to: expected, tolerance: 1e-12))
    // Each try before the last was rejected for the reason that is given.
    for rejected in result.tries.dropLast() {
      #expect(rejected.outcome == .tooFar)
      #expect(rejected.measurement.divergence > limit)
    }
  }

  private func exactStep(
    _ oracle: Oracle, _ policy: some DiscretePolicy, limit: Double
  ) -> (accepted: TrustRegionStep.Try?, gain: Double) {
    let fisher = oracle.fisherInformation
    let rule = TrustRegionStep(
      divergenceLimit: limit, solver: ConjugateGradient(iterationLimit: 30))
    let result = rule.step(
      from: policy.parameters, gradient: oracle.gradient, fisherProduct: { fisher * $0 }
    ) { parameters in
      let moved = policy.withParameters(parameters)
      return .init(
        improvement: oracle.surrogate(of: moved),
        divergence: oracle.meanDivergence(relativeTo: moved))
    }
    let moved = policy.withParameters(result.parameters)
    return (
      result.acceptedTry.map { result.tries[$0] },
      oracle.withPolicy(moved).expectedReturn - oracle.expectedReturn
    )
  }

  // E43: an accepted step with exact gradient, Fisher information, surrogate and divergence.
  @Test func `an accepted step may lower J where states share parameters`() throws {
    let problem = MarkovDecisionProcess.random(states: 4, actions: 2, horizon: nil, seed: 8204)
    var random = RandomStream(seed: 8204, label: "policy")
    let policy = LinearSoftmaxPolicy(
      features: (0..<4).map { [.unit($0 / 2, count: 2), .zero(count: 2)] },
      parameters: [random.normal(), random.normal()])
    let oracle = Oracle(problem, policy: policy, discount: 0.95)
    let (accepted, gain) = exactStep(oracle, policy, limit: 0.01)
    let step = try #require(accepted)
    #expect(step.outcome == .accepted)
    #expect((step.measurement.improvement - 0.0246110).magnitude < 1e-7)
    #expect(step.measurement.divergence < 0.01)
    #expect((gain + 0.0576415).magnitude < 1e-7)
    // A step that is short enough does what the gradient says.
    #expect(exactStep(oracle, policy, limit: 1e-6).gain > 0)
  }

  // The natural gradient of an unshared softmax is the advantage in every state, so that every
  // state's policy improves on its own, however long the step.
  @Test func `with a table and exact advantages J always grows`() throws {
    for seed in 0..<200 {
      let problem = MarkovDecisionProcess.random(
        states: 4, actions: 2, horizon: nil, seed: UInt64(seed))
      let policy = TabularSoftmaxPolicy.random(for: problem, seed: UInt64(seed))
      let oracle = Oracle(problem, policy: policy, discount: 0.95)
      for limit in [0.01, 1] {
        let (accepted, gain) = exactStep(oracle, policy, limit: limit)
        _ = try #require(accepted)
        #expect(gain > 0)
      }
    }
  }

  // Without the search, the full step goes too far here: the Taylor expansion is no bound.
  @Test func `the first try may break the limit`() {
    let results = [0.001, 0.01, 0.1, 1].map {
      step(.init(divergenceLimit: $0, solver: ConjugateGradient(iterationLimit: 30)))
    }
    #expect(results.contains { $0.tries.count > 1 })
    #expect(results.allSatisfy { $0.acceptedTry == $0.tries.count - 1 })
  }

  /// A line of numbers, so that every case of the checks can be had.
  private func search(
    limit: Double = 0.5, tries: Int = 4,
    _ measure: (Double) -> (improvement: Double, divergence: Double)
  ) -> TrustRegionStep.Result {
    // F = 1, g = 1: the full step is √(2δ) = 1.
    TrustRegionStep(divergenceLimit: limit, backtrackFactor: 0.5, tryLimit: tries)
      .step(from: [10], gradient: [1], fisherProduct: { $0 }) { parameters in
        let numbers = measure(parameters[0] - 10)
        return .init(improvement: numbers.improvement, divergence: numbers.divergence)
      }
  }

  @Test func `every outcome`() {
    let good = search { ($0, $0 * $0 / 2) }
    #expect(good.acceptedTry == 0)
    #expect(good.parameters == [11])
    // Exactly at the limit is within it.
    #expect(good.tries[0].measurement.divergence == 0.5)

    let far = search { ($0, $0 > 0.3 ? 1 : 0.1) }
    #expect(far.tries.map(\.outcome) == [.tooFar, .tooFar, .accepted])
    #expect(far.tries.map(\.scale) == [1, 0.5, 0.25])
    #expect(far.acceptedTry == 2)
    #expect(far.parameters == [10.25])

    let worse = search { ($0 > 0.2 ? -1 : $0, 0.1) }
    #expect(
      worse.tries.map(\.outcome) == [
        .noImprovement, .noImprovement, .noImprovement, .accepted,
      ])
    #expect(worse.parameters == [10.125])

    let both = search { $0 > 0.9 ? (-1, 2) : (.nan, 0.1) }
    #expect(
      both.tries.map(\.outcome) == [
        .tooFarWithoutImprovement, .notFinite, .notFinite, .notFinite,
      ])
    #expect(both.acceptedTry == nil)
    #expect(both.parameters == [10])

    // No change at all is no improvement, although Spinning Up would accept it.
    let flat = search(tries: 2) { _ in (0, 0) }
    #expect(flat.tries.map(\.outcome) == [.noImprovement, .noImprovement])
    #expect(flat.parameters == [10])
    #expect(search { _ in (1, .infinity) }.tries.allSatisfy { $0.outcome == .notFinite })
  }

  // A negative control for each check: without it, the step would have been taken.
  @Test func `both checks are needed`() {
    let onlySurrogate = search(tries: 1) { ($0, 0.5000001) }
    #expect(onlySurrogate.acceptedTry == nil)
    let onlyDivergence = search(tries: 1) { (-$0, 0.1) }
    #expect(onlyDivergence.acceptedTry == nil)
  }

  @Test func `without a direction nothing is tried`() {
    for (gradient, factor) in [(0.0, 1.0), (1, -1), (.nan, 1), (1, .nan)] {
      let result = TrustRegionStep.spinningUp.step(
        from: [10], gradient: [gradient], fisherProduct: { factor * $0 }
      ) { _ in
        Issue.record("there is nothing to measure")
        return .init(improvement: 1, divergence: 0)
      }
      #expect(result.tries.isEmpty)
      #expect(result.parameters == [10])
      #expect(result.acceptedTry == nil)
    }
  }

  @Test func `the presets`() {
    let (spinningUp, stable) = (TrustRegionStep.spinningUp, TrustRegionStep.stableBaselines)
    #expect(spinningUp.divergenceLimit == 0.01 && stable.divergenceLimit == 0.01)
    #expect(spinningUp.backtrackFactor == 0.8 && spinningUp.tryLimit == 10)
    #expect(spinningUp.solver.iterationLimit == 10 && stable.solver.iterationLimit == 15)
    #expect(spinningUp.solver.damping == 0.1 && stable.solver.damping == 0.1)
    #expect(step(spinningUp).acceptedTry == 0)
    #expect(step(stable).acceptedTry == 0)
    var slides = TrustRegionStep.lectureSlides
    #expect(slides.backtrackFactor == 0.5 && slides != stable)
    slides.backtrackFactor = 0.8
    #expect(slides == stable)
  }

  @Test func `numbers out of range are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TrustRegionStep(divergenceLimit: 0)
      }, says: "the divergence limit 0.0 is not above 0")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TrustRegionStep(divergenceLimit: 0.01, backtrackFactor: 1)
      }, says: "the backtrack factor 1.0 is not between 0 and 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TrustRegionStep(divergenceLimit: 0.01, tryLimit: 0)
      }, says: "the try limit 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = TrustRegionStep(divergenceLimit: 0.01).step(
          from: [1, 2], gradient: [1], fisherProduct: { $0 }
        ) { _ in .init(improvement: 1, divergence: 0) }
      }, says: "the gradient has 1 components, there are 2 parameters")
  }
}
