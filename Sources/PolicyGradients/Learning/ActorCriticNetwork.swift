import VectorMath

/// A policy and a critic made of dense layers.
///
/// Parameters: the policy's network, then the distribution's own, then the critic's. With a shared
/// trunk one network ends in the policy's outputs and the value side by side.
final class ActorCriticNetwork<Distribution: ActionDistribution>: ActorCriticModel {
  let observationCount: Int
  let shape: NetworkShape
  let distribution: Distribution
  let policy: DenseNetwork
  /// Nil with a shared trunk.
  let critic: DenseNetwork?

  private let outputs: FloatMemory
  private let outputGradients: FloatMemory
  private let valueGradients: FloatMemory
  private let divergenceRoom: FloatMemory

  init(
    observationCount: Int, shape: NetworkShape, distribution: Distribution, rowCapacity: Int
  ) {
    self.observationCount = observationCount
    self.shape = shape
    self.distribution = distribution
    let width = distribution.outputCount
    let widths = [observationCount] + shape.hidden
    policy = DenseNetwork(
      layers: DenseNetwork.layers(
        widths + [shape.sharesTrunk ? width + 1 : width], activation: shape.activation,
        last: .none),
      rowCapacity: rowCapacity)
    critic =
      shape.sharesTrunk
      ? nil
      : DenseNetwork(
        layers: DenseNetwork.layers(widths + [1], activation: shape.activation, last: .none),
        rowCapacity: rowCapacity)
    outputs = FloatMemory(count: rowCapacity * (width + 1))
    outputGradients = FloatMemory(count: rowCapacity * (width + 1))
    valueGradients = FloatMemory(count: rowCapacity)
    divergenceRoom = FloatMemory(count: rowCapacity)
  }

  func complaint(about parameters: UnsafePointer<Float>) -> String? {
    distribution.complaint(about: parameters + ownStart)
  }

  private var ownStart: Int { policy.parameterCount }
  private var criticStart: Int { policy.parameterCount + distribution.ownParameterCount }
  var parameterCount: Int { criticStart + (critic?.parameterCount ?? 0) }
  var hasCritic: Bool { true }
  var criticParameters: Range<Int> { criticStart..<parameterCount }
  var keptCount: Int { distribution.keptCount }
  var keptDistributions: UnsafePointer<Float> { UnsafePointer(distribution.kept) }

  func initialParameters(using random: inout RandomStream) -> [Float] {
    var result: [Float] = []
    if shape.sharesTrunk,
      case .orthogonal(let gain, let criticGain, let hiddenGain) = shape.initialization,
      let last = policy.layers.last
    {
      for layer in policy.layers.dropLast() {
        result += layer.orthogonalParameters(gain: hiddenGain, using: &random)
      }
      result += joined(last, gain, criticGain, using: &random)
    } else {
      result += shape.initialParameters(of: policy.layers, isCritic: false, using: &random)
    }
    result += distribution.initialOwnParameters
    if let critic {
      result += shape.initialParameters(of: critic.layers, isCritic: true, using: &random)
    }
    return result
  }

  /// The last layer of a shared trunk: the policy's columns, and the critic's, each orthogonal.
  private func joined(
    _ layer: DenseLayer, _ gain: Double, _ criticGain: Double, using random: inout RandomStream
  ) -> [Float] {
    let count = layer.inputCount
    let width = layer.outputCount - 1
    let first = DenseLayer(inputCount: count, outputCount: width, activation: .none)
      .orthogonalParameters(gain: gain, using: &random)
    let second = DenseLayer(inputCount: count, outputCount: 1, activation: .none)
      .orthogonalParameters(gain: criticGain, using: &random)
    var result: [Float] = []
    for input in 0..<count {
      result += first[input * width..<(input + 1) * width]
      result.append(second[input])
    }
    return result + Array(repeating: 0, count: width + 1)
  }

  func evaluate(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    values: UnsafeMutablePointer<Float>?
  ) {
    policy.forward(observations, rowCount: rowCount, parameters: parameters)
    distribution.attach(features: policy.lastHidden ?? observations)
    let own = parameters + ownStart
    guard let critic else {
      let width = distribution.outputCount
      for row in 0..<rowCount {
        let source = policy.outputs + row * (width + 1)
        for place in 0..<width { outputs.start[row * width + place] = source[place] }
        values?[row] = source[width]
      }
      return distribution.prepare(outputs.start, own: own, rowCount: rowCount)
    }
    distribution.prepare(policy.outputs, own: own, rowCount: rowCount)
    guard let values else { return }
    critic.forward(observations, rowCount: rowCount, parameters: parameters + criticStart)
    values.update(from: critic.outputs, count: rowCount)
  }

  func evaluateCritic(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    values: UnsafeMutablePointer<Float>
  ) {
    let network = critic ?? policy
    let start = critic == nil ? 0 : criticStart
    network.forward(observations, rowCount: rowCount, parameters: parameters + start)
    let width = network.outputCount
    for row in 0..<rowCount { values[row] = network.outputs[row * width + width - 1] }
  }

