public import VectorMath

/// A policy π(a∣s) with parameters θ over numbered states.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", section 13.1.
public protocol Policy<Action>: Sendable {
  /// What is chosen: an `Int`, or a `Double` where actions are continuous.
  associatedtype Action

  /// How many states there are, S.
  var stateCount: Int { get }

  /// The parameters θ; shape `[d]`.
  var parameters: Vector { get }

  /// How many parameters there are, d.
  var parameterCount: Int { get }

  /// The same kind of policy with other parameters.
  ///
  /// - Parameter parameters: θ; shape `[d]`.
  /// - Returns: A policy over the same states and actions.
  func withParameters(_ parameters: Vector) -> Self

  /// The probability π(a∣s); a density where actions are continuous.
  ///
  /// - Parameters:
  ///   - action: The action a.
  ///   - state: The state s, in `0..<stateCount`.
  /// - Returns: At least 0.
  func probability(of action: Action, at state: Int) -> Double

  /// The logarithm log π(a∣s).
  ///
  /// - Parameters:
  ///   - action: The action a.
  ///   - state: The state s, in `0..<stateCount`.
  /// - Returns: Accurate also where π(a∣s) underflows.
  func logProbability(of action: Action, at state: Int) -> Double

  /// The score ∇θ log π(a∣s), whose mean is 0 in every state.
  ///
  /// - Parameters:
  ///   - action: The action a.
  ///   - state: The state s, in `0..<stateCount`.
  /// - Returns: Shape `[d]`.
  func score(of action: Action, at state: Int) -> Vector

  /// Draws an action.
  ///
  /// - Parameters:
  ///   - state: The state s, in `0..<stateCount`.
  ///   - generator: The source of randomness.
  /// - Returns: An action drawn from π(·∣s).
  func sample(at state: Int, using generator: inout RandomStream) -> Action

  /// The entropy `−E[log π(a∣s)]` in nats.
  ///
  /// - Parameter state: The state s, in `0..<stateCount`.
  /// - Returns: The entropy; negative for narrow densities.
  func entropy(at state: Int) -> Double

  /// The Fisher information `E[s sᵀ]` of one state, s the score.
  ///
  /// - Parameter state: The state s, in `0..<stateCount`.
  /// - Returns: Shape `[d, d]`, positive semidefinite.
  func fisherInformation(at state: Int) -> Matrix
}

extension Policy {
  /// How many parameters there are, d.
  public var parameterCount: Int { parameters.count }
}

/// A policy over finitely many actions `0..<actionCount`.
public protocol DiscretePolicy: Policy where Action == Int {
  /// How many actions there are in every state, A.
  var actionCount: Int { get }

  /// The components of a score that may differ from 0.
  ///
  /// A policy whose states do not share parameters should say so here: large problems rely on it.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: A run of consecutive components.
  func scoreBlock(of action: Int, at state: Int) -> ScoreBlock
}

/// Consecutive components of a score; all others are 0.
public struct ScoreBlock: Equatable, Sendable {
  /// The index of the first component.
  public var offset: Int
  /// The components.
  public var components: Vector

  /// A run of components.
  ///
  /// - Parameters:
  ///   - offset: The index of the first component.
  ///   - components: The components, at least one.
  public init(offset: Int, components: Vector) {
    self.offset = offset
    self.components = components
  }
}

extension DiscretePolicy {
  /// The score of an episode's step, `∇log π(a_t∣s_t)`.
  ///
  /// - Parameter step: A step of an episode.
  /// - Returns: Shape `[d]`.
  public func score(of step: Step) -> Vector { score(of: step.action, at: step.state) }

  /// The log-probability of an episode's step, `log π(a_t∣s_t)`.
  ///
  /// - Parameter step: A step of an episode.
  /// - Returns: At most 0.
  public func logProbability(of step: Step) -> Double {
    logProbability(of: step.action, at: step.state)
  }

  /// `Σ_t w_t ∇log π(a_t∣s_t)`; only the components that may differ from 0 are touched.
  func weightedScores(of episode: Episode, _ weights: [Double]) -> Vector {
    var result = Array(repeating: 0.0, count: parameterCount)
    for step in episode {
      let block = scoreBlock(of: step.action, at: step.state)
      for (index, component) in block.components.enumerated() {
        result[block.offset + index] += weights[step.index] * component
      }
    }
    return Vector(result)
  }

  /// The whole score.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: All components, from 0.
  public func scoreBlock(of action: Int, at state: Int) -> ScoreBlock {
    ScoreBlock(offset: 0, components: score(of: action, at: state))
  }

  /// The entropy `−Σ_a π(a∣s) log π(a∣s)` in nats.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: Between 0 and log A.
  public func entropy(at state: Int) -> Double {
    var result = 0.0
    for action in 0..<actionCount {
      let probability = probability(of: action, at: state)
      if probability > 0 { result -= probability * logProbability(of: action, at: state) }
    }
    return result
  }

  /// The Fisher information `Σ_a π(a∣s) s sᵀ`, s the score.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: Shape `[d, d]`; singular for softmax policies.
  public func fisherInformation(at state: Int) -> Matrix {
    var result = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    for action in 0..<actionCount {
      let score = score(of: action, at: state)
      result.addOuterProduct(score, score, scale: probability(of: action, at: state))
    }
    return result
  }
}

/// The Kullback–Leibler divergence of p relative to q in one state, in nats.
///
///     KL(p‖q) = Σ_a p(a∣s) log (p(a∣s) / q(a∣s))
///
/// - Parameters:
///   - policy: p, over which the mean is taken.
///   - reference: q, with as many actions.
///   - state: In `0..<stateCount` of both.
/// - Returns: At least 0, up to rounding.
/// - SeeAlso: Cover and Thomas 2006, "Elements of Information Theory", eq. 2.26.
public func klDivergence(
  of policy: some DiscretePolicy, relativeTo reference: some DiscretePolicy, at state: Int
) -> Double {
  if policy.actionCount != reference.actionCount {
    fatalError(
      "klDivergence: the action counts differ, \(policy.actionCount) and \(reference.actionCount)")
  }
  var result = 0.0
  for action in 0..<policy.actionCount {
    let probability = policy.probability(of: action, at: state)
    if probability > 0 {
      let difference =
        policy.logProbability(of: action, at: state)
        - reference.logProbability(of: action, at: state)
      result += probability * difference
    }
  }
  return result
}
