import VectorMath

/// Rows of a rollout, gathered side by side, and what the model says of them.
final class Minibatch {
  let observations: FloatMemory
  let actions: FloatMemory
  let oldLogProbabilities: FloatMemory
  let oldValues: FloatMemory
  let advantages: FloatMemory
  let returns: FloatMemory
  let kept: FloatMemory

  let logProbabilities: FloatMemory
  let values: FloatMemory
  let entropies: FloatMemory
  let ratios: FloatMemory
  /// Of the log probabilities and the values, for the objective.
  let weights: FloatMemory
  let valueWeights: FloatMemory

  private(set) var count = 0
  let rowCapacity: Int
  private let observationCount: Int
  private let keptCount: Int

  init(rowCapacity: Int, observationCount: Int, keptCount: Int) {
    self.observationCount = observationCount
    self.keptCount = keptCount
    self.rowCapacity = rowCapacity
    func room(_ width: Int = 1) -> FloatMemory { FloatMemory(count: rowCapacity * width) }
    observations = room(observationCount)
    kept = room(keptCount)
    actions = room()
    oldLogProbabilities = room()
    oldValues = room()
    advantages = room()
    returns = room()
    logProbabilities = room()
    values = room()
    entropies = room()
    ratios = room()
    weights = room()
    valueWeights = room()
  }

  func gather(_ rows: ArraySlice<Int>, from rollout: Rollout) {
    count = rows.count
    rows.withUnsafeBufferPointer { rows in
      copy(rows, from: rollout.observations, into: observations, width: observationCount)
      copy(rows, from: rollout.kept, into: kept, width: keptCount)
      copy(rows, from: rollout.actions, into: actions)
      copy(rows, from: rollout.logProbabilities, into: oldLogProbabilities)
      copy(rows, from: rollout.values, into: oldValues)
      copy(rows, from: rollout.advantages, into: advantages)
      copy(rows, from: rollout.returns, into: returns)
    }
  }

  private func copy(
    _ rows: UnsafeBufferPointer<Int>, from source: FloatMemory, into target: FloatMemory,
    width: Int
  ) {
    // Loops over few numbers are unrolled where their count is a constant.
    switch width {
    case 2: copy(rows, from: source, into: target, count: 2)
    case 3: copy(rows, from: source, into: target, count: 3)
    case 4: copy(rows, from: source, into: target, count: 4)
    default: copy(rows, from: source, into: target, count: width)
    }
  }

  @inline(__always)
  private func copy(
    _ rows: UnsafeBufferPointer<Int>, from source: FloatMemory, into target: FloatMemory,
    count: Int = 1
  ) {
    var place = target.start
    let source = source.start
    for row in rows {
      for column in 0..<count { place[column] = source[row &* count &+ column] }
      place += count
    }
  }

  /// Evaluates policy and critic at the gathered rows, and the ratios π/π_old.
  func evaluate(_ model: any ActorCriticModel, parameters: UnsafePointer<Float>) {
    model.evaluate(
      observations.start, rowCount: count, parameters: parameters, values: values.start)
    model.evaluate(
      actions.start, rowCount: count, logProbabilities: logProbabilities.start,
      entropies: entropies.start)
    for place in 0..<count {
      ratios.start[place] = logProbabilities.start[place] - oldLogProbabilities.start[place]
    }
    var exponents = ratios.prefix(count).mutableSpan
    ElementaryFunction.exp.apply(to: &exponents)
  }

  /// A ← (A − mean) / (deviation + 10⁻⁸), the deviation over n − 1 as PyTorch's; left as they are if
  /// there is only one.
  func normalizeAdvantages() {
    Minibatch.normalize(advantages.start, count: count)
  }

  static func normalize(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
    if count < 2 { return }
    var sum = 0.0
    for place in 0..<count { sum += Double(numbers[place]) }
    let mean = sum / Double(count)
    var squares = 0.0
    for place in 0..<count {
      let difference = Double(numbers[place]) - mean
      squares.addProduct(difference, difference)
    }
    let scale = 1 / ((squares / Double(count - 1)).squareRoot() + 1e-8)
    for place in 0..<count { numbers[place] = Float((Double(numbers[place]) - mean) * scale) }
  }

  /// The mean of some numbers, one a row.
  func mean(_ number: (Int) -> Float) -> Double {
    var sum = 0.0
    for place in 0..<count { sum += Double(number(place)) }
    return sum / Double(count)
  }
}
