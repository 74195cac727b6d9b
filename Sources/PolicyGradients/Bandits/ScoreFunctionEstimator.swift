public import VectorMath

/// The score-function estimator of ∇J for a one-step problem, also called REINFORCE.
///
///     ĝ = (R − b(s)) ∇θ log π(a∣s),   s ~ ρ, a ~ π(·∣s), R ~ arm (s, a)
///
/// With a batch baseline one draw is a batch of N, and ĝ is the mean of the N terms. All properties
/// below are exact, from the finitely many outcomes and, for normal arms, two moments of the reward.
///
/// Unbiased for every baseline but ``Baseline/batchMean(size:)``.
///
/// - SeeAlso: Williams 1992, "Simple statistical gradient-following algorithms", eq. 4.
public struct ScoreFunctionEstimator: Sendable {
  /// What is subtracted from the reward.
  public let baseline: Baseline

  /// ∇J, what is estimated; shape `[d]`.
  public let exactGradient: Vector

  /// J, the mean reward.
  let expectedReturn: Double

  /// Everything that one step can bring, with positive probability.
  let outcomes: [Outcome]

  /// Draws an index of `outcomes`.
  let drawing: Categorical

  /// State, action and reward; the reward is a mean when `deviation` is positive.
  struct Outcome {
    var probability: Double
    var score: Vector
    var reward: Double
    var deviation: Double
    /// b(s), or 0 for batch baselines.
    var baseline: Double

    /// The estimate when the reward is its mean.
    var estimate: Vector { (reward - baseline) * score }
  }

  /// The estimator for a bandit.
  ///
  /// - Parameters:
  ///   - policy: As many actions as the bandit has arms.
  ///   - bandit: The problem.
  ///   - baseline: What is subtracted from the reward.
  public init(policy: SoftmaxPolicy, bandit: Bandit, baseline: Baseline = .none) {
    self.init(
      policy: TabularSoftmaxPolicy(policies: [policy]),
      bandit: ContextualBandit(stateProbabilities: [1], arms: [bandit.arms]), baseline: baseline)
  }

  /// The estimator for a contextual bandit.
  ///
  /// - Parameters:
  ///   - policy: As many states and actions as the problem.
  ///   - bandit: The problem.
  ///   - baseline: What is subtracted from the reward; a batch baseline is one number for the
  ///     whole batch, whatever the states in it.
  public init(
    policy: TabularSoftmaxPolicy, bandit: ContextualBandit, baseline: Baseline = .none
  ) {
    exactGradient = bandit.gradient(of: policy)
    expectedReturn = bandit.expectedReturn(of: policy)
    self.baseline = baseline
    var outcomes: [Outcome] = []
    for state in 0..<bandit.stateCount {
      let number = baseline.number(at: state, policy: policy, bandit: bandit)
      for action in 0..<bandit.actionCount {
        let probability =
          bandit.stateProbabilities[state] * policy.probability(of: action, at: state)
        let score = policy.score(of: action, at: state)
        for atom in bandit.bandits[state].arms[action].atoms
        where probability * atom.probability > 0 {
          outcomes.append(
            Outcome(
              probability: probability * atom.probability, score: score, reward: atom.reward,
              deviation: atom.deviation, baseline: number))
        }
      }
    }
    self.outcomes = outcomes
    drawing = Categorical(Vector(outcomes.map(\.probability)))
  }

  /// How many components the estimate has, d.
  public var parameterCount: Int { exactGradient.count }

  /// How many steps one draw takes: the batch's size, otherwise 1.
  public var batchSize: Int { baseline.batchSize ?? 1 }

  /// Draws one estimate; for batch baselines the mean over one batch.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: Shape `[d]`.
  /// - Randomness: draws one value per step for state, action and a finite reward together, and one
  ///   more for a normal reward.
  public func sample(using generator: inout RandomStream) -> Vector {
    guard let size = baseline.batchSize else {
      let index = drawing.sample(using: &generator)
      return (reward(of: index, using: &generator) - outcomes[index].baseline)
        * outcomes[index].score
    }
    var batch = Batch(parameterCount: parameterCount)
    for _ in 0..<size {
      let index = drawing.sample(using: &generator)
      batch.add(reward(of: index, using: &generator), outcomes[index].score)
    }
    return batch.estimate(baseline)
  }

  @inline(__always)
  private func reward(of index: Int, using generator: inout RandomStream) -> Double {
    let deviation = outcomes[index].deviation
    guard deviation > 0 else { return outcomes[index].reward }
    return outcomes[index].reward + deviation * generator.normal()
  }
}

extension Baseline {
  /// N, for batch baselines.
  var batchSize: Int? {
    switch self {
    case .batchMean(let size), .leaveOneOut(let size): size
    case .none, .constant, .constants, .value, .optimal: nil
    }
  }

  /// The number b(s), 0 for batch baselines.
  ///
  /// Traps when the baseline does not fit the problem.
  fileprivate func number(
    at state: Int, policy: TabularSoftmaxPolicy, bandit: ContextualBandit
  ) -> Double {
    switch self {
    case .none: return 0
    case .constant(let number): return number
    case .constants(let numbers):
      if numbers.count != bandit.stateCount {
        fatalError("Baseline: \(numbers.count) constants for \(bandit.stateCount) states")
      }
      return numbers[state]
    case .value: return bandit.value(of: policy, at: state)
    case .optimal:
      let local = policy.policy(at: state)
      let weights = Vector(
        (0..<local.actionCount).map {
          local.probabilities[$0] * local.score(of: $0).squaredNorm
        })
      // A deterministic policy has no variance, whatever the baseline.
      if weights.sum == 0 { return bandit.value(of: policy, at: state) }
      return weights.dot(bandit.bandits[state].expectedRewards) / weights.sum
    case .batchMean(let size):
      if size < 1 { fatalError("Baseline.batchMean: the size \(size) is below 1") }
      return 0
    case .leaveOneOut(let size):
      if size < 2 { fatalError("Baseline.leaveOneOut: the size \(size) is below 2") }
      return 0
    }
  }
}

/// The sums over a batch that decide its estimate.
struct Batch {
  private var count = 0.0
  private var rewardSum = 0.0
  private var scoreSum: Vector
  private var productSum: Vector

  init(parameterCount: Int) {
    scoreSum = .zero(count: parameterCount)
    productSum = .zero(count: parameterCount)
  }

  /// Adds `times` equal terms.
  @inline(__always)
  mutating func add(_ reward: Double, _ score: Vector, times: Double = 1) {
    count += times
    rewardSum += times * reward
    scoreSum += times * score
    productSum += (times * reward) * score
  }

  /// The mean of the terms with the batch's own baseline.
  func estimate(_ baseline: Baseline) -> Vector {
    // R_i − mean of the others = N / (N − 1) · (R_i − mean of all).
    let centered = (productSum - (rewardSum / count) * scoreSum) / count
    if case .leaveOneOut = baseline { return (count / (count - 1)) * centered }
    return centered
  }
}
