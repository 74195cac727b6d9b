import VectorMath

/// Normal actions whose noise is a function of the state for some steps, and then another: gSDE,
/// generalised state-dependent exploration.
///
/// With the policy's last hidden outputs h(s), taken for constants, and a deviation of its own for
/// each, log σ_j = ℓ_j, the noise is ε(s) = Σ_j h_j(s) W_j with W_j ~ N(0, σ_j²) drawn anew every n
/// steps: in between, the same state has the same noise, so that a trajectory is smooth. Over all W,
///
///     a ~ N(μ, s²),  s² = Σ_j h_j² σ_j² + 10⁻⁶,  ∂ log s/∂ℓ_j = h_j² σ_j² / s²
///
/// which is what log probabilities, divergences and gradients are of. No gradient goes through h, as
/// in Stable-Baselines3 (`learn_features=False`).
///
/// - SeeAlso: Raffin, Kober and Stulp 2021, "Smooth exploration for robotic reinforcement learning",
///   arXiv:2005.05719, section 3; Stable-Baselines3 2.9, `StateDependentNoiseDistribution`.
final class StateDependentNoise: ActionDistribution {
  let featureCount: Int
  let initialLogDeviation: Double
  /// n; nil to draw at the start of a rollout only.
  let resampleInterval: Int?

  /// N(μ, s²), with log s beside μ.
  private let marginal: GaussianDistribution
  private var features: UnsafePointer<Float>?
  /// Shape `[rowCapacity, 2]`: μ and log s, or their gradients or tangents.
  private let pairs: FloatMemory
  /// ∂ log s/∂ℓ_j; shape `[rowCapacity, featureCount]`.
  private let shares: FloatMemory
  private let variances: FloatMemory
  private let deviations: FloatMemory
  /// W_j / σ_j, row by row.
  private var noise = FloatMemory(count: 0)

  var outputCount: Int { 1 }
  var ownParameterCount: Int { featureCount }
  var initialOwnParameters: [Float] {
    Array(repeating: Float(initialLogDeviation), count: featureCount)
  }
  var keptCount: Int { 2 }
  var kept: UnsafeMutablePointer<Float> { marginal.kept }

  init(
    featureCount: Int, squashing: GaussianDistribution.Squashing, initialLogDeviation: Double,
    resampleInterval: Int?, rowCapacity: Int
  ) {
    self.featureCount = featureCount
    self.initialLogDeviation = initialLogDeviation
    self.resampleInterval = resampleInterval
    marginal = GaussianDistribution(
      dependsOnState: true, squashing: squashing, initialLogDeviation: 0,
      rowCapacity: rowCapacity)
    pairs = FloatMemory(count: 2 * rowCapacity)
    shares = FloatMemory(count: rowCapacity * featureCount)
    variances = FloatMemory(count: rowCapacity)
    deviations = FloatMemory(count: featureCount)
  }

  func attach(features: UnsafePointer<Float>) { self.features = features }

  private var hidden: UnsafePointer<Float> {
    guard let features else { fatalError("StateDependentNoise: there are no features") }
    return features
  }

  func complaint(about own: UnsafePointer<Float>) -> String? {
    let limit = Float(ContinuousActionSettings.logDeviationLimit)
    for place in 0..<featureCount where !(own[place].magnitude <= limit) {
      return "log σ of hidden output \(place) is \(own[place])"
    }
    return nil
  }

  func prepare(
    _ outputs: UnsafePointer<Float>, own: UnsafePointer<Float>, rowCount: Int
  ) {
    let (hidden, count) = (hidden, featureCount)
    let (deviation, variance, share) = (deviations.start, variances.start, shares.start)
    deviation.update(from: own, count: count)
    var exponents = deviations.prefix(count).mutableSpan
    ElementaryFunction.exp.apply(to: &exponents)
    for row in 0..<rowCount {
      var sum: Float = 1e-6
      for place in 0..<count {
        let scaled = hidden[row * count + place] * deviation[place]
        share[row * count + place] = scaled * scaled
        sum += scaled * scaled
      }
      variance[row] = sum
      for place in row * count..<(row + 1) * count { share[place] /= sum }
    }
    var logarithms = variances.prefix(rowCount).mutableSpan
    ElementaryFunction.log.apply(to: &logarithms)
    for row in 0..<rowCount {
      pairs.start[2 * row] = outputs[row]
      pairs.start[2 * row + 1] = 0.5 * variance[row]
    }
    marginal.prepare(pairs.start, own: own, rowCount: rowCount)
  }

  func explore(step: Int, rowCount: Int, using random: inout RandomStream) {
    if step != 0 && step % (resampleInterval ?? .max) != 0 { return }
    let count = rowCount * featureCount
    if noise.count < count { noise = FloatMemory(count: count) }
    for place in 0..<count { noise.start[place] = Float(random.normal()) }
  }

  func sample(
    _ row: Int, using random: inout RandomStream
  ) -> (action: Float, logProbability: Float) {
    precondition((row + 1) * featureCount <= noise.count, "noise is drawn before actions are")
    let (hidden, start) = (hidden, row * featureCount)
    var action = kept[2 * row]
    for place in 0..<featureCount {
      let weight = deviations.start[place] * noise.start[start + place]
      action.addProduct(hidden[start + place], weight)
    }
    return (action, marginal.logProbability(action, row))
  }

  func mode(_ row: Int) -> Float { marginal.mode(row) }

  func action(_ action: Float) -> Double { marginal.action(action) }

  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>
  ) {
    marginal.evaluate(
      actions, rowCount: rowCount, logProbabilities: logProbabilities, entropies: entropies)
  }

  func differentiate(
    _ actions: UnsafePointer<Float>, weights: UnsafePointer<Float>, entropyWeight: Float,
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    marginal.differentiate(
      actions, weights: weights, entropyWeight: entropyWeight, rowCount: rowCount,
      outputs: pairs.start, own: own)
    outputs.update(repeating: 0, count: rowCount)
    own.update(repeating: 0, count: featureCount)
    addPairs(rowCount: rowCount, outputs: outputs, own: own)
  }

  /// Adds gradients in (μ, log s) to those of the outputs and of ℓ.
  private func addPairs(
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      outputs[row] += pairs.start[2 * row]
      let slope = pairs.start[2 * row + 1]
      let share = shares.start + row * featureCount
      for place in 0..<featureCount { own[place].addProduct(slope, share[place]) }
    }
  }

  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, weight: Float,
    into divergences: UnsafeMutablePointer<Float>,
    outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    pairs.start.update(repeating: 0, count: 2 * rowCount)
    marginal.divergences(
      from: old, rowCount: rowCount, weight: weight, into: divergences, outputs: pairs.start,
      own: own)
    if weight != 0 { addPairs(rowCount: rowCount, outputs: outputs, own: own) }
  }

  func applyFisher(
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      pairs.start[2 * row] = outputs[row]
      var tangent: Float = 0
      let share = shares.start + row * featureCount
      for place in 0..<featureCount { tangent.addProduct(share[place], own[place]) }
      pairs.start[2 * row + 1] = tangent
    }
    marginal.applyFisher(rowCount: rowCount, outputs: pairs.start, own: own)
    outputs.update(repeating: 0, count: rowCount)
    own.update(repeating: 0, count: featureCount)
    addPairs(rowCount: rowCount, outputs: outputs, own: own)
  }
}