  func explore(step: Int, rowCount: Int, using random: inout RandomStream) {
    distribution.explore(step: step, rowCount: rowCount, using: &random)
  }

  func sample(
    _ row: Int, using random: inout RandomStream
  ) -> (action: Float, logProbability: Float) {
    distribution.sample(row, using: &random)
  }

  func sample(
    rowCount: Int, using random: inout RandomStream, actions: UnsafeMutablePointer<Float>,
    logProbabilities: UnsafeMutablePointer<Float>
  ) {
    distribution.sample(
      rowCount: rowCount, using: &random, actions: actions, logProbabilities: logProbabilities)
  }

  func mode(_ row: Int) -> Float { distribution.mode(row) }

  func action(_ action: Float) -> Distribution.Action { distribution.action(action) }

  func write(
    _ actions: UnsafePointer<Float>, rowCount: Int, into given: inout [Distribution.Action]
  ) {
    distribution.write(actions, rowCount: rowCount, into: &given)
  }

  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>
  ) {
    distribution.evaluate(
      actions, rowCount: rowCount, logProbabilities: logProbabilities, entropies: entropies)
  }

  func differentiate(
    _ observations: UnsafePointer<Float>, _ actions: UnsafePointer<Float>, rowCount: Int,
    parameters: UnsafePointer<Float>, objective: ObjectiveWeights,
    gradients: UnsafeMutablePointer<Float>
  ) {
    let width = distribution.outputCount
    let slopes = critic == nil ? outputs.start : outputGradients.start
    let own = gradients + ownStart
    distribution.differentiate(
      actions, weights: objective.logProbability, entropyWeight: objective.entropy,
      rowCount: rowCount, outputs: slopes, own: own)
    if objective.divergence != 0, let old = objective.old {
      distribution.divergences(
        from: old, rowCount: rowCount, weight: objective.divergence,
        into: divergenceRoom.start, outputs: slopes, own: own)
    }
    guard let critic else {
      for row in 0..<rowCount {
        let target = outputGradients.start + row * (width + 1)
        for place in 0..<width { target[place] = slopes[row * width + place] }
        target[width] = objective.value?[row] ?? 0
      }
      return policy.backward(
        observations, rowCount: rowCount, parameters: parameters,
        outputGradients: outputGradients.start, into: gradients)
    }
    policy.backward(
      observations, rowCount: rowCount, parameters: parameters, outputGradients: slopes,
      into: gradients)
    guard let value = objective.value else {
      return (gradients + criticStart).update(repeating: 0, count: critic.parameterCount)
    }
    valueGradients.start.update(from: value, count: rowCount)
    critic.backward(
      observations, rowCount: rowCount, parameters: parameters + criticStart,
      outputGradients: valueGradients.start, into: gradients + criticStart)
  }

  func differentiateCritic(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>
  ) {
    guard let critic else { fatalError("a critic that shares its trunk learns with the policy") }
    valueGradients.start.update(from: weights, count: rowCount)
    critic.backward(
      observations, rowCount: rowCount, parameters: parameters + criticStart,
      outputGradients: valueGradients.start, into: gradients)
  }

  /// Jᵀ D J v: tangents of the outputs, times the distribution's own Fisher information, and back.
  func applyFisher(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    direction: UnsafePointer<Float>, into product: UnsafeMutablePointer<Float>
  ) {
    let width = distribution.outputCount
    let tangents = policy.tangents(
      observations, rowCount: rowCount, parameters: parameters, direction: direction)
    (product + criticStart).update(repeating: 0, count: parameterCount - criticStart)
    let own = product + ownStart
    own.update(from: direction + ownStart, count: distribution.ownParameterCount)
    // With a shared trunk the value stands beside the policy's outputs, which it does not concern.
    let stride = policy.outputCount
    let slopes = critic == nil ? outputGradients.start : tangents
    if critic == nil {
      for row in 0..<rowCount {
        for place in 0..<width { slopes[row * width + place] = tangents[row * stride + place] }
      }
    }
    distribution.applyFisher(rowCount: rowCount, outputs: slopes, own: own)
    let share = 1 / Float(rowCount)
    for place in 0..<distribution.ownParameterCount { own[place] *= share }
    for place in 0..<rowCount * width { slopes[place] *= share }
    if critic == nil {
      for row in 0..<rowCount {
        for place in 0..<width { tangents[row * stride + place] = slopes[row * width + place] }
        tangents[row * stride + width] = 0
      }
    }
    policy.backward(
      observations, rowCount: rowCount, parameters: parameters, outputGradients: tangents,
      into: product)
  }

  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, into divergences: UnsafeMutablePointer<Float>
  ) {
    distribution.divergences(
      from: old, rowCount: rowCount, weight: 0, into: divergences, outputs: outputGradients.start,
      own: outputGradients.start)
  }
}
