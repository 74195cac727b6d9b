public import VectorMath

/// A softmax policy with its own logits in every state.
///
///     π(a∣s) = exp(θ[s, a]) / Σ_k exp(θ[s, k])
///
/// The parameters θ are concatenated state by state; shape `[S·A]`.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", section 13.1.
public struct TabularSoftmaxPolicy: Sendable {
  @usableFromInline let policies: [SoftmaxPolicy]

  /// The policy of given logits.
  ///
  /// - Parameter logits: One vector per state, all of the same count; at least one.
  public init(logits: [Vector]) {
    self.init(policies: logits.map { SoftmaxPolicy(logits: $0) })
  }

  /// The policy of given probabilities.
  ///
  /// - Parameter probabilities: One vector per state, all of the same count; positive, each with
  ///   sum 1.
  public init(probabilities: [Vector]) {
    self.init(policies: probabilities.map { SoftmaxPolicy(probabilities: $0) })
  }

  init(policies: [SoftmaxPolicy]) {
    guard let first = policies.first else {
      fatalError("TabularSoftmaxPolicy: there are no states")
    }
    for (state, policy) in policies.enumerated() where policy.actionCount != first.actionCount {
      fatalError(
        "TabularSoftmaxPolicy: state \(state) has \(policy.actionCount) actions, "
          + "state 0 has \(first.actionCount)")
    }
    self.policies = policies
  }

  /// How many states there are, S.
  @inlinable public var stateCount: Int { policies.count }

  /// How many actions there are in every state, A.
  @inlinable public var actionCount: Int { policies[0].actionCount }

  /// How many parameters there are, S·A.
  @inlinable public var parameterCount: Int { stateCount * actionCount }

  /// All logits, state by state; shape `[S·A]`.
  public var parameters: Vector { Vector(policies.flatMap { Array($0.logits) }) }

  /// The policy in one state.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: The softmax policy over that state's actions.
  @inlinable public func policy(at state: Int) -> SoftmaxPolicy {
    check(state)
    return policies[state]
  }

  /// The probability π(a∣s).
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: In `0...1`.
  public func probability(of action: Int, at state: Int) -> Double {
    policy(at: state).probability(of: action)
  }

  /// The log-probability log π(a∣s).
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: At most 0; finite even where π(a∣s) underflows to 0.
  public func logProbability(of action: Int, at state: Int) -> Double {
    policy(at: state).logProbability(of: action)
  }

  /// The score ∇θ log π(a∣s).
  ///
  ///     ∂ log π(a∣s) / ∂θ[s′, k] = [s′ = s] ([k = a] − π(k∣s))
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Shape `[S·A]`; 0 outside the block of `state`.
  public func score(of action: Int, at state: Int) -> Vector {
    let block = policy(at: state).score(of: action)
    var result = Vector(repeating: 0, count: parameterCount)
    for index in 0..<actionCount { result[state * actionCount + index] = block[index] }
    return result
  }

  /// Draws an action.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - generator: The source of randomness.
  /// - Returns: An action in `0..<actionCount`.
  /// - Randomness: draws exactly one value.
  @inlinable public func sample(at state: Int, using generator: inout RandomStream) -> Int {
    check(state)
    return policies[state].sample(using: &generator)
  }

  /// The entropy `−Σ_a π(a∣s) log π(a∣s)` in nats.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: Between 0 and log A.
  public func entropy(at state: Int) -> Double {
    policy(at: state).entropy
  }

  @inlinable @inline(__always)
  func check(_ state: Int) {
    if UInt(bitPattern: state) >= UInt(bitPattern: stateCount) {
      trapOnState(state, count: stateCount)
    }
  }
}

extension TabularSoftmaxPolicy: DiscretePolicy {
  /// The policy of other logits.
  ///
  /// - Parameter parameters: All logits, state by state; shape `[S·A]`.
  /// - Returns: A policy over the same states and actions.
  public func withParameters(_ parameters: Vector) -> TabularSoftmaxPolicy {
    if parameters.count != parameterCount {
      fatalError("withParameters: \(parameters.count) parameters, expected \(parameterCount)")
    }
    let logits = Array(parameters)
    return TabularSoftmaxPolicy(
      logits: (0..<stateCount).map {
        Vector(Array(logits[$0 * actionCount..<($0 + 1) * actionCount]))
      })
  }

  /// The block of the state: A components from `state · A` on.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: The score of the state's softmax policy.
  public func scoreBlock(of action: Int, at state: Int) -> ScoreBlock {
    ScoreBlock(offset: state * actionCount, components: policy(at: state).score(of: action))
  }
}

extension TabularSoftmaxPolicy {
  /// The policy that chooses every action with the same probability.
  ///
  /// - Parameter problem: The problem it is for.
  /// - Returns: All logits 0; a row for every state of the problem.
  public static func uniform(for problem: MarkovDecisionProcess) -> TabularSoftmaxPolicy {
    TabularSoftmaxPolicy(
      logits: Array(
        repeating: .zero(count: problem.actionCount), count: problem.stateCount))
  }

  /// A policy with standard normal logits, times a scale.
  ///
  /// - Parameters:
  ///   - problem: The problem it is for.
  ///   - seed: The seed of the logits.
  ///   - scale: The logits' standard deviation; the larger, the nearer to deterministic.
  /// - Returns: A row for every state of the problem.
  public static func random(
    for problem: MarkovDecisionProcess, seed: UInt64, scale: Double = 1
  ) -> TabularSoftmaxPolicy {
    var random = RandomStream(seed: seed, label: "TabularSoftmaxPolicy.random")
    return TabularSoftmaxPolicy(
      logits: (0..<problem.stateCount).map { _ in
        Vector((0..<problem.actionCount).map { _ in scale * random.normal() })
      })
  }
}
