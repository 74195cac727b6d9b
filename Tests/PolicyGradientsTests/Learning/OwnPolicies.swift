import Testing
import _Differentiation

@testable import PolicyGradients

/// The policy of the protocol's documentation.
struct ThrottlePolicy: DifferentiablePolicy {
  let parameterCount = 5

  func probabilityOfRight(_ observation: Vector, _ parameters: Vector) -> Double {
    var sum = parameters[4]
    for feature in 0..<4 { sum += parameters[feature] * observation[feature] }
    return 1 / (1 + Double.exp(-sum))
  }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    generator.bernoulli(probabilityOfRight(observation, parameters)) ? 1 : 0
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    let right = probabilityOfRight(observation, parameters)
    return Double.log(action == 1 ? right : 1 - right)
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    let slope = Double(action) - probabilityOfRight(observation, parameters)
    return slope * Vector(Array(observation) + [1])
  }
}

extension Double {
  /// What the documentation tells the toolchain.
  @derivative(of: exp)
  public static func slopeOfExp(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
    let value = exp(x)
    return (value, { $0 * value })
  }

  /// The same for log.
  @derivative(of: log)
  public static func slopeOfLog(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
    (log(x), { $0 / x })
  }
}

/// The same policy, whose log π the toolchain differentiates.
@differentiable(reverse,wrt: parameters)
func logPi(_ action: Int, _ observation: [Double], _ parameters: [Double]) -> Double {
  var sum = parameters[4]
  for feature in 0..<4 { sum += parameters[feature] * observation[feature] }
  return -Double.log(1 + Double.exp(action == 1 ? -sum : sum))
}

struct DifferentiatedPolicy: DifferentiablePolicy {
  let parameterCount = 5

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    let right = logProbability(of: 1, at: observation, parameters: parameters)
    return generator.bernoulli(Double.exp(right)) ? 1 : 0
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    logPi(action, Array(observation), Array(parameters))
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    Vector(gradient(at: Array(parameters)) { logPi(action, Array(observation), $0) }.base)
  }
}

/// A softmax of linear logits, laid out as a dense layer, with mistakes to order.
struct Linear: DifferentiablePolicy {
  enum Mistake {
    case none, sign, oneNumber, lastAction, sum, sample, scoreCount, outside, start, nan
    case entropy, mode, modeOutside
  }
  var actionCount = 2
  var observationCount = 4
  /// Whether it tells mode and entropy itself.
  var tellsMore = false
  var mistake = Mistake.none

  var parameterCount: Int { actionCount * (observationCount + 1) }

  func initialParameters(using generator: inout RandomStream) -> Vector {
    if mistake == .start { return [1, 2, 3] }
    var result = Vector(repeating: 0, count: parameterCount)
    // Too rare to be drawn.
    if actionCount > 2 { result[parameterCount - 1] = -20 }
    return result
  }

  func logits(_ observation: Vector, _ parameters: Vector) -> [Double] {
    (0..<actionCount).map { action in
      var sum = parameters[observationCount * actionCount + action]
      for feature in 0..<observationCount {
        sum += observation[feature] * parameters[feature * actionCount + action]
      }
      return sum
    }
  }

