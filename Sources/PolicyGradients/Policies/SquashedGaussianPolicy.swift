public import VectorMath

/// A policy over a bounded range of actions: a normal number, squashed by tanh.
///
///     a = c + h tanh(u),   u ~ N(μ(s), σ(s)²),   range c − h ... c + h
///
/// The density of a is that of u, divided by the slope da/du = h (1 − tanh² u):
///
///     log π(a∣s) = log N(u; μ, σ²) − log h − log (1 − tanh² u)
///
/// The parameters are those of the normal policy. The slope does not depend on them, so score, Fisher
/// information and divergences are those of u; log-probabilities and entropy are not.
///
/// - SeeAlso: Haarnoja et al. 2018, arXiv:1801.01290, appendix C.
public struct SquashedGaussianPolicy: Policy {
  /// The policy of u.
  public let normal: GaussianPolicy

  /// The range of actions, without its ends.
  public let range: ClosedRange<Double>

  /// A squashed normal policy.
  ///
  /// - Parameters:
  ///   - normal: The policy of u.
  ///   - range: The range of actions, finite and not empty.
  public init(_ normal: GaussianPolicy, range: ClosedRange<Double> = -1...1) {
    let width = range.upperBound - range.lowerBound
    if !(width > 0 && width.isFinite) {
      fatalError("SquashedGaussianPolicy: the range \(range) is empty or not finite")
    }
    self.normal = normal
    self.range = range
  }

  private var center: Double { 0.5 * (range.lowerBound + range.upperBound) }
  private var halfWidth: Double { 0.5 * (range.upperBound - range.lowerBound) }

  /// How many states there are, S.
  public var stateCount: Int { normal.stateCount }

  /// The parameters of the normal policy; shape `[d]`.
  public var parameters: Vector { normal.parameters }

  /// The policy with the same features and range, and other parameters.
  ///
  /// - Parameter parameters: Those of the normal policy; shape `[d]`.
  /// - Returns: A policy over the same states and actions.
  public func withParameters(_ parameters: Vector) -> SquashedGaussianPolicy {
    SquashedGaussianPolicy(normal.withParameters(parameters), range: range)
  }

  /// The action of a normal number, `c + h tanh(u)`.
  ///
  /// - Parameter number: u.
  /// - Returns: In `range`; rounds to an end where |u| exceeds 19.
  public func squashed(_ number: Double) -> Double { center + halfWidth * Double.tanh(number) }

  /// The normal number of an action, `u = ½ log ((h + a − c) / (h − a + c))`.
  ///
  /// It is less exact the nearer the action is to an end, and unknown there. A program that needs
  /// log-probabilities of what it drew keeps u.
  ///
  /// - Parameter action: Inside of `range`; traps at its ends.
  /// - Returns: u.
  public func unsquashed(_ action: Double) -> Double {
    let (low, high) = (action - range.lowerBound, range.upperBound - action)
    if !(low > 0 && high > 0) {
      fatalError("SquashedGaussianPolicy: the action \(action) is not inside of \(range)")
    }
    return 0.5 * (Double.log(low) - Double.log(high))
  }

  /// log (da/du), the logarithm of how much the squashing stretches at u.
  ///
  ///     log h + log (1 − tanh² u) = log h + 2 (log 2 − |u| − log (1 + exp(−2|u|)))
  ///
  /// The left side is −∞ where tanh u rounds to 1; the right side is accurate everywhere.
  ///
  /// - Parameter number: u.
  /// - Returns: At most log h.
  public func logSlope(at number: Double) -> Double {
    let size = number.magnitude
    return Double.log(halfWidth)
      + 2 * (Double.log(2) - size - Double.log(1 + Double.exp(-2 * size)))
  }

  /// The density π(a∣s).
  ///
  /// - Parameters:
  ///   - action: Inside of `range`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Positive, may exceed 1.
  public func probability(of action: Double, at state: Int = 0) -> Double {
    Double.exp(logProbability(of: action, at: state))
  }

  /// The log-density log π(a∣s).
  ///
  /// - Parameters:
  ///   - action: Inside of `range`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: The logarithm of the density.
  public func logProbability(of action: Double, at state: Int = 0) -> Double {
    logProbability(ofUnsquashed: unsquashed(action), at: state)
  }

  /// The log-density of the action `c + h tanh(u)`, accurate also where that rounds to an end.
  ///
  /// - Parameters:
  ///   - number: u.
  ///   - state: In `0..<stateCount`.
  /// - Returns: The logarithm of the density by a, not by u.
  public func logProbability(ofUnsquashed number: Double, at state: Int = 0) -> Double {
    normal.logProbability(of: number, at: state) - logSlope(at: number)
  }

  /// The score ∇θ log π(a∣s), which is that of u.
  ///
  /// - Parameters:
  ///   - action: Inside of `range`.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Shape `[d]`.
  public func score(of action: Double, at state: Int = 0) -> Vector {
    normal.score(of: unsquashed(action), at: state)
  }

  /// Draws an action.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - generator: The source of randomness.
  /// - Returns: In `range`; an end where |u| exceeds 19.
  /// - Randomness: draws exactly one value.
  public func sample(at state: Int = 0, using generator: inout RandomStream) -> Double {
    squashed(normal.sample(at: state, using: &generator))
  }

  /// The entropy in nats: that of u, plus E[log (da/du)], by quadrature.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: At most log 2h, the entropy of a uniform action; accurate to 1e-13 for σ up to 15.
  public func entropy(at state: Int = 0) -> Double {
    normal.entropy(at: state) + normal.expectation(at: state) { logSlope(at: $0) }
  }

  /// The Fisher information `E[s sᵀ]`, which is that of u.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: Shape `[d, d]`.
  public func fisherInformation(at state: Int = 0) -> Matrix {
    normal.fisherInformation(at: state)
  }
}

/// The Kullback–Leibler divergence of p relative to q, both squashed to the same range, in nats.
///
/// It is that of the normal policies: a divergence does not change with the names of the outcomes.
///
/// - Parameters:
///   - policy: p, over which the mean is taken.
///   - reference: q, with the same range.
///   - state: In `0..<stateCount` of both.
/// - Returns: At least 0, up to rounding.
public func klDivergence(
  of policy: SquashedGaussianPolicy, relativeTo reference: SquashedGaussianPolicy, at state: Int = 0
) -> Double {
  if policy.range != reference.range {
    fatalError("klDivergence: the ranges differ, \(policy.range) and \(reference.range)")
  }
  return klDivergence(of: policy.normal, relativeTo: reference.normal, at: state)
}
