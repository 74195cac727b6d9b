import VectorMath

/// What learns: a policy, a critic, their optimisers, and the rollout they learn from.
public final class Learner {
  let model: any ActorCriticModel
  let rollout: Rollout
  let minibatch: Minibatch
  let parameters: FloatMemory
  let gradients: FloatMemory
  /// Shuffles rows.
  var random: RandomStream
  /// One for all parameters, or the policy's and the critic's.
  var optimizers: [any Optimizer]
  /// What an algorithm remembers from update to update, such as β.
  var memory: Double?

  private let ranges: [Range<Int>]

  init(
    model: any ActorCriticModel, rollout: Rollout, minibatch: Minibatch, parameters: [Float],
    optimizers: OptimizerSettings, random: RandomStream
  ) {
    self.model = model
    self.rollout = rollout
    self.minibatch = minibatch
    self.parameters = FloatMemory(parameters)
    self.random = random
    gradients = FloatMemory(count: parameters.count)
    let critic = model.criticParameters
    ranges =
      optimizers.separatesCritic && !critic.isEmpty
      ? [0..<critic.lowerBound, critic] : [0..<parameters.count]
    self.optimizers = ranges.map { optimizers.optimizer(parameterCount: $0.count) }
  }

  /// Writes the parameters down.
  func copyParameters(into numbers: inout [Float]) {
    numbers.withUnsafeMutableBufferPointer { numbers in
      numbers.baseAddress?.update(from: parameters.start, count: numbers.count)
    }
  }

  /// Goes back to parameters that were written down.
  func restoreParameters(_ numbers: [Float]) {
    for place in numbers.indices { parameters.start[place] = numbers[place] }
  }

  /// The largest magnitude of a parameter; nil if one is NaN.
  var largestParameter: Float? {
    // Magnitudes are ordered as their bits are, which vectors compare; NaN comes last.
    var bits: UInt32 = 0
    for place in 0..<parameters.count {
      bits = max(bits, parameters.start[place].magnitude.bitPattern)
    }
    let result = Float(bitPattern: bits)
    return result.isNaN ? nil : result
  }

  /// Takes rows of the rollout into the minibatch.
  func gather(_ rows: ArraySlice<Int>) { minibatch.gather(rows, from: rollout) }

  /// Takes all rows of the rollout that fit into the minibatch.
  func gatherRollout() { gather(rollout.rows.prefix(minibatch.rowCapacity)) }

  /// The mean of KL(old‖π) over the minibatch.
  func meanDivergence() -> Double {
    minibatch.evaluate(model, parameters: parameters.start)
    model.divergences(
      from: minibatch.kept.start, rowCount: minibatch.count, into: minibatch.weights.start)
    return minibatch.mean { minibatch.weights.start[$0] }
  }

  /// The gradient of an objective over the minibatch, into ``gradients``.
  func differentiate(_ objective: ObjectiveWeights) {
    model.differentiate(
      minibatch.observations.start, minibatch.actions.start, rowCount: minibatch.count,
      parameters: parameters.start, objective: objective, gradients: gradients.start)
  }

  /// Moves parameters up the gradients.
  ///
  /// - Parameters:
  ///   - learningRates: Of the policy (or of all), and of the critic; one that is nil leaves its
  ///     parameters and optimiser alone.
  ///   - maximumNorm: To which gradients are shortened, each optimiser's by themselves.
  /// - Returns: The norm of the first optimiser's gradients before, or the second's if only it moved.
  @discardableResult
  func ascend(learningRates: [Double?], maximumNorm: Double?) -> Double {
    var result: Double?
    for (index, range) in ranges.enumerated() {
      guard let rate = learningRates[min(index, learningRates.count - 1)] else { continue }
      let gradient = UnsafeMutableBufferPointer(
        start: gradients.start + range.lowerBound, count: range.count)
      var slopes = gradient.mutableSpan
      let norm =
        maximumNorm.map { GradientNorm.clip(&slopes, maximum: $0) }
        ?? GradientNorm.of(UnsafeBufferPointer(gradient).span)
      let target = UnsafeMutableBufferPointer(
        start: parameters.start + range.lowerBound, count: range.count)
      var moved = target.mutableSpan
      optimizers[index].ascend(
        &moved, gradients: UnsafeBufferPointer(gradient).span, learningRate: rate)
      result = result ?? norm
    }
    return result ?? 0
  }
}
