public import VectorMath

/// A softmax policy for a problem with one state.
///
///     π(a) = exp(θ[a]) / Σ_k exp(θ[k])
///
/// The parameters θ are the logits. Adding a constant to all of them changes nothing; the largest is
/// subtracted before exponentiation, so logits of any size are safe.
///
/// - SeeAlso: Sutton and Barto 2018, "Reinforcement Learning", section 2.8.
public struct SoftmaxPolicy: Sendable {
  /// The parameters θ; shape `[A]`.
  public let logits: Vector

  /// π(a) for every action; shape `[A]`, sum 1 up to rounding.
  public let probabilities: Vector

  /// log π(a) for every action, accurate also where π(a) underflows; shape `[A]`.
  public let logProbabilities: Vector

  @usableFromInline let actions: Categorical

  /// The policy of given logits.
  ///
  /// - Parameter logits: One finite number per action; at least one.
  public init(logits: Vector) {
    if logits.isEmpty { fatalError("SoftmaxPolicy: there are no logits") }
    for (action, logit) in logits.enumerated() where !logit.isFinite {
      fatalError("SoftmaxPolicy: logit \(action) is \(logit), not a finite number")
    }
    let largest = logits.max() ?? 0
    let weights = Vector(logits.map { Double.exp($0 - largest) })
    let total = weights.sum
    let logTotal = Double.log(total)
    self.logits = logits
    probabilities = weights / total
    logProbabilities = Vector(logits.map { $0 - largest - logTotal })
    actions = Categorical(probabilities)
  }

  /// The policy of given probabilities; its logits are their logarithms.
  ///
  /// - Parameter probabilities: One positive number per action, with sum 1 within 1e-9; kept as
  ///   they are.
  public init(probabilities: Vector) {
    if probabilities.isEmpty { fatalError("SoftmaxPolicy: there are no probabilities") }
    for (action, probability) in probabilities.enumerated() where !(probability > 0) {
      fatalError(
        "SoftmaxPolicy: probability \(action) is \(probability); they must be positive")
    }
    actions = Categorical(probabilities)
    self.probabilities = probabilities
    logits = Vector(probabilities.map { Double.log($0) })
    logProbabilities = logits
  }

  /// How many actions there are, A.
  @inlinable public var actionCount: Int { logits.count }

  /// The probability π(a).
  ///
  /// - Parameter action: In `0..<actionCount`.
  /// - Returns: In `0...1`.
  public func probability(of action: Int) -> Double {
    check(action)
    return probabilities[action]
  }

  /// The log-probability log π(a).
  ///
  /// - Parameter action: In `0..<actionCount`.
  /// - Returns: At most 0; finite even where π(a) underflows to 0.
  public func logProbability(of action: Int) -> Double {
    check(action)
    return logProbabilities[action]
  }

  /// The score ∇θ log π(a).
  ///
  ///     ∂ log π(a) / ∂θ[k] = [k = a] − π(k)
  ///
  /// Its length is at most √2, however unlikely the action.
  ///
  /// - Parameter action: In `0..<actionCount`.
  /// - Returns: Shape `[A]`; its mean under the policy is 0.
  @inlinable @inline(__always)
  public func score(of action: Int) -> Vector {
    check(action)
    return Vector.unit(action, count: actionCount) - probabilities
  }

  /// Draws an action.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: An action in `0..<actionCount`.
  /// - Randomness: draws exactly one value.
  @inlinable @inline(__always)
  public func sample(using generator: inout RandomStream) -> Int {
    actions.sample(using: &generator)
  }

  /// The entropy `−Σ_a π(a) log π(a)` in nats: 0 when deterministic, `log A` when uniform.
  public var entropy: Double {
    var result = 0.0
    for action in 0..<actionCount where probabilities[action] > 0 {
      result -= probabilities[action] * logProbabilities[action]
    }
    return result
  }

  @inlinable @inline(__always)
  func check(_ action: Int) {
    if UInt(bitPattern: action) >= UInt(bitPattern: actionCount) {
      trapOnAction(action, count: actionCount)
    }
  }
}

/// The Kullback–Leibler divergence of p relative to q, in nats.
///
///     KL(p‖q) = Σ_a p(a) log (p(a) / q(a))
///
/// 0 if and only if the policies agree; not symmetric.
///
/// - Parameters:
///   - policy: p, over which the mean is taken.
///   - reference: q, with as many actions.
/// - Returns: At least 0, up to rounding.
/// - SeeAlso: Cover and Thomas 2006, "Elements of Information Theory", eq. 2.26.
public func klDivergence(of policy: SoftmaxPolicy, relativeTo reference: SoftmaxPolicy) -> Double {
  if policy.actionCount != reference.actionCount {
    fatalError(
      "klDivergence: the action counts differ, \(policy.actionCount) and \(reference.actionCount)")
  }
  var result = 0.0
  for action in 0..<policy.actionCount where policy.probabilities[action] > 0 {
    let difference = policy.logProbabilities[action] - reference.logProbabilities[action]
    result += policy.probabilities[action] * difference
  }
  return result
}

@usableFromInline @inline(never)
func trapOnAction(_ action: Int, count: Int) -> Never {
  fatalError("the action \(action) is outside 0..<\(count)")
}

@usableFromInline @inline(never)
func trapOnState(_ state: Int, count: Int) -> Never {
  fatalError("the state \(state) is outside 0..<\(count)")
}
