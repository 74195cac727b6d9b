import PolicyGradients
import Testing

@Suite struct AdvantageEstimatorTests {
  private let values = StateValues(steps: [[1, 2, 0], [3, -1, 0], [0.5, 4, 0]])
  private let whole = Episode(states: [0, 1, 0, 2], actions: [0, 1, 0], rewards: [1, 2, -1])
  private let ended = LimitedEpisode(
    states: [0, 1, 0, 2], actions: [0, 1, 0], rewards: [1, 2, -1], status: .terminated)
  private let cut = LimitedEpisode(
    states: [0, 1, 0, 1], actions: [0, 1, 0], rewards: [1, 2, -1],
    status: .truncated(finalObservation: 1))

  @Test func `TD errors by hand`() {
    let estimator = NStepAdvantage.temporalDifference(values: values, weighting: .undiscounted)
    // 1 + ½ V₁(1) − V₀(0), 2 + ½ V₂(0) − V₁(1), −1 + 0 − V₂(0).
    #expect(estimator.weights(of: ended, discount: 0.5) == [-0.5, 3.25, -1.5])
    let discounted = NStepAdvantage.temporalDifference(values: values)
    #expect(discounted.weights(of: ended, discount: 0.5) == [-0.5, 1.625, -0.375])
  }

  // A stationary critic, so that the final state has a value.
  @Test func `after a truncation the final state's value follows`() {
    let critic = StateValues([1, 2, 0])
    let (terminated, truncated) = (
      NStepAdvantage.temporalDifference(values: critic, weighting: .undiscounted)
        .weights(of: ended, discount: 0.5),
      NStepAdvantage.temporalDifference(values: critic, weighting: .undiscounted)
        .weights(of: cut, discount: 0.5)
    )
    #expect(terminated[2] == -2)
    #expect(truncated[2] == -1)
    #expect(terminated[0] == truncated[0])
  }

  @Test func `limits of lambda and of n`() {
    for episode in [ended, cut] {
      for weighting in [DiscountWeighting.discounted, .undiscounted] {
        func advantage(_ lambda: Double) -> [Double] {
          GeneralizedAdvantage(values: values, lambda: lambda, weighting: weighting)
            .weights(of: episode, discount: 0.5)
        }
        func steps(_ count: Int) -> [Double] {
          NStepAdvantage(values: values, stepCount: count, weighting: weighting)
            .weights(of: episode, discount: 0.5)
        }
        #expect(advantage(0) == steps(1))
        #expect(isClose(advantage(1), steps(3)))
        #expect(steps(3) == steps(100))
        #expect(!isClose(advantage(0.5), advantage(1)))
        let lambdaReturn = LambdaReturn(
          values: values, lambda: 0.5, baseline: values, weighting: weighting)
        #expect(isClose(lambdaReturn.weights(of: episode, discount: 0.5), advantage(0.5)))
      }
    }
    // The episode ended: λ = 1 is return-to-go less value.
    let toGo = RewardToGo(baseline: values).weights(of: whole, discount: 0.5)
    let advantage = GeneralizedAdvantage(values: values, lambda: 1)
    #expect(isClose(advantage.weights(of: ended, discount: 0.5), toGo))
    #expect(isClose(advantage.weights(of: whole, discount: 0.5), toGo))
    // It was cut: the last state's value follows, which is not 0.
    let longer = values.row(0) + [0, 5, 0]
    let critic = StateValues(longer)
    let cutToGo = cut.returnsToGo(0.5, bootstrap: critic)
    #expect(cutToGo[2] == -1 + 0.5 * 7)
    #expect(cutToGo[1] == 2 + 0.5 * cutToGo[2])
    let cutAdvantage = GeneralizedAdvantage(
      values: critic, lambda: 1, weighting: .undiscounted
    ).weights(of: cut, discount: 0.5)
    let difference = zip(cut, cutToGo).map { $1 - critic.value(at: $0.state) }
    #expect(isClose(cutAdvantage, difference))
  }

  private func isClose(_ left: [Double], _ right: [Double]) -> Bool {
    Vector(left).isClose(to: Vector(right), tolerance: 1e-14)
  }

  @Test func `with the exact critic nothing is biased`() {
    for oracle in [OracleTests.a, OracleTests.z] {
      let tolerance = 1e-13 * oracle.gradient.norm
      for lambda in [0, 0.3, 0.95, 1] {
        let advantage = GeneralizedAdvantage(values: oracle.values, lambda: lambda)
        #expect(oracle.bias(of: advantage).norm < tolerance)
        let plain = LambdaReturn(values: oracle.values, lambda: lambda)
        #expect(oracle.bias(of: plain).norm < tolerance)
      }
      for count in 1...3 {
        let estimator = NStepAdvantage(values: oracle.values, stepCount: count)
        #expect(oracle.bias(of: estimator).norm < tolerance)
      }
      for critic in [oracle.actionValues, oracle.advantages] {
        #expect(oracle.bias(of: ActorCritic(actionValues: critic)).norm < tolerance)
      }
      // Negative control: a wrong critic.
      let wrong = oracle.values + Vector((0..<oracle.problem.stateCount).map { Double($0) - 1 })
      let advantage = GeneralizedAdvantage(values: wrong, lambda: 0.3)
      #expect(oracle.bias(of: advantage).norm > 1e3 * tolerance)
    }
  }

  @Test func `a wrong action-value critic biases, an added baseline does not`() {
    let oracle = OracleTests.a
    func critic(_ change: (Int, Int) -> Double) -> ActionValues {
      ActionValues(
        (0..<2).map { state in
          Vector(
            (0..<2).map { oracle.actionValues.value(of: $0, at: state) + change(state, $0) })
        })
    }
    // Stationary, so wrong already; what matters is the difference.
    let stationary = oracle.mean(of: ActorCritic(actionValues: critic { _, _ in 0 }))
    let shifted = oracle.mean(of: ActorCritic(actionValues: critic { state, _ in Double(state) }))
    let tilted = oracle.mean(of: ActorCritic(actionValues: critic { _, action in Double(action) }))
    #expect(shifted.isClose(to: stationary, tolerance: 1e-14))
    #expect(!tilted.isClose(to: stationary, tolerance: 1e-2))
  }

  @Test func `bad arguments are refused`() async {
    let lambda = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GeneralizedAdvantage(values: StateValues([1]), lambda: 1.5)
    }
    expectTrap(lambda, says: "lambda 1.5 is outside 0...1")
    let steps = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = NStepAdvantage(values: StateValues([1]), stepCount: 0)
    }
    expectTrap(steps, says: "the step count 0 is below 1")
    let critic = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 1)
      _ = oracle.sampled(ActorCritic(actionValues: ActionValues([[1, 2]])))
    }
    expectTrap(critic, says: "ActorCritic: values of 1 states and 2 actions, the problem has 2 and")
  }
}
