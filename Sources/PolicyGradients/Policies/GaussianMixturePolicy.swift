public import VectorMath

/// A mixture of normal policies for a problem with one state: it can prefer two actions at once.
///
///     π(a) = Σ_k p_k N(a; μ_k, σ_k²),   p = softmax of the logits
///
/// The parameters are the K logits, the K means, then the K numbers log σ_k.
///
/// - SeeAlso: Bishop 1994, "Mixture density networks".
public struct GaussianMixturePolicy: Policy {
  /// The weights' logits; shape `[K]`.
  public let logits: Vector

  /// μ_k; shape `[K]`.
  public let means: Vector

  /// log σ_k; shape `[K]`.
  public let logDeviations: Vector

  private let weights: SoftmaxPolicy

  /// A mixture of K components.
  ///
  /// - Parameters:
  ///   - logits: One a component, at least one, finite.
  ///   - means: μ_k, one a component.
  ///   - logDeviations: log σ_k, one a component.
  public init(logits: Vector, means: Vector, logDeviations: Vector) {
    if means.count != logits.count || logDeviations.count != logits.count {
      fatalError(
        "GaussianMixturePolicy: \(logits.count) logits, \(means.count) means, "
          + "\(logDeviations.count) log-deviations")
    }
    self.logits = logits
    self.means = means
    self.logDeviations = logDeviations
    weights = SoftmaxPolicy(logits: logits)
    // Traps where a mean or a deviation is not a finite number.
    for index in means.indices { _ = component(index) }
  }

  /// K.
  public var componentCount: Int { logits.count }

  /// p_k, the weights; shape `[K]`.
  public var componentProbabilities: Vector { weights.probabilities }

  /// One component.
  ///
  /// - Parameter index: In `0..<componentCount`.
  /// - Returns: N(μ_k, σ_k²), its mean and log-deviation as parameters.
  public func component(_ index: Int) -> GaussianPolicy {
    GaussianPolicy(mean: means[index], logDeviation: logDeviations[index])
  }

  /// One state.
  public var stateCount: Int { 1 }

  /// Logits, means, log-deviations; shape `[3 K]`.
  public var parameters: Vector {
    Vector(Array(logits) + Array(means) + Array(logDeviations))
  }

  /// The mixture of other parameters.
  ///
  /// - Parameter parameters: Logits, means, log-deviations; shape `[3 K]`.
  /// - Returns: A mixture of as many components.
  public func withParameters(_ parameters: Vector) -> GaussianMixturePolicy {
    if parameters.count != 3 * componentCount {
      fatalError("withParameters: \(parameters.count) parameters, expected \(3 * componentCount)")
    }
    func part(_ index: Int) -> Vector {
      Vector(Array(parameters[index * componentCount..<(index + 1) * componentCount]))
    }
    return GaussianMixturePolicy(logits: part(0), means: part(1), logDeviations: part(2))
  }

  /// The density π(a).
  ///
  /// - Parameters:
  ///   - action: Any number.
  ///   - state: 0.
  /// - Returns: Positive, may exceed 1.
  public func probability(of action: Double, at state: Int = 0) -> Double {
    Double.exp(logProbability(of: action, at: state))
  }

  /// The log-density, by the log of a sum of exponentials from the largest on.
  ///
  /// - Parameters:
  ///   - action: Any number.
  ///   - state: 0.
  /// - Returns: The logarithm of the density.
  public func logProbability(of action: Double, at state: Int = 0) -> Double {
    let terms = logTerms(action)
    let largest = terms.max() ?? 0
    return largest + Double.log(terms.reduce(0) { $0 + Double.exp($1 - largest) })
  }

  /// The score, from the share `q_k = p_k N_k(a) / π(a)` of every component.
  ///
  ///     q_k − p_k for the logit,   q_k (a − μ_k) / σ_k² for the mean,
  ///     q_k ((a − μ_k)² / σ_k² − 1) for the log-deviation
  ///
  /// - Parameters:
  ///   - action: Any number.
  ///   - state: 0.
  /// - Returns: Shape `[3 K]`.
  public func score(of action: Double, at state: Int = 0) -> Vector {
    let shares = SoftmaxPolicy(logits: Vector(logTerms(action))).probabilities
    let scores = (0..<componentCount).map { component($0).score(of: action) }
    let forLogits = shares - weights.probabilities
    return Vector(
      Array(forLogits) + zip(shares, scores).map { $0 * $1[0] }
        + zip(shares, scores).map { $0 * $1[1] })
  }

  /// Draws a component, then an action from it.
  ///
  /// - Parameters:
  ///   - state: 0.
  ///   - generator: The source of randomness.
  /// - Returns: An action.
  /// - Randomness: draws exactly two values.
  public func sample(at state: Int = 0, using generator: inout RandomStream) -> Double {
    let index = weights.sample(using: &generator)
    return means[index] + Double.exp(logDeviations[index]) * generator.normal()
  }

  /// The entropy `−E[log π]` in nats, by quadrature.
  ///
  /// - Parameter state: 0.
  /// - Returns: Accurate to about 1e-10 unless the components' widths differ very much.
  public func entropy(at state: Int = 0) -> Double {
    -expectation { logProbability(of: $0) }
  }

  /// The Fisher information `E[s sᵀ]`, s the score, by quadrature.
  ///
  /// - Parameter state: 0.
  /// - Returns: Shape `[3 K, 3 K]`.
  public func fisherInformation(at state: Int = 0) -> Matrix {
    var result = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    for index in 0..<componentCount {
      component(index).forEachNode { action, weight in
        let score = score(of: action)
        result.addOuterProduct(score, score, scale: componentProbabilities[index] * weight)
      }
    }
    return result
  }

  /// The logarithms of `p_k N_k(a)`.
  private func logTerms(_ action: Double) -> [Double] {
    (0..<componentCount).map {
      weights.logProbabilities[$0] + component($0).logProbability(of: action)
    }
  }
}

/// The Kullback–Leibler divergence of p relative to q, both mixtures, in nats; by quadrature.
///
/// - Parameters:
///   - policy: p, over which the mean is taken.
///   - reference: q.
/// - Returns: At least 0, up to the error of the quadrature.
public func klDivergence(
  of policy: GaussianMixturePolicy, relativeTo reference: GaussianMixturePolicy
) -> Double {
  policy.expectation { policy.logProbability(of: $0) - reference.logProbability(of: $0) }
}
