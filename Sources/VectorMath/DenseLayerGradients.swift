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
          let values = FloatLanes(at: output + index, first: count)
          let slopes = FloatLanes(at: gradient + index, first: count)
          let products =
            activation == .tanh
            ? slopes * FloatLanes(repeating: 1).addingProduct(values, values * -1)
            : slopes.replacing(~values.exceeds(0), by: 0)
          products.store(at: gradient + index, first: count)
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
    let weights = DenseKernel(rowCount: inputCount, columnCount: outputCount, stepCount: rowCount)
    let biases = DenseKernel(rowCount: 1, columnCount: outputCount, stepCount: rowCount)
    inputs.withUnsafeBufferPointer { inputs in
      gradients.withUnsafeBufferPointer { gradients in
        result.withUnsafeMutableBufferPointer { result in
          guard let target = result.baseAddress else { return }
          guard rowCount > 0, let input = inputs.baseAddress, let gradient = gradients.baseAddress
          else { return result.update(repeating: 0) }
          let left = DenseKernel.Operand(start: input, rowStride: 1, stepStride: inputCount)
          weights.run(left, gradient, start: nil, into: target) { $0 }
          withUnsafePointer(to: 1 as Float) { one in
            let ones = DenseKernel.Operand(start: one, rowStride: 0, stepStride: 0)
            biases.run(ones, gradient, start: nil, into: target + weightCount) { $0 }
          }
        }
      }
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
    check("gradients", gradients.count, rowCount, outputCount)
    check("parameters", parameters.count, 1, parameterCount)
    check("input gradients", result.count, rowCount, inputCount)
    let kernel = DenseKernel(rowCount: rowCount, columnCount: inputCount, stepCount: outputCount)
    gradients.withUnsafeBufferPointer { gradients in
      parameters.withUnsafeBufferPointer { parameters in
        result.withUnsafeMutableBufferPointer { result in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: weightCount) { transposed in
            guard let gradient = gradients.baseAddress, let target = result.baseAddress,
              let weights = transposed.baseAddress, let source = parameters.baseAddress
            else { return }
            for output in 0..<outputCount {
              for input in 0..<inputCount {
                weights[output * inputCount + input] = source[input * outputCount + output]
              }
            }
            let left = DenseKernel.Operand(start: gradient, rowStride: outputCount, stepStride: 1)
            kernel.run(left, weights, start: nil, into: target) { $0 }
          }
        }
      }
    }
  }
}
