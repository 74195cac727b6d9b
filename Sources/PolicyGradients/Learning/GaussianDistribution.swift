import VectorMath

/// Normal actions, N(μ, σ²), as they are or squashed into a range.
///
/// With z = (a − μ)/σ and ℓ = log σ: log π(a) = −½ z² − ℓ − ½ log 2π, whose derivatives are z/σ in
/// μ and z² − 1 in ℓ; H = ℓ + ½ log 2πe; KL(q‖π) = ℓ − ℓ_q + (σ_q² + (μ_q − μ)²)/(2σ²) − ½. The
/// Fisher matrix in (μ, ℓ) is diag(1/σ², 2).
///
/// Squashed, u ~ N(μ, σ²) and the action is c + h tanh u; its density is that of u over
/// h (1 − tanh² u), and log(1 − tanh² u) = 2 (log 2 − u − softplus(−2u)) never cancels. What is kept
/// of such an action is u. Its entropy has no closed form: the entropy here is that of u, where
/// Stable-Baselines3 takes −log π(a) of the drawn actions. Its mode here is the squashed μ, which is
/// the median.
final class GaussianDistribution: ActionDistribution {
  /// How an action of the range is made of what was drawn.
  enum Squashing {
    /// Not at all: the environment sees what was drawn.
    case none
    /// The environment sees what was drawn, brought into the range; what is kept is not.
    case clipped(ClosedRange<Double>)
    /// The range's middle plus half its width times tanh.
    case tanh(ClosedRange<Double>)
  }

  /// Whether log σ is an output of the network; otherwise it is a parameter of its own.
  let dependsOnState: Bool
  let squashing: Squashing
  let initialLogDeviation: Double

  var outputCount: Int { dependsOnState ? 2 : 1 }
  var ownParameterCount: Int { dependsOnState ? 0 : 1 }
  var initialOwnParameters: [Float] { dependsOnState ? [] : [Float(initialLogDeviation)] }
  /// μ and log σ of each row.
  var keptCount: Int { 2 }
  var kept: UnsafeMutablePointer<Float> { moments.start }

  private let moments: FloatMemory
  private let deviations: FloatMemory

  /// ½ log 2π and log 2, to the nearest `Float`.
  private static var halfLogTwoPi: Float { 0.918938533204672741780329736406 }
  private static var logTwo: Float { 0.693147180559945309417232121458 }

  init(
    dependsOnState: Bool, squashing: Squashing, initialLogDeviation: Double, rowCapacity: Int
  ) {
    self.dependsOnState = dependsOnState
    self.squashing = squashing
    self.initialLogDeviation = initialLogDeviation
    moments = FloatMemory(count: 2 * rowCapacity)
    deviations = FloatMemory(count: rowCapacity)
  }

  func complaint(about own: UnsafePointer<Float>) -> String? {
    if dependsOnState || own[0].magnitude <= Float(ContinuousActionSettings.logDeviationLimit) {
      return nil
    }
    return "log σ is \(own[0])"
  }

  func prepare(
    _ outputs: UnsafePointer<Float>, own: UnsafePointer<Float>, rowCount: Int
  ) {
    let count = outputCount
    for row in 0..<rowCount {
      kept[2 * row] = outputs[row * count]
      // A network's second output starts near 0, which stands for the initial deviation.
      kept[2 * row + 1] =
        dependsOnState ? outputs[row * count + 1] + Float(initialLogDeviation) : own[0]
      deviations.start[row] = kept[2 * row + 1]
    }
    var exponents = deviations.prefix(rowCount).mutableSpan
    ElementaryFunction.exp.apply(to: &exponents)
  }

  func sample(
    _ row: Int, using random: inout RandomStream
  ) -> (action: Float, logProbability: Float) {
    let noise = Float(random.normal())
    let drawn = kept[2 * row].addingProduct(deviations.start[row], noise)
    return (drawn, logProbability(drawn, row))
  }

  func mode(_ row: Int) -> Float { kept[2 * row] }

  func action(_ drawn: Float) -> Double {
    switch squashing {
    case .none: return Double(drawn)
    case .clipped(let range):
      return min(max(Double(drawn), range.lowerBound), range.upperBound)
    case .tanh(let range):
      let half = (range.upperBound - range.lowerBound) / 2
      let middle = range.lowerBound + half
      return middle + half * Double(ElementaryFunction.tanh(drawn))
    }
  }

  func logProbability(_ drawn: Float, _ row: Int) -> Float {
    let scaled = (drawn - kept[2 * row]) / deviations.start[row]
    let density = (-kept[2 * row + 1] - Self.halfLogTwoPi).addingProduct(-0.5 * scaled, scaled)
    return density - logStretch(drawn)
  }

  /// log |da/du| of what was drawn; 0 unless it is squashed.
  private func logStretch(_ drawn: Float) -> Float {
    guard case .tanh(let range) = squashing else { return 0 }
    let half = Float(Double.log((range.upperBound - range.lowerBound) / 2))
    let flatness = Self.logTwo - drawn - ElementaryFunction.softplus(-2 * drawn)
    return half + 2 * flatness
  }

  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      logProbabilities[row] = logProbability(actions[row], row)
      entropies[row] = kept[2 * row + 1] + Self.halfLogTwoPi + 0.5
    }
  }

  func differentiate(
    _ actions: UnsafePointer<Float>, weights: UnsafePointer<Float>, entropyWeight: Float,
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    let count = outputCount
    var ownSum: Float = 0
    for row in 0..<rowCount {
      let deviation = deviations.start[row]
      let scaled = (actions[row] - kept[2 * row]) / deviation
      outputs[row * count] = weights[row] * scaled / deviation
      let slope = (weights[row] * (scaled * scaled - 1)) + entropyWeight
      if dependsOnState { outputs[row * count + 1] = slope } else { ownSum += slope }
    }
    if !dependsOnState { own[0] = ownSum }
  }

  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, weight: Float,
    into divergences: UnsafeMutablePointer<Float>,
    outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    let count = outputCount
    for row in 0..<rowCount {
      let deviation = deviations.start[row]
      let shift = (kept[2 * row] - old[2 * row]) / deviation
      let logRatio = old[2 * row + 1] - kept[2 * row + 1]
      let ratio = ElementaryFunction.exp(2 * logRatio)
      let spread = ratio.addingProduct(shift, shift)
      divergences[row] = 0.5 * (spread - 1) - logRatio
      if weight == 0 { continue }
      outputs[row * count] += weight * shift / deviation
      if dependsOnState {
        outputs[row * count + 1] += weight * (1 - spread)
      } else {
        own[0] += weight * (1 - spread)
      }
    }
  }

  func applyFisher(
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    let count = outputCount
    for row in 0..<rowCount {
      let deviation = deviations.start[row]
      outputs[row * count] /= deviation * deviation
      if dependsOnState { outputs[row * count + 1] *= 2 }
    }
    if !dependsOnState { own[0] *= 2 * Float(rowCount) }
  }
}
