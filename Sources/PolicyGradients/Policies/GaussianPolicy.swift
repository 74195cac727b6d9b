public import VectorMath

/// A normal policy over real actions: a ~ N(μ(s), σ(s)²).
///
/// Mean and log-deviation are linear in features of the state:
///
///     μ(s) = w · φ(s),   σ fixed, or log σ(s) = v · φ(s)
///
/// The parameters are w, then v where σ is learned. A problem with one state needs no features:
/// `GaussianPolicy(mean: 0, deviation: 1)`.
///
/// - SeeAlso: Williams 1992, section 6; Sutton and Barto 2018, section 13.7.
public struct GaussianPolicy: Policy {
  /// How wide the policy is.
  public enum Deviation: Equatable, Sendable {
    /// The same σ in every state, not a parameter; positive.
    case fixed(Double)
    /// log σ(s) = v · φ(s), with the parameters v; shape `[f]`.
    case learned(logWeights: Vector)
  }

  /// φ(s); shape `[S][f]`.
  public let features: [Vector]

  /// w, the parameters of the mean; shape `[f]`.
  public let meanWeights: Vector

  /// σ, or the parameters of its logarithm.
  public let deviation: Deviation

  /// A policy over states with features.
  ///
  /// - Parameters:
  ///   - features: φ(s); shape `[S][f]`, at least one state.
  ///   - meanWeights: w; shape `[f]`.
  ///   - deviation: σ, or the parameters of its logarithm.
  public init(features: [Vector], meanWeights: Vector, deviation: Deviation) {
    if features.isEmpty { fatalError("GaussianPolicy: there are no states") }
    for (state, vector) in features.enumerated() where vector.count != meanWeights.count {
      fatalError(
        "GaussianPolicy: state \(state) has \(vector.count) features, there are "
          + "\(meanWeights.count) weights of the mean")
    }
    switch deviation {
    case .fixed(let number):
      if !(number > 0 && number.isFinite) {
        fatalError("GaussianPolicy: the deviation \(number) is not a positive number")
      }
    case .learned(let weights):
      if weights.count != meanWeights.count {
        fatalError(
          "GaussianPolicy: \(weights.count) weights of the log-deviation, \(meanWeights.count) of "
            + "the mean")
      }
    }
    self.features = features
    self.meanWeights = meanWeights
    self.deviation = deviation
    for state in features.indices {
      let (mean, deviation) = (mean(at: state), self.deviation(at: state))
      if !mean.isFinite || !(deviation > 0 && deviation.isFinite) {
        fatalError(
          "GaussianPolicy: state \(state) has mean \(mean) and deviation \(deviation)")
      }
    }
  }

  /// A policy for a problem with one state, whose only parameter is the mean.
  ///
  /// - Parameters:
  ///   - mean: μ.
  ///   - deviation: σ, positive; fixed.
  public init(mean: Double, deviation: Double) {
    self.init(features: [[1]], meanWeights: [mean], deviation: .fixed(deviation))
  }

  /// A policy for a problem with one state, with parameters μ and log σ.
  ///
  /// - Parameters:
  ///   - mean: μ.
  ///   - logDeviation: log σ.
  public init(mean: Double, logDeviation: Double) {
    self.init(
      features: [[1]], meanWeights: [mean], deviation: .learned(logWeights: [logDeviation]))
  }

  /// How many states there are, S.
  public var stateCount: Int { features.count }

  /// w, then v where σ is learned.
  public var parameters: Vector {
    if case .learned(let weights) = deviation { return Vector(Array(meanWeights) + Array(weights)) }
    return meanWeights
  }

  /// The policy with the same features and other parameters.
  ///
  /// - Parameter parameters: w, then v where σ is learned.
  /// - Returns: A policy over the same states.
  public func withParameters(_ parameters: Vector) -> GaussianPolicy {
    if parameters.count != parameterCount {
      fatalError("withParameters: \(parameters.count) parameters, expected \(parameterCount)")
    }
    let count = meanWeights.count
    let means = Vector(Array(parameters.prefix(count)))
    guard case .learned = deviation else {
      return GaussianPolicy(features: features, meanWeights: means, deviation: deviation)
    }
    return GaussianPolicy(
      features: features, meanWeights: means,
      deviation: .learned(logWeights: Vector(Array(parameters.dropFirst(count)))))
  }

