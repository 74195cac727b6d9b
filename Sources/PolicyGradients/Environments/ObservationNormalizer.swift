public import VectorMath

/// Running mean and variance of observations, number by number.
///
/// A batch of n observations with mean m and variance v joins N earlier ones with mean μ and
/// variance σ² by
///
///     μ ← μ + (m − μ) n / (N + n)
///     σ² ← (N σ² + n v + (m − μ)² N n / (N + n)) / (N + n)
///
/// from N = 10⁻⁴, μ = 0 and σ² = 1, as in Gymnasium and Stable-Baselines3. An observation x is then
/// shown as `(x − μ) / √(σ² + 10⁻⁸)`, within ± a limit.
///
/// - SeeAlso: Chan, Golub and LeVeque 1983, "Algorithms for computing the sample variance";
///   Gymnasium 1.4, `RunningMeanStd`.
public struct ObservationNormalizer: Equatable, Sendable {
  /// N, how many observations were seen, and 10⁻⁴.
  public private(set) var weight = 1e-4

  /// μ, one number a feature.
  public private(set) var mean: Vector

  /// σ², one number a feature.
  public private(set) var variance: Vector

  /// How large a shown number may be.
  public let limit: Double

  /// Whether the numbers can have come from observations.
  var isUsable: Bool {
    mean.allSatisfy(\.isFinite) && variance.allSatisfy { $0.isFinite && $0 >= 0 }
  }

  /// A normaliser that has seen nothing.
  ///
  /// - Parameters:
  ///   - observationCount: How many numbers an observation has.
  ///   - limit: How large a shown number may be, positive; 10 in Stable-Baselines3, infinite in
  ///     Gymnasium.
  public init(observationCount: Int, limit: Double = 10) {
    if !(limit > 0) { fatalError("ObservationNormalizer: the limit \(limit) is not positive") }
    mean = .zero(count: observationCount)
    variance = Vector(repeating: 1, count: observationCount)
    self.limit = limit
  }

  /// What was learned before.
  init(weight: Double, mean: Vector, variance: Vector, limit: Double) {
    self.weight = weight
    self.mean = mean
    self.variance = variance
    self.limit = limit
  }

  /// Joins the observations of a batch.
  ///
  /// - Parameter observations: One an environment.
  public mutating func update(_ observations: Observations) {
    let memory = observations.memory
    checkCount(memory.observationCount)
    let count = Double(memory.count)
    for feature in 0..<mean.count {
      let column = memory.observations + feature * memory.stride
      var sum = 0.0
      for index in 0..<memory.count { sum += Double(column[index]) }
      let batchMean = sum / count
      var squares = 0.0
      for index in 0..<memory.count {
        let difference = Double(column[index]) - batchMean
        squares += difference * difference
      }
      let delta = batchMean - mean[feature]
      let total = weight + count
      mean[feature] += delta * count / total
      variance[feature] =
        (variance[feature] * weight + squares + delta * delta * weight * count / total) / total
    }
    weight += count
  }

  /// Shows an observation.
  ///
  /// - Parameter observation: As the environment shows it.
  /// - Returns: As many numbers, within ±``limit``.
  public func normalize(_ observation: Vector) -> Vector {
    checkCount(observation.count)
    var result = observation
    for feature in 0..<result.count { result[feature] = shown(observation[feature], feature) }
    return result
  }

  private func checkCount(_ count: Int) {
    if count != mean.count {
      fatalError("ObservationNormalizer: observations of \(count) numbers, expected \(mean.count)")
    }
  }

  private func shown(_ number: Double, _ feature: Int) -> Double {
    let value = (number - mean[feature]) / (variance[feature] + 1e-8).squareRoot()
    return min(max(value, -limit), limit)
  }

  /// Shows all observations of a batch, and the final ones of the episodes that just ended.
  func normalize(_ memory: BatchMemory) {
    for feature in 0..<mean.count {
      let start = feature * memory.stride
      for index in start..<start + memory.count {
        memory.observations[index] = Float(shown(Double(memory.observations[index]), feature))
      }
      for position in 0..<memory.endedCount {
        let index = start + memory.ended[position]
        memory.finalObservations[index] = Float(
          shown(Double(memory.finalObservations[index]), feature))
      }
    }
  }

  /// Shows observations that stand row by row.
  func normalize(_ rows: UnsafeMutablePointer<Float>, rowCount: Int) {
    for row in 0..<rowCount {
      for feature in 0..<mean.count {
        let place = row * mean.count + feature
        rows[place] = Float(shown(Double(rows[place]), feature))
      }
    }
  }
}
