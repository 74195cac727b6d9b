public import VectorMath

/// A softmax policy whose logits are linear in features.
///
///     π(a∣s) = exp(θ · φ(s, a)) / Σ_k exp(θ · φ(s, k))
///
/// States with equal features are *aliased*: the policy cannot tell them apart, and one parameter
/// moves it in all of them. With one feature for every state and action it is tabular.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", eq. 13.2 with linear preferences.
public struct LinearSoftmaxPolicy: DiscretePolicy {
  /// φ(s, a); shape `[S][A][d]`.
  public let features: [[Vector]]

  /// θ; shape `[d]`.
  public let parameters: Vector

  private let policies: [SoftmaxPolicy]
  /// Σ_a π(a∣s) φ(s, a); shape `[S][d]`.
  private let meanFeatures: [Vector]

  /// The policy of given features and parameters.
  ///
  /// - Parameters:
  ///   - features: φ(s, a) as `features[s][a]`; at least one state and action, every vector of the
  ///     parameters' count, finite.
  ///   - parameters: θ; shape `[d]`.
  public init(features: [[Vector]], parameters: Vector) {
    let actionCount = features.first?.count ?? 0
    if actionCount == 0 { fatalError("LinearSoftmaxPolicy: there are no states or no actions") }
    for (state, row) in features.enumerated() {
      if row.count != actionCount {
        fatalError(
          "LinearSoftmaxPolicy: state \(state) has features of \(row.count) actions, state 0 of "
            + "\(actionCount)")
      }
      for (action, vector) in row.enumerated() {
        if vector.count != parameters.count {
          fatalError(
            "LinearSoftmaxPolicy: state \(state), action \(action) has \(vector.count) features, "
              + "there are \(parameters.count) parameters")
        }
        if vector.contains(where: { !$0.isFinite }) {
          fatalError(
            "LinearSoftmaxPolicy: state \(state), action \(action) has the features \(vector)")
        }
      }
    }
    self.features = features
    self.parameters = parameters
    policies = features.map { row in
      SoftmaxPolicy(logits: Vector(row.map { $0.dot(parameters) }))
    }
    meanFeatures = zip(features, policies).map { row, policy in
      zip(row, policy.probabilities).reduce(.zero(count: parameters.count)) { $0 + $1.1 * $1.0 }
    }
  }

  /// A tabular policy that sees an observation in place of the state.
  ///
  /// - Parameters:
  ///   - observations: What is seen in each state, numbered from 0; equal numbers are aliased.
  ///   - logits: One vector of logits an observation; shape `[O][A]`.
  public init(observations: [Int], logits: [Vector]) {
    let actionCount = logits.first?.count ?? 0
    for (state, observation) in observations.enumerated()
    where !logits.indices.contains(observation) {
      fatalError(
        "LinearSoftmaxPolicy: state \(state) has the observation \(observation), there are logits "
          + "for 0..<\(logits.count)")
    }
    let parameters = Vector(logits.flatMap { Array($0) })
    self.init(
      features: observations.map { observation in
        (0..<actionCount).map {
          .unit(observation * actionCount + $0, count: parameters.count)
        }
      }, parameters: parameters)
  }

  /// How many states there are, S.
  public var stateCount: Int { policies.count }

  /// How many actions there are in every state, A.
  public var actionCount: Int { policies[0].actionCount }

  /// The policy with the same features and other parameters.
  ///
  /// - Parameter parameters: θ; shape `[d]`.
  /// - Returns: A policy over the same states and actions.
  public func withParameters(_ parameters: Vector) -> LinearSoftmaxPolicy {
    LinearSoftmaxPolicy(features: features, parameters: parameters)
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
  /// - Returns: At most 0.
  public func logProbability(of action: Int, at state: Int) -> Double {
    policy(at: state).logProbability(of: action)
  }

  /// The score `φ(s, a) − Σ_k π(k∣s) φ(s, k)`.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Shape `[d]`.
  public func score(of action: Int, at state: Int) -> Vector {
    if !(0..<actionCount).contains(action) { trapOnAction(action, count: actionCount) }
    _ = policy(at: state)
    return features[state][action] - meanFeatures[state]
  }

  /// Draws an action.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - generator: The source of randomness.
  /// - Returns: An action in `0..<actionCount`.
  /// - Randomness: draws exactly one value.
  public func sample(at state: Int, using generator: inout RandomStream) -> Int {
    policy(at: state).sample(using: &generator)
  }

  private func policy(at state: Int) -> SoftmaxPolicy {
    if !(0..<stateCount).contains(state) { trapOnState(state, count: stateCount) }
    return policies[state]
  }
}