  func probabilities(_ observation: Vector, _ parameters: Vector) -> [Double] {
    let powers = logits(observation, parameters).map { Double.exp($0) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    if mistake == .outside { return actionCount }
    if mistake == .sample { return generator.bernoulli(0.6) ? 1 : 0 }
    return generator.categorical(Vector(probabilities(observation, parameters)))
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    if mistake == .nan { return .nan }
    let scale = mistake == .sum ? 1.3 : 1
    return Double.log(scale * probabilities(observation, parameters)[action])
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    let probabilities = probabilities(observation, parameters)
    var result = Vector.zero(count: mistake == .scoreCount ? 2 : parameterCount)
    for other in 0..<actionCount {
      let slope = (other == action ? 1 : 0) - probabilities[other]
      for feature in 0...observationCount where feature * actionCount + other < result.count {
        let number = feature == observationCount ? 1 : observation[feature]
        result[feature * actionCount + other] = slope * number
      }
    }
    if mistake == .sign { return -result }
    if mistake == .lastAction && action == actionCount - 1 { return -result }
    if mistake == .oneNumber { result[result.count - 1] *= 1.01 }
    return result
  }

  func mode(at observation: Vector, parameters: Vector) -> Int? {
    if !tellsMore { return nil }
    let logits = logits(observation, parameters)
    let order = logits.indices.sorted { logits[$0] > logits[$1] }
    return mistake == .modeOutside ? -1 : mistake == .mode ? order[actionCount - 1] : order[0]
  }

  func entropy(
    at observation: Vector, parameters: Vector
  ) -> (value: Double, gradient: Vector)? {
    if !tellsMore { return nil }
    let probabilities = probabilities(observation, parameters)
    var (value, gradient) = (0.0, Vector.zero(count: parameterCount))
    for action in 0..<actionCount where probabilities[action] > 0 {
      let logarithm = Double.log(probabilities[action])
      value -= probabilities[action] * logarithm
      // ∇H = −Σ π log π ∇log π.
      gradient -=
        probabilities[action] * logarithm
        * Linear(actionCount: actionCount, observationCount: observationCount)
        .score(of: action, at: observation, parameters: parameters)
    }
    // A constant has no gradient to betray it.
    return (mistake == .entropy ? value + 0.1 : value, gradient)
  }
}

/// A coin whose logit max(θ, 0) has a kink where θ begins.
struct KinkedPolicy: DifferentiablePolicy {
  /// The slope of max(θ, 0) at 0, between 0 and 1, and what it is multiplied with where θ is above.
  var slopeAtKink = 0.0
  var scale = 1.0
  let parameterCount = 1

  private func right(_ parameters: Vector) -> Double {
    1 / (1 + Double.exp(-max(parameters[0], 0)))
  }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int { generator.bernoulli(right(parameters)) ? 1 : 0 }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    Double.log(action == 1 ? right(parameters) : 1 - right(parameters))
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    let slope = parameters[0] == 0 ? slopeAtKink : parameters[0] > 0 ? scale : 0
    return [(Double(action) - right(parameters)) * slope]
  }
}

/// N(w · s, e^{2ℓ}), with mistakes to order.
struct LinearGaussian: DifferentiablePolicy {
  var hasEntropy = true
  var entropySlope = 1.0
  var hasMode = true
  var modeIsFinite = true
  let parameterCount = 5

  private func mean(_ observation: Vector, _ parameters: Vector) -> Double {
    var sum = parameters[3]
    for feature in 0..<3 { sum += parameters[feature] * observation[feature] }
    return sum
  }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Double {
    generator.normal(mean: mean(observation, parameters), deviation: Double.exp(parameters[4]))
  }

  func logProbability(of action: Double, at observation: Vector, parameters: Vector) -> Double {
    let scaled = (action - mean(observation, parameters)) / Double.exp(parameters[4])
    return -0.5 * scaled * scaled - parameters[4] - 0.918938533204672741780
  }

  func score(of action: Double, at observation: Vector, parameters: Vector) -> Vector {
    let deviation = Double.exp(parameters[4])
    let scaled = (action - mean(observation, parameters)) / deviation
    let slopes = (Array(observation) + [1]).map { $0 * scaled / deviation }
    return Vector(slopes + [scaled * scaled - 1])
  }

  func mode(at observation: Vector, parameters: Vector) -> Double? {
    if !modeIsFinite { return .infinity }
    return hasMode ? mean(observation, parameters) : nil
  }

  func entropy(
    at observation: Vector, parameters: Vector
  ) -> (value: Double, gradient: Vector)? {
    if !hasEntropy { return nil }
    return (parameters[4] + 1.418938533204672741780, entropySlope * Vector.unit(4, count: 5))
  }
}

/// Shows 0.5 whatever is done.
struct Idle: Environment {
  let actionSpace: DiscreteActions

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: 0)
  }

  var observation: Vector { [0.5] }
}

func idle(actionCount: Int) -> LearningEnvironment<Int> {
  LearningEnvironment("Idle") { count, seed in
    Idle(actionSpace: DiscreteActions(count: actionCount))
      .batch(count: count, seed: seed, timeLimit: 10)
  }
}
