import Statistics
import VectorMath

/// Three arms, π = (.6, .3999, .0001), rewards (1, .9, 50), baseline V: nobody has drawn the third
/// arm after a thousand samples, and without it the estimate is wrong.
struct RareRewardBandit: Estimator {
  var knowsRanges = false
  var knowsRarestOutcome = false

  static let probabilities: Vector = [0.6, 0.3999, 0.0001]
  static let rewards: Vector = [1, 0.9, 50]
  static let value = probabilities.dot(rewards)

  var dimension: Int { 3 }
  var exactMean: Vector? {
    Vector((0..<3).map { Self.probabilities[$0] * (Self.rewards[$0] - Self.value) })
  }
  var range: [ClosedRange<Double>]? {
    guard knowsRanges else { return nil }
    return (0..<3).map { j in
      let values = (0..<3).map { outcome($0)[j] }.sorted()
      return values[0]...values[2]
    }
  }
  var smallestOutcomeProbability: Double { knowsRarestOutcome ? 0.0001 : 0 }

  func outcome(_ action: Int) -> Vector {
    let score = Vector.unit(action, count: 3) - Self.probabilities
    return (Self.rewards[action] - Self.value) * score
  }

  func sample(using random: inout RandomStream) -> Vector {
    let u = random.uniform()
    return outcome(u < 0.6 ? 0 : u < 0.9999 ? 1 : 2)
  }
}
