import VectorMath

/// Softmax over numbered actions: π(a) = exp(z_a) / Σ_b exp(z_b).
///
/// With p = π: ∂ log π(a)/∂z_b = 1{a = b} − p_b, ∂H/∂z_b = −p_b (log p_b + H), and
/// ∂ KL(q‖p)/∂z_b = p_b − q_b. The Fisher matrix in logits is diag(p) − p pᵀ.
final class CategoricalDistribution: ActionDistribution {
  let outputCount: Int
  let keptCount: Int
  var ownParameterCount: Int { 0 }
  var initialOwnParameters: [Float] { [] }

  /// log p, row by row.
  var kept: UnsafeMutablePointer<Float> { logarithms.start }

  private let logarithms: FloatMemory
  private let probabilities: FloatMemory
  private let sums: FloatMemory

  init(actionCount: Int, rowCapacity: Int) {
    outputCount = actionCount
    keptCount = actionCount
    logarithms = FloatMemory(count: rowCapacity * actionCount)
    probabilities = FloatMemory(count: rowCapacity * actionCount)
    sums = FloatMemory(count: rowCapacity)
  }

  func prepare(
    _ outputs: UnsafePointer<Float>, own: UnsafePointer<Float>, rowCount: Int
  ) {
    // Loops over two or three actions are unrolled where their count is a constant.
    switch outputCount {
    case 2: prepare(outputs, rowCount, actionCount: 2)
    case 3: prepare(outputs, rowCount, actionCount: 3)
    default: prepare(outputs, rowCount, actionCount: outputCount)
    }
  }

  @inline(__always)
  private func prepare(_ outputs: UnsafePointer<Float>, _ rowCount: Int, actionCount count: Int) {
    let (logarithm, probability, sum) = (logarithms.start, probabilities.start, sums.start)
    for row in 0..<rowCount {
      let start = row &* count
      var largest = outputs[start]
      for place in 1..<count { largest = max(largest, outputs[start &+ place]) }
      for place in 0..<count {
        let shifted = outputs[start &+ place] - largest
        logarithm[start &+ place] = shifted
        probability[start &+ place] = shifted
      }
    }
    var exponents = probabilities.prefix(rowCount * count).mutableSpan
    ElementaryFunction.exp.apply(to: &exponents)
    for row in 0..<rowCount {
      let start = row &* count
      var total = probability[start]
      for place in 1..<count { total += probability[start &+ place] }
      sum[row] = total
      for place in 0..<count { probability[start &+ place] /= total }
    }
    var totals = sums.prefix(rowCount).mutableSpan
    ElementaryFunction.log.apply(to: &totals)
    for row in 0..<rowCount {
      for place in 0..<count { logarithm[row &* count &+ place] -= sum[row] }
    }
  }

  func sample(
    _ row: Int, using random: inout RandomStream
  ) -> (action: Float, logProbability: Float) {
    let start = row * outputCount
    var rest = Float(random.uniform())
    var action = outputCount - 1
    for candidate in 0..<outputCount - 1 {
      rest -= probabilities.start[start + candidate]
      if rest < 0 {
        action = candidate
        break
      }
    }
    // A number that rounds to 1, or a sum below 1, leaves the last action, which may never come.
    while probabilities.start[start + action] == 0 { action -= 1 }
    return (Float(action), logarithms.start[start + action])
  }

  func mode(_ row: Int) -> Float {
    let start = logarithms.start + row * outputCount
    var best = 0
    for candidate in 1..<outputCount where start[candidate] > start[best] { best = candidate }
    return Float(best)
  }

  func action(_ action: Float) -> Int { Int(action) }

  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>
  ) {
    switch outputCount {
    case 2: evaluate(actions, rowCount, logProbabilities, entropies, actionCount: 2)
    case 3: evaluate(actions, rowCount, logProbabilities, entropies, actionCount: 3)
    default: evaluate(actions, rowCount, logProbabilities, entropies, actionCount: outputCount)
    }
  }

  @inline(__always)
  private func evaluate(
    _ actions: UnsafePointer<Float>, _ rowCount: Int,
    _ logProbabilities: UnsafeMutablePointer<Float>, _ entropies: UnsafeMutablePointer<Float>,
    actionCount count: Int
  ) {
    let (logarithm, probability) = (logarithms.start, probabilities.start)
    for row in 0..<rowCount {
      let start = row &* count
      logProbabilities[row] = logarithm[start &+ Int(actions[row])]
      entropies[row] = entropy(logarithm + start, probability + start, actionCount: count)
    }
  }

  @inline(__always)
  private func entropy(
    _ logarithm: UnsafePointer<Float>, _ probability: UnsafePointer<Float>, actionCount: Int
  ) -> Float {
    var sum: Float = 0
    // Where p underflows, p log p is 0.
    for place in 0..<actionCount { sum.addProduct(-probability[place], logarithm[place]) }
    return sum
  }

  func differentiate(
    _ actions: UnsafePointer<Float>, weights: UnsafePointer<Float>, entropyWeight: Float,
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    switch outputCount {
    case 2: differentiate(actions, weights, entropyWeight, rowCount, outputs, actionCount: 2)
    case 3: differentiate(actions, weights, entropyWeight, rowCount, outputs, actionCount: 3)
    default:
      differentiate(
        actions, weights, entropyWeight, rowCount, outputs, actionCount: outputCount)
    }
  }

  @inline(__always)
  private func differentiate(
    _ actions: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ entropyWeight: Float,
    _ rowCount: Int, _ outputs: UnsafeMutablePointer<Float>, actionCount count: Int
  ) {
    let (logarithm, probability) = (logarithms.start, probabilities.start)
    for row in 0..<rowCount {
      let start = row &* count
      for place in 0..<count {
        outputs[start &+ place] = -weights[row] * probability[start &+ place]
      }
      outputs[start &+ Int(actions[row])] += weights[row]
    }
    if entropyWeight == 0 { return }
    for row in 0..<rowCount {
      let start = row &* count
      let entropy = entropy(logarithm + start, probability + start, actionCount: count)
      for place in start..<start &+ count {
        outputs[place].addProduct(
          -entropyWeight * probability[place], logarithm[place] + entropy)
      }
    }
  }

  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, weight: Float,
    into divergences: UnsafeMutablePointer<Float>,
    outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    let count = outputCount
    let (logarithm, probability) = (logarithms.start, probabilities.start)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rowCount * count) { earlier in
      for place in 0..<rowCount * count { earlier[place] = old[place] }
      var span = earlier.mutableSpan
      ElementaryFunction.exp.apply(to: &span)
      for row in 0..<rowCount {
        var sum: Float = 0
        for place in row * count..<(row + 1) * count {
          sum.addProduct(earlier[place], old[place] - logarithm[place])
        }
        divergences[row] = sum
      }
      if weight == 0 { return }
      for place in 0..<rowCount * count {
        outputs[place].addProduct(weight, probability[place] - earlier[place])
      }
    }
  }

  func applyFisher(
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>
  ) {
    let count = outputCount
    let probability = probabilities.start
    for row in 0..<rowCount {
      let start = row * count
      var mean: Float = 0
      for place in start..<start + count { mean.addProduct(probability[place], outputs[place]) }
      for place in start..<start + count {
        outputs[place] = probability[place] * (outputs[place] - mean)
      }
    }
  }
}