  /// μ(s), also the greedy action.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: The mean.
  public func mean(at state: Int = 0) -> Double { checked(state).dot(meanWeights) }

  /// σ(s).
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: The standard deviation.
  public func deviation(at state: Int = 0) -> Double {
    switch deviation {
    case .fixed(let number): number
    case .learned(let weights): Double.exp(checked(state).dot(weights))
    }
  }

  /// The density π(a∣s).
  ///
  /// - Parameters:
  ///   - action: Any number.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Positive, may exceed 1.
  public func probability(of action: Double, at state: Int = 0) -> Double {
    Double.exp(logProbability(of: action, at: state))
  }

  /// The log-density `−(a − μ)² / 2σ² − log σ − ½ log 2π`.
  ///
  /// - Parameters:
  ///   - action: Any number.
  ///   - state: In `0..<stateCount`.
  /// - Returns: The logarithm of the density.
  public func logProbability(of action: Double, at state: Int = 0) -> Double {
    let deviation = deviation(at: state)
    let distance = (action - mean(at: state)) / deviation
    return -0.5 * distance * distance - Double.log(deviation) - GaussianPolicy.halfLogTwoPi
  }

  /// The score: `(a − μ) / σ² φ` for w, and `((a − μ)² / σ² − 1) φ` for v where σ is learned.
  ///
  /// Its length grows like 1 / σ as σ → 0.
  ///
  /// - Parameters:
  ///   - action: Any number.
  ///   - state: In `0..<stateCount`.
  /// - Returns: Shape `[d]`.
  public func score(of action: Double, at state: Int = 0) -> Vector {
    let deviation = deviation(at: state)
    let distance = (action - mean(at: state)) / deviation
    let forMean = (distance / deviation) * checked(state)
    guard case .learned = self.deviation else { return forMean }
    let forDeviation = (distance * distance - 1) * checked(state)
    return Vector(Array(forMean) + Array(forDeviation))
  }

  /// Draws an action `μ + σ z`, z standard normal.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - generator: The source of randomness.
  /// - Returns: An action.
  /// - Randomness: draws exactly one value.
  public func sample(at state: Int = 0, using generator: inout RandomStream) -> Double {
    mean(at: state) + deviation(at: state) * generator.normal()
  }

  /// The entropy `log σ + ½ log 2πe` in nats; negative for small σ.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: Any number.
  public func entropy(at state: Int = 0) -> Double {
    Double.log(deviation(at: state)) + GaussianPolicy.halfLogTwoPi + 0.5
  }

  /// The Fisher information: `φ φᵀ / σ²` for w, `2 φ φᵀ` for v, nothing between them.
  ///
  /// - Parameter state: In `0..<stateCount`.
  /// - Returns: Shape `[d, d]`.
  public func fisherInformation(at state: Int = 0) -> Matrix {
    let vector = checked(state)
    let deviation = deviation(at: state)
    let padding = Vector.zero(count: parameterCount - vector.count)
    let forMean = Vector(Array(vector) + Array(padding))
    var result = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    result.addOuterProduct(forMean, forMean, scale: 1 / (deviation * deviation))
    if !padding.isEmpty {
      let forDeviation = Vector(Array(padding) + Array(vector))
      result.addOuterProduct(forDeviation, forDeviation, scale: 2)
    }
    return result
  }

  /// ½ log 2π.
  static let halfLogTwoPi = 0.918938533204672741780329736406

  private func checked(_ state: Int) -> Vector {
    if !(0..<stateCount).contains(state) { trapOnState(state, count: stateCount) }
    return features[state]
  }
}

/// The Kullback–Leibler divergence of p relative to q, both normal, in nats.
///
///     KL(p‖q) = log (σ_q / σ_p) + (σ_p² + (μ_p − μ_q)²) / 2σ_q² − ½
///
/// - Parameters:
///   - policy: p, over which the mean is taken.
///   - reference: q.
///   - state: In `0..<stateCount` of both.
/// - Returns: At least 0, up to rounding.
public func klDivergence(
  of policy: GaussianPolicy, relativeTo reference: GaussianPolicy, at state: Int = 0
) -> Double {
  let (width, other) = (policy.deviation(at: state), reference.deviation(at: state))
  let ratio = width / other
  let distance = (policy.mean(at: state) - reference.mean(at: state)) / other
  return -Double.log(ratio) + 0.5 * (ratio * ratio + distance * distance) - 0.5
}
