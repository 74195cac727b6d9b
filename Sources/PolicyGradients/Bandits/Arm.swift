public import VectorMath

/// The reward distribution of one action.
public enum Arm: Equatable, Sendable {
  /// Normal rewards of given mean and standard deviation; unbounded.
  case normal(mean: Double, deviation: Double)

  /// Reward 1 with a given probability, otherwise 0.
  case bernoulli(Double)

  /// Always the same reward.
  case deterministic(Double)

  /// The expected reward.
  public var mean: Double {
    switch self {
    case .normal(let mean, _): mean
    case .bernoulli(let probability): probability
    case .deterministic(let reward): reward
    }
  }

  /// The variance of the reward.
  public var variance: Double {
    switch self {
    case .normal(_, let deviation): deviation * deviation
    case .bernoulli(let probability): probability * (1 - probability)
    case .deterministic: 0
    }
  }

  /// The least interval that holds every reward; `nil` when unbounded.
  public var range: ClosedRange<Double>? {
    switch self {
    case .normal(let mean, let deviation): deviation == 0 ? mean...mean : nil
    case .bernoulli(let probability):
      (probability == 1 ? 1 : 0)...(probability == 0 ? 0 : 1)
    case .deterministic(let reward): reward...reward
    }
  }

  /// Draws a reward.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: One reward.
  /// - Randomness: draws one value, none when deterministic.
  @inlinable @inline(__always)
  public func sample(using generator: inout RandomStream) -> Double {
    switch self {
    case .normal(let mean, let deviation): mean + deviation * generator.normal()
    case .bernoulli(let probability): generator.uniform() < probability ? 1 : 0
    case .deterministic(let reward): reward
    }
  }

  /// A reward value that has positive probability, and its spread when it is a normal's mean.
  struct Atom {
    var reward: Double
    var probability: Double
    var deviation = 0.0
  }

  /// The reward as finitely many values, or one normal.
  var atoms: [Atom] {
    switch self {
    case .normal(let mean, let deviation):
      [Atom(reward: mean, probability: 1, deviation: deviation)]
    case .bernoulli(let probability):
      [Atom(reward: 0, probability: 1 - probability), Atom(reward: 1, probability: probability)]
        .filter { $0.probability > 0 }
    case .deterministic(let reward):
      [Atom(reward: reward, probability: 1)]
    }
  }

  /// Why the numbers make no distribution, or `nil`.
  var problem: String? {
    switch self {
    case .normal(let mean, let deviation):
      if !mean.isFinite { return "the mean \(mean) is not finite" }
      return deviation >= 0 && deviation.isFinite
        ? nil : "the deviation \(deviation) is not a number of at least 0"
    case .bernoulli(let probability):
      return probability >= 0 && probability <= 1
        ? nil : "the probability \(probability) is outside 0...1"
    case .deterministic(let reward):
      return reward.isFinite ? nil : "the reward \(reward) is not finite"
    }
  }
}
