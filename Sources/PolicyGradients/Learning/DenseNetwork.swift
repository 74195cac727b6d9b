import VectorMath

/// Dense layers, one after the other, for many rows at once.
///
/// The parameters of all layers stand one after the other, each layer's weights before its biases.
/// What backward passes need of the last forward pass is kept.
final class DenseNetwork {
  let layers: [DenseLayer]
  /// Where each layer's parameters start.
  let offsets: [Int]
  let parameterCount: Int
  let rowCapacity: Int

  private let results: [FloatMemory]
  /// Gradients of the layer at hand and of the one before.
  private let gradients: (FloatMemory, FloatMemory)

  init(layers: [DenseLayer], rowCapacity: Int) {
    var offset = 0
    offsets = layers.map { layer in
      defer { offset += layer.parameterCount }
      return offset
    }
    self.layers = layers
    self.rowCapacity = rowCapacity
    parameterCount = offset
    results = layers.map { FloatMemory(count: rowCapacity * $0.outputCount) }
    let widest = layers.map { max($0.inputCount, $0.outputCount) }.max() ?? 0
    gradients = (
      FloatMemory(count: rowCapacity * widest), FloatMemory(count: rowCapacity * widest)
    )
  }

  /// The layers of a network with one width after the other.
  static func layers(
    _ widths: [Int], activation: DenseLayer.Activation, last: DenseLayer.Activation
  ) -> [DenseLayer] {
    (1..<widths.count).map { index in
      DenseLayer(
        inputCount: widths[index - 1], outputCount: widths[index],
        activation: index == widths.count - 1 ? last : activation)
    }
  }

  /// What the last layer gave, shape `[rowCount, outputCount]`.
  var outputs: UnsafeMutablePointer<Float> { results[layers.count - 1].start }

  /// What the layer before the last one gave; nil with a single layer.
  var lastHidden: UnsafePointer<Float>? {
    layers.count > 1 ? UnsafePointer(results[layers.count - 2].start) : nil
  }

  var outputCount: Int { layers[layers.count - 1].outputCount }

  func forward(
    _ inputs: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>
  ) {
    var source = inputs
    for (index, layer) in layers.enumerated() {
      let input = UnsafeBufferPointer(start: source, count: rowCount * layer.inputCount)
      let own = UnsafeBufferPointer(
        start: parameters + offsets[index], count: layer.parameterCount)
      let target = results[index].prefix(rowCount * layer.outputCount)
      var outputs = target.mutableSpan
      layer.forward(input.span, parameters: own.span, rowCount: rowCount, into: &outputs)
      source = UnsafePointer(results[index].start)
    }
  }

  /// Gradients of all parameters.
  ///
  /// The inputs are those of the forward pass before; ∂L/∂Y of the last layer, shape
  /// `[rowCount, outputCount]`, is overwritten.
  func backward(
    _ inputs: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    outputGradients: UnsafeMutablePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    var current = outputGradients
    if let last = layers.last {
      let count = rowCount * last.outputCount
      var sums = UnsafeMutableBufferPointer(start: current, count: count).mutableSpan
      last.differentiateActivation(
        &sums, outputs: UnsafeBufferPointer(start: UnsafePointer(outputs), count: count).span)
    }
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let source = index == 0 ? inputs : UnsafePointer(results[index - 1].start)
      let input = UnsafeBufferPointer(start: source, count: rowCount * layer.inputCount)
      let slopes = UnsafeBufferPointer(
        start: UnsafePointer(current), count: rowCount * layer.outputCount)
      var targets = UnsafeMutableBufferPointer(
        start: result + offsets[index], count: layer.parameterCount
      ).mutableSpan
      layer.parameterGradients(
        inputs: input.span, gradients: slopes.span, rowCount: rowCount, into: &targets)
      if index == 0 { return }
      let next = index % 2 == 0 ? gradients.0.start : gradients.1.start
      let own = UnsafeBufferPointer(
        start: parameters + offsets[index], count: layer.parameterCount)
      var earlier = UnsafeMutableBufferPointer(start: next, count: input.count).mutableSpan
      layer.inputSumGradients(
        gradients: slopes.span, parameters: own.span, inputs: input.span,
        activation: layers[index - 1].activation, rowCount: rowCount, into: &earlier)
      current = next
    }
  }

  /// Tangents of the last layer's outputs, for parameters that move along a direction.
  ///
  /// The inputs are those of the forward pass before, and stay.
  ///
  /// - Returns: Shape `[rowCount, outputCount]`; may be given to the backward pass that follows.
  func tangents(
    _ inputs: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    direction: UnsafePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    var earlier = UnsafeBufferPointer<Float>(start: nil, count: 0)
    var target = gradients.0.start
    for (index, layer) in layers.enumerated() {
      // Where the backward pass of this layer does not write.
      target = index % 2 == 0 ? gradients.1.start : gradients.0.start
      let source = index == 0 ? inputs : UnsafePointer(results[index - 1].start)
      let input = UnsafeBufferPointer(start: source, count: rowCount * layer.inputCount)
      let count = rowCount * layer.outputCount
      let outputs = UnsafeBufferPointer(start: UnsafePointer(results[index].start), count: count)
      let own = UnsafeBufferPointer(
        start: parameters + offsets[index], count: layer.parameterCount)
      let moved = UnsafeBufferPointer(
        start: direction + offsets[index], count: layer.parameterCount)
      var tangents = UnsafeMutableBufferPointer(start: target, count: count).mutableSpan
      layer.sumTangents(
        inputs: input.span, inputTangents: earlier.span, parameters: own.span,
        parameterTangents: moved.span, into: &tangents)
      layer.differentiateActivation(&tangents, outputs: outputs.span)
      earlier = UnsafeBufferPointer(start: UnsafePointer(target), count: count)
    }
    return target
  }
}
