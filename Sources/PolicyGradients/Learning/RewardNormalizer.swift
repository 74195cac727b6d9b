import VectorMath

/// Divides rewards by the running deviation of discounted returns.
///
/// Each environment keeps R ← γ R + r, which starts at 0 with each episode. Rewards are shown as
/// r / √(Var(R) + 10⁻⁸), within ± a limit, with the variance that takes in this step's R.
///
/// - SeeAlso: Engstrom et al. 2020, "Implementation Matters in Deep RL", arXiv:2005.12729, section 3;
///   Stable-Baselines3 2.9, `VecNormalize`.
struct RewardNormalizer: Equatable, Sendable {
  private(set) var weight = 1e-4
  private(set) var mean = 0.0
  private(set) var variance = 1.0
  private(set) var returns: [Double]
  let discount: Double
  let limit: Double

  init(environmentCount: Int, discount: Double, limit: Double) {
    returns = Array(repeating: 0, count: environmentCount)
    self.discount = discount
    self.limit = limit
  }

  /// What was learned before.
  init(
    weight: Double, mean: Double, variance: Double, returns: [Double], discount: Double,
    limit: Double
  ) {
    self.weight = weight
    self.mean = mean
    self.variance = variance
    self.returns = returns
    self.discount = discount
    self.limit = limit
  }

  /// Starts a new episode in every environment.
  mutating func restart() {
    for index in returns.indices { returns[index] = 0 }
  }

  /// Takes in the rewards of a step and shows them.
  mutating func normalize(_ memory: BatchMemory, into shown: UnsafeMutablePointer<Float>) {
    let count = Double(returns.count)
    var sum = 0.0
    for index in returns.indices {
      returns[index] = returns[index] * discount + memory.rewards[index]
      sum += returns[index]
    }
    let batchMean = sum / count
    var squares = 0.0
    for value in returns { squares += (value - batchMean) * (value - batchMean) }
    let delta = batchMean - mean
    let total = weight + count
    mean += delta * count / total
    variance = (variance * weight + squares + delta * delta * weight * count / total) / total
    weight = total
    let deviation = (variance + 1e-8).squareRoot()
    for index in returns.indices {
      shown[index] = Float(min(max(memory.rewards[index] / deviation, -limit), limit))
    }
    for position in 0..<memory.endedCount { returns[memory.ended[position]] = 0 }
  }
}
