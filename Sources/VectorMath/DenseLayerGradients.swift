extension DenseLayer {
  /// Turns gradients of the outputs into gradients of the sums: D = ∂L/∂Y · act′.
  ///
  /// act′ comes from the outputs: 1 − y² for tanh, 1 where y > 0 and else 0 for ReLU.
  ///
  /// - Parameters:
  ///   - gradients: ∂L/∂Y, then D; shape `[rowCount, outputCount]`.
  ///   - outputs: Y, as ``forward(_:parameters:rowCount:into:)`` gave it; the same shape.
  public func differentiateActivation(
    _ gradients: inout MutableSpan<Float>, outputs: Span<Float>
  ) {
    if gradients.count != outputs.count {
      fatalError("DenseLayer: \(gradients.count) gradients do not fit \(outputs.count) outputs")
    }
    let activation = activation
    if activation == .none { return }
    outputs.withUnsafeBufferPointer { outputs in
      gradients.withUnsafeMutableBufferPointer { gradients in
        guard let output = outputs.baseAddress, let gradient = gradients.baseAddress else { return }
        var index = 0
        while index < gradients.count {
          let count = min(FloatLanes.scalarCount, gradients.count - index)
          FloatLanes(at: gradient + index, first: count)
            .timesDerivative(of: activation, outputs: FloatLanes(at: output + index, first: count))
            .store(at: gradient + index, first: count)
          index += count
        }
      }
    }
  }

  /// Gradients of the parameters: ∂L/∂W = Xᵀ D and ∂L/∂b = Σ rows of D.
  ///
  /// Each sum starts at 0 and goes from the first row to the last.
  ///
  /// - Parameters:
  ///   - inputs: X; shape `[rowCount, inputCount]`.
  ///   - gradients: D, gradients of the sums; shape `[rowCount, outputCount]`.
  ///   - rowCount: How many rows; at least 0.
  ///   - result: Receives ∂L/∂W, then ∂L/∂b; shape `[parameterCount]`.
  public func parameterGradients(
    inputs: Span<Float>, gradients: Span<Float>, rowCount: Int,
    into result: inout MutableSpan<Float>
  ) {
    check("inputs", inputs.count, rowCount, inputCount)
    check("gradients", gradients.count, rowCount, outputCount)
    check("parameter gradients", result.count, 1, parameterCount)
    inputs.withUnsafeBufferPointer { inputs in
      gradients.withUnsafeBufferPointer { gradients in
        result.withUnsafeMutableBufferPointer { result in
          guard let target = result.baseAddress else { return }
          guard rowCount > 0, let input = inputs.baseAddress, let gradient = gradients.baseAddress
          else { return result.update(repeating: 0) }
          if isNarrow {
            narrowGradients(input, gradient, rowCount, into: target)
          } else {
            wideGradients(input, gradient, rowCount, into: target)
          }
        }
      }
    }
  }

  /// How many rows of both operands fit into the first cache, for layers of the usual 64 outputs.
  private static var gradientRowCount: Int { 64 }

  /// Lanes over the outputs.
  ///
  /// Some rows at a time, so that both operands stay in the first cache; sums go on.
  private func wideGradients(
    _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ rowCount: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    var weights = DenseKernel(rowCount: inputCount, columnCount: outputCount, stepCount: 0)
    weights.totals = target + weightCount
    for first in stride(from: 0, to: rowCount, by: DenseLayer.gradientRowCount) {
      weights.stepCount = min(DenseLayer.gradientRowCount, rowCount - first)
      weights.continues = first > 0
      let rows = gradient + first * outputCount
      let left = DenseKernel.Operand(
        start: input + first * inputCount, rowStride: 1, stepStride: inputCount)
      weights.run(left, rows, start: nil, into: target)
    }
  }

  /// Lanes over the inputs; each sum of the weights is the same chain.
  private func narrowGradients(
    _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ rowCount: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    var kernel = DenseKernel(
      rowCount: outputCount, columnCount: inputCount, stepCount: rowCount)
    kernel.rowTotals = target + weightCount
    let left = DenseKernel.Operand(start: gradient, rowStride: 1, stepStride: outputCount)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: weightCount) { transposed in
      guard let sums = transposed.baseAddress else { return }
      kernel.run(left, input, start: nil, into: sums)
      DenseLayer.transpose(sums, outputCount, inputCount, into: target)
    }
  }

  /// Gradients of the inputs: ∂L/∂X = D Wᵀ.
  ///
  /// Each sum starts at 0 and goes from the first output to the last.
  ///
  /// - Parameters:
  ///   - gradients: D, gradients of the sums; shape `[rowCount, outputCount]`.
  ///   - parameters: W, then b; shape `[parameterCount]`.
  ///   - rowCount: How many rows; at least 0.
  ///   - result: Receives ∂L/∂X; shape `[rowCount, inputCount]`.
  public func inputGradients(
    gradients: Span<Float>, parameters: Span<Float>, rowCount: Int,
    into result: inout MutableSpan<Float>
  ) {
    inputGradients(gradients, parameters, rowCount, through: nil, into: &result)
  }

  /// Gradients of the sums that an activation turned into the inputs: D Wᵀ · act′.
  ///
  /// What ``inputGradients(gradients:parameters:rowCount:into:)`` and then the earlier layer's
  /// ``differentiateActivation(_:outputs:)`` give, in one pass.
  ///
  /// - Parameters:
  ///   - gradients: D, gradients of this layer's sums; shape `[rowCount, outputCount]`.
  ///   - parameters: W, then b; shape `[parameterCount]`.
  ///   - inputs: X; shape `[rowCount, inputCount]`.
  ///   - activation: What gave the inputs.
  ///   - rowCount: How many rows; at least 0.
  ///   - result: Receives the gradients; shape `[rowCount, inputCount]`.
  public func inputSumGradients(
    gradients: Span<Float>, parameters: Span<Float>, inputs: Span<Float>,
    activation: Activation, rowCount: Int, into result: inout MutableSpan<Float>
  ) {
    check("inputs", inputs.count, rowCount, inputCount)
    inputs.withUnsafeBufferPointer { inputs in
      let earlier = inputs.baseAddress.map { (activation, outputs: $0) }
      inputGradients(gradients, parameters, rowCount, through: earlier, into: &result)
    }
  }

  private func inputGradients(
    _ gradients: Span<Float>, _ parameters: Span<Float>, _ rowCount: Int,
    through earlier: (Activation, outputs: UnsafePointer<Float>)?,
    into result: inout MutableSpan<Float>
  ) {
    check("gradients", gradients.count, rowCount, outputCount)
    check("parameters", parameters.count, 1, parameterCount)
    check("input gradients", result.count, rowCount, inputCount)
    var kernel = DenseKernel(rowCount: rowCount, columnCount: inputCount, stepCount: outputCount)
    gradients.withUnsafeBufferPointer { gradients in
      parameters.withUnsafeBufferPointer { parameters in
        result.withUnsafeMutableBufferPointer { result in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: weightCount) { transposed in
            guard let gradient = gradients.baseAddress, let target = result.baseAddress,
              let weights = transposed.baseAddress, let source = parameters.baseAddress
            else { return }
            DenseLayer.transpose(source, inputCount, outputCount, into: weights)
            kernel.derivative = earlier.map {
              ActivationDerivative(activation: $0, outputs: $1, sums: UnsafePointer(target))
            }
            let left = DenseKernel.Operand(start: gradient, rowStride: outputCount, stepStride: 1)
            kernel.run(left, weights, start: nil, into: target)
          }
        }
      }
    }
  }

  /// Writes the transpose of a matrix, in blocks of 8 × 8 as far as they go.
  private static func transpose(
    _ source: UnsafePointer<Float>, _ rowCount: Int, _ columnCount: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    let (wholeRows, wholeColumns) = (rowCount & ~7, columnCount & ~7)
    for row in stride(from: 0, to: wholeRows, by: 8) {
      for column in stride(from: 0, to: wholeColumns, by: 8) {
        EightRows(at: source + (row * columnCount + column), stride: columnCount).transposed
          .store(at: target + (column * rowCount + row), stride: rowCount)
      }
      for column in wholeColumns..<columnCount {
        for place in row..<row + 8 {
          target[column * rowCount + place] = source[place * columnCount + column]
        }
      }
    }
    for row in wholeRows..<rowCount {
      for column in 0..<columnCount {
        target[column * rowCount + row] = source[row * columnCount + column]
      }
    }
  }
}
