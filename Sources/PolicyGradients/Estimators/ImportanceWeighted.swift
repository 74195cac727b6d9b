import VectorMath

/// A policy gradient from episodes of another policy.
///
/// With `ρ_t = π(a_t∣s_t) / μ(a_t∣s_t)`, π the policy whose gradient is wanted and μ the one that
/// acted, the scores are those of π and the weights are
///
///     whole trajectory:  w_t = (Π_k ρ_k) γᵗ G_t
///     per decision:      w_t = Σ_{k ≥ t} (Π_{j ≤ k} ρ_j) γᵏ r_k
///     one step:          w_t = ρ_t γᵗ G_t
///
/// The first two are unbiased for ∇J(π) wherever μ can do what π does; per decision a reward carries
/// only the ratios before it, which as a rule varies less. The third corrects the action but neither
/// the state nor what follows: biased, except for one step or for π = μ.
///
/// It takes the episodes of μ only, so use it with μ's oracle, `Oracle(problem, policy: acting, …)`;
/// that of another policy traps, and so does a μ that never does what π does.
///
/// - SeeAlso: Precup, Sutton, Singh 2000, "Eligibility traces for off-policy policy evaluation".
public struct ImportanceWeighted: GradientEstimator {
  /// Which ratios a weight carries.
  public enum Correction: Equatable, Sendable {
    /// The product over the whole episode.
    case wholeTrajectory
    /// For every reward the product up to it.
    case perDecision
    /// The step's own ratio only.
    case oneStep
  }

  /// π, whose gradient is wanted.
  public let target: any DiscretePolicy

  /// μ, which acted.
  public let acting: any DiscretePolicy

  /// Which ratios a weight carries.
  public var correction: Correction

  /// The estimator.
  ///
  /// - Parameters:
  ///   - target: π, whose gradient is wanted.
  ///   - acting: μ, the policy of the episodes; positive where π is.
  ///   - correction: Which ratios a weight carries.
  public init(
    target: some DiscretePolicy, acting: some DiscretePolicy,
    correction: Correction = .perDecision
  ) {
    self.target = target
    self.acting = acting
    self.correction = correction
  }

  /// π: its scores are summed, not those of the policy that acted.
  public var scoredPolicy: (any DiscretePolicy)? { target }

  /// μ: its episodes are taken, and no others.
  public var actingPolicy: (any DiscretePolicy)? { acting }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: An episode of μ.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    var product = 1.0
    var factor = 1.0
    // First the term of each reward …
    for t in 0..<episode.length {
      let ratio = probabilityRatio(episode, t)
      product *= ratio
      let reward = factor * episode.rewards[t]
      weights[t] = correction == .perDecision ? product * reward : reward
      factor *= discount
    }
    // … then the sum of those to come, from the end.
    var sum = 0.0
    for t in stride(from: episode.length - 1, through: 0, by: -1) {
      sum += weights[t]
      switch correction {
      case .perDecision: weights[t] = sum
      case .wholeTrajectory: weights[t] = product * sum
      case .oneStep: weights[t] = probabilityRatio(episode, t) * sum
      }
    }
  }

  private func probabilityRatio(_ episode: Episode, _ t: Int) -> Double {
    let (state, action) = (episode.states[t], episode.actions[t])
    let ratio = Double.exp(
      target.logProbability(of: action, at: state) - acting.logProbability(of: action, at: state))
    if !ratio.isFinite {
      fatalError(
        "ImportanceWeighted: the episode is not one of the acting policy, under which action "
          + "\(action) at state \(state) has the probability "
          + "\(acting.probability(of: action, at: state))")
    }
    return ratio
  }

  /// Traps unless both policies fit the problem, and μ(a∣s) > 0 wherever π(a∣s) > 0 in a state that π
  /// can reach.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    problem.check(target)
    problem.check(acting)
    let wanted = PolicyTable(target, for: problem).probabilities
    let possible = PolicyTable(acting, for: problem).probabilities
    for state in problem.states(reachedWith: wanted) {
      for action in 0..<problem.actionCount {
        let row = state * problem.actionCount + action
        if wanted[row] > 0 && possible[row] == 0 {
          fatalError(
            "ImportanceWeighted: the acting policy never takes action \(action) at state \(state), "
              + "which the target takes with probability \(wanted[row]); no weight can make up for "
              + "what is never seen")
        }
      }
    }
  }
}

extension MarkovDecisionProcess {
  /// The states, not terminal, that a policy can be in; the horizon aside.
  fileprivate func states(reachedWith choice: [Double]) -> [Int] {
    var isReached = initialProbabilities.map { $0 > 0 }
    var open = (0..<stateCount).filter { isReached[$0] }
    while let state = open.popLast() {
      for row in state * actionCount..<(state + 1) * actionCount where choice[row] > 0 {
        for outcome in outcomes[starts[row]..<starts[row + 1]] where !isReached[outcome.nextState] {
          isReached[outcome.nextState] = true
          open.append(outcome.nextState)
        }
      }
    }
    return (0..<stateCount).filter { isReached[$0] && !terminal[$0] }
  }
}
