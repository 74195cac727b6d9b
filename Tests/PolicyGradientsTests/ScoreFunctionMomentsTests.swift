import PolicyGradients
import Testing

@Suite struct ScoreFunctionMomentsTests {
  // FACTS, exhibit (a): π = (p, 1 − p), R = (1, 0), total variance without baseline and with V.
  @Test(arguments: [
    (0.5, 0.125, 0, 0), (0.6, 0.0768, 0.0192, 0.25), (0.75, 0.023_437_5, 0.093_75, 4),
    (0.9, 0.0018, 0.1152, 64), (0.99, 1.980_000_000_000_000_3e-6, 0.019_015_92, 9_604),
  ])
  func `the value baseline can raise the variance`(
    probability: Double, none: Double, value: Double, ratio: Double
  ) {
    let policy = SoftmaxPolicy(probabilities: [probability, 1 - probability])
    let bandit = Bandit(rewards: [1, 0])
    func variance(_ baseline: Baseline) -> Double {
      ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline).totalVariance
    }
    #expect((variance(.none) / none - 1).magnitude < 1e-12)
    #expect((variance(.value) - value).magnitude < 1e-12 * max(value, 1e-3))
    #expect((variance(.value) / variance(.none) - ratio).magnitude < 1e-10 * max(ratio, 1))
    #expect(variance(.optimal) < 1e-30)
    // The best baseline is the reversed mean.
    #expect(variance(.constant(1 - probability)) < 1e-30)
  }

  // FACTS: V raised the variance in 5.7 % of 20 000 random bandits with 2–5 arms and rewards from
  // U(0, 1), median ratio 0.154; logits from N(0, 1.5²) give these figures. One standard error is
  // 0.16 %; the interval leaves 5 of them.
  @Test func `the value baseline raises the variance in a few of many random bandits`() {
    var random = RandomStream(seed: 1)
    var raised = 0
    var ratios: [Double] = []
    for _ in 0..<20_000 {
      let count = 2 + random.integer(below: 4)
      let policy = SoftmaxPolicy(logits: Vector((0..<count).map { _ in 1.5 * random.normal() }))
      let bandit = Bandit(rewards: Vector((0..<count).map { _ in random.uniform() }))
      func variance(_ baseline: Baseline) -> Double {
        ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline).totalVariance
      }
      let (none, value, optimal) = (variance(.none), variance(.value), variance(.optimal))
      if value > none { raised += 1 }
      ratios.append(value / none)
      #expect(optimal <= none * (1 + 1e-12) && optimal <= value * (1 + 1e-12) + 1e-18)
    }
    #expect((0.049...0.065).contains(Double(raised) / 20_000))
    #expect((0.14...0.17).contains(ratios.sorted()[10_000]))
  }

  @Test func `a baseline leaves the mean unchanged`() {
    for (policy, bandit) in examples {
      let gradient = bandit.gradient(of: policy)
      for baseline in [Baseline.none, .constant(3), .value, .optimal, .leaveOneOut(size: 3)] {
        let estimator = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline)
        #expect(estimator.mean.isClose(to: gradient, tolerance: 1e-14))
        #expect(estimator.bias.norm < 1e-14)
      }
    }
  }

  // E[b ∇log π] = 0: without rewards only the baseline is left.
  @Test func `the baseline's own contribution has mean 0`() {
    let nothing = Bandit(rewards: [0, 0, 0])
    let policy = SoftmaxPolicy(logits: [0.1, 2, -1])
    let estimator = ScoreFunctionEstimator(policy: policy, bandit: nothing, baseline: .constant(-7))
    #expect(estimator.mean.norm < 1e-15)
    #expect(estimator.totalVariance > 1)
  }

  // E34: including a draw's own reward shrinks the gradient by 1 − 1/N.
  @Test(arguments: [2, 3, 4, 10])
  func `the batch mean shrinks the gradient`(size: Int) {
    for (policy, bandit) in examples {
      let estimator = ScoreFunctionEstimator(
        policy: policy, bandit: bandit, baseline: .batchMean(size: size))
      let gradient = bandit.gradient(of: policy)
      let expected = (1 - 1 / Double(size)) * gradient
      #expect(estimator.mean.isClose(to: expected, tolerance: 1e-14))
      #expect((estimator.bias.norm / gradient.norm - 1 / Double(size)).magnitude < 1e-12)
    }
  }

  @Test func `a batch of one has nothing left`() {
    let (policy, bandit) = examples[0]
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .batchMean(size: 1))
    #expect(estimator.mean == .zero(count: policy.actionCount))
    #expect(estimator.totalVariance == 0)
  }

  @Test(arguments: [2, 3, 4])
  func `batch moments agree with enumeration of all tuples`(size: Int) {
    let policy = SoftmaxPolicy(logits: [0.5, -0.3, 0.1])
    let bandit = Bandit(arms: [.deterministic(2), .bernoulli(0.3), .deterministic(-1)])
    for baseline in [Baseline.batchMean(size: size), .leaveOneOut(size: size)] {
      let estimator = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: baseline)
      let (mean, covariance) = enumerated(
        policy, size, leavesOut: baseline == .leaveOneOut(size: size))
      #expect(estimator.mean.isClose(to: mean, tolerance: 1e-14))
      #expect(estimator.covariance.isClose(to: covariance, tolerance: 1e-14))
    }
  }

  @Test func `a large batch's variance approaches the value baseline's over N`() {
    let (policy, bandit) = examples[1]
    let batch = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .leaveOneOut(size: 100_000))
    let value = ScoreFunctionEstimator(policy: policy, bandit: bandit, baseline: .value)
    #expect((batch.totalVariance * 1e5 / value.totalVariance - 1).magnitude < 1e-4)
  }

  // E49, for a softmax policy: Var[(R + noise) s] adds the noise's variance times the Fisher trace.
  @Test func `a normal arm adds its variance times the scores'`() {
    let policy = SoftmaxPolicy(logits: [0.4, -0.2])
    let noisy = Bandit(arms: [.normal(mean: 1, deviation: 2), .normal(mean: -1, deviation: 2)])
    let plain = Bandit(rewards: [1, -1])
    let fisher = (0..<2).reduce(0) {
      $0 + policy.probability(of: $1) * policy.score(of: $1).squaredNorm
    }
    for baseline in [Baseline.none, .value, .optimal] {
      let difference =
        ScoreFunctionEstimator(policy: policy, bandit: noisy, baseline: baseline).totalVariance
        - ScoreFunctionEstimator(policy: policy, bandit: plain, baseline: baseline).totalVariance
      #expect((difference - 4 * fisher).magnitude < 1e-14)
    }
  }

  private var examples: [(SoftmaxPolicy, Bandit)] {
    [
      (SoftmaxPolicy(logits: [0.1, 0.2]), Bandit(rewards: [1, 0])),
      (
        SoftmaxPolicy(logits: [0.5, -1, 0.25]),
        Bandit(arms: [.normal(mean: 1, deviation: 1), .bernoulli(0.3), .deterministic(2)])
      ),
      (
        SoftmaxPolicy(logits: Vector((0..<10).map { 0.3 * Double($0) })),
        Bandit(rewards: Vector((0..<10).map { Double($0 * $0 % 7) }))
      ),
    ]
  }

  /// Mean and covariance from the definition, over all tuples of the outcomes
  /// (arm 0, 2), (arm 1, 0), (arm 1, 1), (arm 2, −1).
  private func enumerated(
    _ policy: SoftmaxPolicy, _ size: Int, leavesOut: Bool
  ) -> (Vector, Matrix) {
    let outcomes: [(Int, Double, Double)] = [(0, 2, 1), (1, 0, 0.7), (1, 1, 0.3), (2, -1, 1)]
    var weighted: [(Double, Vector)] = []
    let tupleCount = (0..<size).reduce(1) { count, _ in count * outcomes.count }
    for code in 0..<tupleCount {
      var rest = code
      var tuple: [(Int, Double, Double)] = []
      for _ in 0..<size {
        tuple.append(outcomes[rest % outcomes.count])
        rest /= outcomes.count
      }
      let total = tuple.reduce(0) { $0 + $1.1 }
      var probability = 1.0
      var estimate = Vector.zero(count: 3)
      for (action, reward, chance) in tuple {
        probability *= policy.probability(of: action) * chance
        let number = leavesOut ? (total - reward) / Double(size - 1) : total / Double(size)
        estimate += (reward - number) * policy.score(of: action) / Double(size)
      }
      weighted.append((probability, estimate))
    }
    var mean = Vector.zero(count: 3)
    for (probability, estimate) in weighted { mean += probability * estimate }
    var covariance = Matrix.zero(rowCount: 3, columnCount: 3)
    for (probability, estimate) in weighted {
      covariance += probability * Matrix.outer(estimate - mean, estimate - mean)
    }
    return (mean, covariance)
  }
}
