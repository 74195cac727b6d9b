extension DenseLayer {
  /// Tangents of the sums, for inputs and parameters that move: dZ = dX W + X dW + db.
  ///
  /// Times act′, by ``differentiateActivation(_:outputs:)``, they are the tangents of the outputs.
  /// Each sum starts at its db and goes over the inputs twice, first to last: X dW, then dX W.
  ///
  /// - Parameters:
  ///   - inputs: X; shape `[rowCount, inputCount]`.
  ///   - inputTangents: dX; the same shape, or empty where the inputs stay.
  ///   - parameters: W, then b; shape `[parameterCount]`.
  ///   - parameterTangents: dW, then db; shape `[parameterCount]`.
  ///   - tangents: Receives dZ; shape `[rowCount, outputCount]`, which says how many rows there are.
  public func sumTangents(
    inputs: Span<Float>, inputTangents: Span<Float>, parameters: Span<Float>,
    parameterTangents: Span<Float>, into tangents: inout MutableSpan<Float>
  ) {
    let rowCount = tangents.count / outputCount
    let isMoved = !inputTangents.isEmpty
    check("tangents", tangents.count, rowCount, outputCount)
    check("inputs", inputs.count, rowCount, inputCount)
    if isMoved { check("input tangents", inputTangents.count, rowCount, inputCount) }
    check("parameters", parameters.count, 1, parameterCount)
    check("parameter tangents", parameterTangents.count, 1, parameterCount)
    // [X dX] times dW over W: one product of twice the length.
    let width = isMoved ? 2 * inputCount : inputCount
    let kernel = DenseKernel(rowCount: rowCount, columnCount: outputCount, stepCount: width)
    let (inputCount, weightCount) = (inputCount, weightCount)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (rowCount + outputCount) * width) {
      room in
      guard let left = room.baseAddress else { return }
      let right = left + rowCount * width
      inputs.withUnsafeBufferPointer { inputs in
        inputTangents.withUnsafeBufferPointer { moved in
          guard let input = inputs.baseAddress else { return }
          for row in 0..<rowCount {
            let target = left + row * width
            target.initialize(from: input + row * inputCount, count: inputCount)
            guard isMoved, let tangent = moved.baseAddress else { continue }
            (target + inputCount).initialize(from: tangent + row * inputCount, count: inputCount)
          }
        }
      }
      parameters.withUnsafeBufferPointer { parameters in
        parameterTangents.withUnsafeBufferPointer { directions in
          tangents.withUnsafeMutableBufferPointer { tangents in
            guard let weights = parameters.baseAddress, let direction = directions.baseAddress,
              let target = tangents.baseAddress
            else { return }
            right.initialize(from: direction, count: weightCount)
            if isMoved { (right + weightCount).initialize(from: weights, count: weightCount) }
            let operand = DenseKernel.Operand(start: left, rowStride: width, stepStride: 1)
            kernel.run(operand, right, start: direction + weightCount, into: target)
          }
        }
      }
    }
  }
}
