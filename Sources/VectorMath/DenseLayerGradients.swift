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
    inputs.withUnsafeBufferPointer { inputs in
      gradients.withUnsafeBufferPointer { gradients in
        result.withUnsafeMutableBufferPointer { result in
          guard let target = result.baseAddress else { return }
          guard rowCount > 0, let input = inputs.baseAddress, let gradient = gradients.baseAddress
          else { return result.update(repeating: 0) }
          var biases = DenseKernel(rowCount: 1, columnCount: outputCount, stepCount: rowCount)
          // Some rows at a time, so that both operands stay in the first cache; sums go on.
          for first in stride(from: 0, to: rowCount, by: DenseLayer.gradientRowCount) {
            let count = min(DenseLayer.gradientRowCount, rowCount - first)
            let (input, gradient) = (input + first * inputCount, gradient + first * outputCount)
            weightGradients(input, gradient, count, continues: first > 0, into: target)
            biases.stepCount = count
            biases.continues = first > 0
            withUnsafePointer(to: 1 as Float) { one in
              let ones = DenseKernel.Operand(start: one, rowStride: 0, stepStride: 0)
              biases.run(ones, gradient, start: nil, into: target + weightCount)
            }
          }
        }
      }
    }
  }

  /// How many rows of both operands fit into the first cache, for layers of the usual 64 outputs.
  private static var gradientRowCount: Int { 64 }

  /// Sums over some rows for ∂L/∂W.
  ///
  /// Lanes run over the longer side of W: over the inputs, if the outputs would leave most of a
  /// vector empty. Each sum is the same chain either way.
  private func weightGradients(
    _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ rowCount: Int,
    continues: Bool, into target: UnsafeMutablePointer<Float>
  ) {
    if outputCount > 4 || inputCount < 16 {
      var kernel = DenseKernel(
        rowCount: inputCount, columnCount: outputCount, stepCount: rowCount)
      kernel.continues = continues
      let left = DenseKernel.Operand(start: input, rowStride: 1, stepStride: inputCount)
      return kernel.run(left, gradient, start: nil, into: target)
    }
    var kernel = DenseKernel(rowCount: outputCount, columnCount: inputCount, stepCount: rowCount)
    kernel.continues = continues
    let left = DenseKernel.Operand(start: gradient, rowStride: 1, stepStride: outputCount)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: weightCount) { transposed in
      guard let sums = transposed.baseAddress else { return }
      if continues { DenseLayer.transpose(target, inputCount, outputCount, into: sums) }
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
            DenseLayer.transpose(source, inputCount, outputCount, into: weights)
            let left = DenseKernel.Operand(start: gradient, rowStride: outputCount, stepStride: 1)
            kernel.run(left, weights, start: nil, into: target)
          }
        }
      }
    }
  }

  /// Writes the transpose of a matrix, in blocks of 4 × 4 as far as they go.
  private static func transpose(
    _ source: UnsafePointer<Float>, _ rowCount: Int, _ columnCount: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    let (wholeRows, wholeColumns) = (rowCount & ~3, columnCount & ~3)
    for row in stride(from: 0, to: wholeRows, by: 4) {
      for column in stride(from: 0, to: wholeColumns, by: 4) {
        let corner = UnsafeRawPointer(source + (row * columnCount + column))
        func load(_ offset: Int) -> SIMD4<Float> {
          (corner + offset * columnCount * 4).loadUnaligned(as: SIMD4<Float>.self)
        }
        let (row0, row1, row2, row3) = (load(0), load(1), load(2), load(3))
        for lane in 0..<4 {
          UnsafeMutableRawPointer(target + ((column + lane) * rowCount + row)).storeBytes(
            of: SIMD4(row0[lane], row1[lane], row2[lane], row3[lane]), as: SIMD4<Float>.self)
        }
      }
      for column in wholeColumns..<columnCount {
        for place in row..<row + 4 {
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
