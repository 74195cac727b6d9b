import PolicyGradients
import Statistics
import Testing

@Suite struct OracleMomentsTests {
  private let a = OracleTests.a

  // FACTS (c).
  @Test func `variances of problem A`() {
    #expect((a.totalVariance(of: TotalReturn()) - 5.236172059729).magnitude < 5e-13)
    #expect((a.totalVariance(of: RewardToGo()) - 2.622045494078).magnitude < 5e-13)
    let withValues = RewardToGo(baseline: a.values)
    #expect((a.totalVariance(of: withValues) - 0.827998739650).magnitude < 5e-13)
    for bias in [a.bias(of: TotalReturn()), a.bias(of: RewardToGo()), a.bias(of: withValues)] {
      #expect(bias.norm < 1e-14)
    }
    let undiscounted = a.mean(of: RewardToGo(weighting: .undiscounted))
    #expect(
      undiscounted.isClose(
        to: [0.610353338777, -0.610353338777, 0.423139426148, -0.423139426148],
        tolerance: 5e-13))
  }

  @Test func `a student's closure gives what the library's estimator gives`() {
    let policy = TabularSoftmaxPolicy.problemA
    let naive = { (episode: Episode) in
      episode.discountedReturn(0.8) * episode.sum { policy.score(of: $0) }
    }
    let (own, library) = (a.moments(of: naive), a.moments(of: TotalReturn()))
    #expect(own.mean.isClose(to: library.mean, tolerance: 1e-14))
    #expect(own.covariance.isClose(to: library.covariance, tolerance: 1e-13))
    #expect(own.outcomeCount == 128)
    #expect(a.bias(of: naive).norm < 1e-14)
    #expect((a.mean { $0.discountedReturn(0.8) } - a.expectedReturn).magnitude < 1e-14)
  }

  @Test func `mean, covariance and range by the definition`() {
    var outcomes: [(Double, Vector)] = []
    let estimator = RewardToGo(constantBaseline: 0.3)
    a.forEachTrajectory { episode, probability in
      let value = estimator.estimate(
        from: episode, policy: TabularSoftmaxPolicy.problemA, discount: 0.8)
      outcomes.append((probability, value))
    }
    var mean = Vector.zero(count: 4)
    for (probability, value) in outcomes { mean += probability * value }
    var covariance = Matrix.zero(rowCount: 4, columnCount: 4)
    for (probability, value) in outcomes {
      covariance.addOuterProduct(value - mean, value - mean, scale: probability)
    }
    let moments = a.moments(of: estimator)
    #expect(moments.mean.isClose(to: mean, tolerance: 1e-14))
    #expect(moments.covariance.isClose(to: covariance, tolerance: 1e-14))
    #expect(moments.smallestProbability == outcomes.map(\.0).min())
    for index in 0..<4 {
      #expect(moments.range[index].lowerBound == outcomes.map { $0.1[index] }.min())
      #expect(moments.range[index].upperBound == outcomes.map { $0.1[index] }.max())
    }
    // FACTS (c): the scores of a state sum to 0, so rank 2 of 4.
    #expect(SymmetricEigen(moments.covariance).rank() == 2)
  }

  // FACTS (b): the naive estimator is 0 on every trajectory, reward-to-go is not.
  @Test func `reward-to-go can raise the variance`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1, 0], transitions: [[[0, 1], [0, 1]], [[1, 0], [1, 0]]],
      rewards: [[-1, -1], [1, 1]], horizon: 2)
    for (probability, variance) in [(0.5, 0.5), (0.75, 0.375)] {
      let policy = TabularSoftmaxPolicy(
        probabilities: Array(repeating: [probability, 1 - probability], count: 2))
      let oracle = Oracle(problem, policy: policy, discount: 1)
      #expect(oracle.totalVariance(of: TotalReturn()) == 0)
      let toGo = oracle.totalVariance(of: RewardToGo())
      #expect((toGo - 4 * probability * (1 - probability) / 2).magnitude < 1e-15)
      #expect((toGo - variance).magnitude < 1e-15)
      #expect(oracle.gradient.norm < 1e-16)
    }
  }

  // FACTS (a) on a one-step process: the same numbers as the bandit's own estimator.
  @Test func `a value baseline can raise the variance`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1], transitions: [[[1], [1]]], rewards: [[1, 0]], horizon: 1)
    let rows = [(0.5, 0.125, 0.0), (0.6, 0.0768, 0.0192), (0.9, 0.0018, 0.1152)]
    for (probability, without, withValue) in rows {
      let policy = SoftmaxPolicy(probabilities: [probability, 1 - probability])
      let oracle = Oracle(problem, policy: policy, discount: 1)
      #expect((oracle.totalVariance(of: TotalReturn()) - without).magnitude < 1e-15)
      let value = oracle.totalVariance(of: RewardToGo(baseline: oracle.values))
      #expect((value - withValue).magnitude < 1e-15)
      let best = RewardToGo(baseline: oracle.stepwiseOptimalBaseline)
      #expect(oracle.totalVariance(of: best).magnitude < 1e-16)
    }
  }

  @Test func `a mean of N episodes has an N-th of the variance`() {
    let moments = a.moments(groupSize: 2) { group in
      let policy = TabularSoftmaxPolicy.problemA
      let estimates = group.map {
        RewardToGo().estimate(from: $0, policy: policy, discount: 0.8)
      }
      return (estimates[0] + estimates[1]) / 2
    }
    let single = a.moments(of: RewardToGo())
    #expect(moments.outcomeCount == 128 * 128)
    #expect(moments.mean.isClose(to: single.mean, tolerance: 1e-14))
    #expect(moments.covariance.isClose(to: 0.5 * single.covariance, tolerance: 1e-13))
    let sampled = a.sampled(RewardToGo(), episodeCount: 2)
    #expect(sampled.exactMean == single.mean)
    #expect(sampled.deviations?.isClose(to: moments.deviations, tolerance: 1e-13) == true)
  }

  // Amendment 5.
  @Test func `optimal baselines of problem A`() {
    func variance(_ baseline: StateValues) -> Double {
      a.totalVariance(of: RewardToGo(baseline: baseline))
    }
    #expect((variance(a.values) - 0.828).magnitude < 5e-4)
    #expect((variance(a.stepwiseOptimalBaseline) - 0.566).magnitude < 5e-4)
    let best = a.jointlyOptimalBaseline
    #expect((variance(best) - 0.536).magnitude < 5e-4)
    // A minimum: every change of one number raises the variance, whichever way.
    for step in 0..<3 {
      for state in 0..<2 {
        for change in [0.01, -0.01] {
          var rows = (0..<3).map { best.row($0) }
          rows[step][state] += change
          #expect(variance(StateValues(steps: rows)) > variance(best))
        }
      }
    }
    #expect(a.bias(of: RewardToGo(baseline: best)).norm < 1e-14)
  }

  @Test func `jointly optimal baselines are never worse than any other`() {
    var stepwiseWorseThanValues = 0
    for index in 0..<60 {
      let oracle = OracleGradientTests.oracle(index)
      func variance(_ baseline: StateValues?) -> Double {
        oracle.totalVariance(of: RewardToGo(baseline: baseline))
      }
      let best = variance(oracle.jointlyOptimalBaseline)
      let others = [oracle.values, oracle.stepwiseOptimalBaseline, nil].map(variance)
      for other in others { #expect(best <= other + 1e-12) }
      if others[1] > others[0] + 1e-12 { stepwiseWorseThanValues += 1 }
    }
    // Amendment 5: the per-step b* is sometimes worse than V.
    #expect(stepwiseWorseThanValues > 0)
  }

  // E10 and Amendment 8: the mean without γᵗ is the gradient of no function, because its Jacobian is
  // not symmetric; that of ∇J is.
  @Test func `without the discount factor the update is no gradient`() {
    let policy = TabularSoftmaxPolicy.problemZ
    func asymmetry(_ field: (Oracle) -> Vector) -> Double {
      let rows = (0..<9).map { index -> Vector in
        func value(_ size: Double) -> Vector {
          let moved = policy.parameters + size * Vector.unit(index, count: 9)
          return field(
            Oracle(
              MarkovDecisionProcess.problemZ.withHorizon(3),
              policy: policy.withParameters(moved), discount: 0.8))
        }
        return (value(1e-4) - value(-1e-4)) / 2e-4
      }
      var largest = 0.0
      for i in 0..<9 {
        for j in 0..<i { largest = max(largest, (rows[i][j] - rows[j][i]).magnitude) }
      }
      return largest
    }
    #expect(asymmetry { $0.mean(of: RewardToGo()) } < 1e-8)
    #expect(asymmetry { $0.mean(of: MissingDiscountFactor()) } > 1e-3)
    let biased = a.biasVariance(of: MissingDiscountFactor())
    #expect((biased.relativeBias - 0.2331).magnitude < 1e-4)
    let undiscounted = a.withDiscount(1).gradient
    let distance = a.mean(of: MissingDiscountFactor()) - undiscounted
    #expect((distance.norm / undiscounted.norm - 0.0115).magnitude < 1e-4)
  }

  @Test func `values that are no numbers are refused`() async {
    let closure = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 1)
      print(oracle.moments { [$0.rewards[0] / 0] }.mean)
    }
    expectTrap(closure, says: "the estimator gives [inf] for the episode with states [0, 0, 0, 0]")
    let critic = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StateValues(steps: [[1, 2], [3, .nan]])
    }
    expectTrap(critic, says: "the value of state 1 at step 1 is nan")
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemZ, policy: TabularSoftmaxPolicy.problemZ, discount: 1)
      print(oracle.moments { Vector($0.rewards) }.mean)
    }
    expectTrap(count, says: "the estimator gives 4 components, then 3")
  }

  @Test func `a baseline for another problem is refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 1)
      print(oracle.mean(of: RewardToGo(baseline: StateValues([1, 2, 3]))))
    }
    expectTrap(result, says: "RewardToGo: values of 3 states, the problem has 2")
  }

  /// An estimator that leaves a weight as it was, or adds to what was there.
  private struct Careless: GradientEstimator {
    var adds: Bool

    func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
      let returns = episode.returnsToGo(discount)
      for t in 0..<episode.length - (adds ? 0 : 1) {
        weights[t] = adds ? weights[t] + returns[t] : returns[t]
      }
    }
  }

  @Test func `weights of other episodes are never used`() async {
    let added = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 0.8)
      _ = oracle.mean(of: Careless(adds: true))
    }
    expectTrap(added, says: "Careless: the weight of step 0 is not set")
    let unset = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 0.8)
      _ = oracle.sampled(Careless(adds: false))
    }
    expectTrap(unset, says: "Careless: the weight of step 2 is not set")
  }

  @Test func `nothing is relative to a zero gradient`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let flat = MarkovDecisionProcess(
        initialProbabilities: [1], transitions: [[[1], [1]]], rewards: [[1, 1]], horizon: 1)
      let policy = TabularSoftmaxPolicy(logits: [[0, 0]])
      let found = Oracle(flat, policy: policy, discount: 1).biasVariance(of: RewardToGo())
      print(found.meanSquaredError)
      print(found.relativeBias)
    }
    expectTrap(result, says: "BiasVariance.relativeBias: ∇J is zero")
  }
}
