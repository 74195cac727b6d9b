/// A dense layer of a neural network in `Float`: Y = act(X W + b), forward and backward.
///
/// The layer is its shape; numbers live in the caller's memory, row by row. `parameters` are the
/// weights W, shape `[inputCount, outputCount]` (input by input: the transpose of PyTorch's), then the
/// biases b, shape `[outputCount]`. Each output is a sum of fused multiply-adds in a fixed order, so
/// the results are the same on every machine, and a row's do not depend on the others.
public struct DenseLayer: Equatable, Sendable {
  /// What is applied to each sum.
  public enum Activation: Sendable, CaseIterable {
    /// The sum itself.
    case none
    /// The hyperbolic tangent.
    case tanh
    /// max(x, 0); its derivative at 0 is 0.
    case relu

    var function: ElementaryFunction? {
      switch self {
      case .none: nil
      case .tanh: .tanh
      case .relu: .relu
      }
    }
  }

  /// How many inputs a row has; at least 1.
  public let inputCount: Int

  /// How many outputs a row has; at least 1.
  public let outputCount: Int

  /// What is applied to each sum.
  public let activation: Activation

  /// A layer of a shape.
  ///
  /// - Parameters:
  ///   - inputCount: How many inputs a row has; at least 1.
  ///   - outputCount: How many outputs a row has; at least 1.
  ///   - activation: What is applied to each sum.
  public init(inputCount: Int, outputCount: Int, activation: Activation) {
    if inputCount < 1 || outputCount < 1 {
      fatalError("DenseLayer: the shape \(inputCount) × \(outputCount) is not positive")
    }
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.activation = activation
  }

  /// How many weights there are.
  public var weightCount: Int { inputCount * outputCount }

  /// How many weights and biases there are.
  public var parameterCount: Int { weightCount + outputCount }

  /// Y = act(X W + b).
  ///
  /// Each sum starts at its bias and goes from the first input to the last. With at most 4 outputs and
  /// at least 16 inputs there are sixteen sums instead, the one of input i at place i mod 16; the upper
  /// half of them is added to the lower one until one sum is left, and the bias to that.
  ///
  /// - Parameters:
  ///   - inputs: X; shape `[rowCount, inputCount]`.
  ///   - parameters: W, then b; shape `[parameterCount]`.
  ///   - rowCount: How many rows; at least 0.
  ///   - outputs: Receives Y; shape `[rowCount, outputCount]`.
  public func forward(
    _ inputs: Span<Float>, parameters: Span<Float>, rowCount: Int,
    into outputs: inout MutableSpan<Float>
  ) {
    check("inputs", inputs.count, rowCount, inputCount)
    check("parameters", parameters.count, 1, parameterCount)
    check("outputs", outputs.count, rowCount, outputCount)
    inputs.withUnsafeBufferPointer { inputs in
      parameters.withUnsafeBufferPointer { parameters in
        outputs.withUnsafeMutableBufferPointer { outputs in
          guard let input = inputs.baseAddress, let weights = parameters.baseAddress,
            let output = outputs.baseAddress
          else { return }
          let biases = weights + weightCount
          if isNarrow {
            let kernel = NarrowKernel(
              rowCount: rowCount, columnCount: outputCount, stepCount: inputCount)
            kernel.run(input, weights, start: biases, into: output)
            activation.function?.apply(to: outputs)
          } else {
            var kernel = DenseKernel(
              rowCount: rowCount, columnCount: outputCount, stepCount: inputCount)
            kernel.function = activation.function
            let left = DenseKernel.Operand(start: input, rowStride: inputCount, stepStride: 1)
            kernel.run(left, weights, start: biases, into: output)
          }
        }
      }
    }
  }

  /// Whether the outputs would leave most of a vector empty.
  var isNarrow: Bool { outputCount <= 4 && inputCount >= 16 }

  func check(_ name: StaticString, _ count: Int, _ rowCount: Int, _ columnCount: Int) {
    if rowCount < 0 || count != rowCount * columnCount {
      fatalError("DenseLayer: \(count) \(name) are not \(rowCount) × \(columnCount)")
    }
  }
}
