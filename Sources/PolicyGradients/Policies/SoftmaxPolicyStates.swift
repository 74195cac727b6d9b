public import VectorMath

/// A softmax policy seen as a policy over one state, number 0.
extension SoftmaxPolicy: DiscretePolicy {
  /// One state.
  public var stateCount: Int { 1 }

  /// The logits; shape `[A]`.
  public var parameters: Vector { logits }

  /// The policy of other logits.
  ///
  /// - Parameter parameters: The logits; shape `[A]`.
  /// - Returns: A policy over as many actions.
  public func withParameters(_ parameters: Vector) -> SoftmaxPolicy {
    if parameters.count != actionCount {
      fatalError("withParameters: \(parameters.count) parameters, expected \(actionCount)")
    }
    return SoftmaxPolicy(logits: parameters)
  }

  /// The probability π(a).
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: 0.
  /// - Returns: In `0...1`.
  public func probability(of action: Int, at state: Int) -> Double {
    checkOnly(state)
    return probability(of: action)
  }

  /// The log-probability log π(a).
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: 0.
  /// - Returns: At most 0.
  public func logProbability(of action: Int, at state: Int) -> Double {
    checkOnly(state)
    return logProbability(of: action)
  }

  /// The score ∇θ log π(a).
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: 0.
  /// - Returns: Shape `[A]`.
  public func score(of action: Int, at state: Int) -> Vector {
    checkOnly(state)
    return score(of: action)
  }

  /// Draws an action.
  ///
  /// - Parameters:
  ///   - state: 0.
  ///   - generator: The source of randomness.
  /// - Returns: An action in `0..<actionCount`.
  /// - Randomness: draws exactly one value.
  public func sample(at state: Int, using generator: inout RandomStream) -> Int {
    checkOnly(state)
    return sample(using: &generator)
  }

  private func checkOnly(_ state: Int) {
    if state != 0 { trapOnState(state, count: 1) }
  }
}
