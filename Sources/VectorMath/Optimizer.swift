/// A rule that moves parameters along gradients, with what it remembers of earlier ones.
///
/// Optimisers are values: a copy is a checkpoint, and goes on as the original would, bit for bit.
public protocol Optimizer: Sendable {
  /// How many parameters are moved.
  var parameterCount: Int { get }

  /// One step; call ``ascend(_:gradients:learningRate:)`` or ``descend(_:gradients:learningRate:)``.
  ///
  /// - Parameters:
  ///   - parameters: θ, changed in place; shape `[parameterCount]`.
  ///   - gradients: g; the same shape. A number that is not finite spoils its parameter.
  ///   - rate: α, finite; negative to descend.
  mutating func move(
    _ parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    rate: Double)
}

extension Optimizer {
  /// A step that raises an objective.
  ///
  /// - Parameters:
  ///   - parameters: θ, changed in place; shape `[parameterCount]`.
  ///   - gradients: Gradients of the objective; the same shape.
  ///   - learningRate: α, finite and at least 0; 0 moves nothing, but is remembered as a step.
  public mutating func ascend(
    _ parameters: inout MutableSpan<Float>, gradients: Span<Float>, learningRate: Double
  ) {
    check(parameters.count, gradients.count, learningRate)
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeBufferPointer { gradients in
        move(parameters, gradients: gradients, rate: learningRate)
      }
    }
  }

  /// A step that lowers a loss: `ascend` with the opposite sign.
  ///
  /// - Parameters:
  ///   - parameters: θ, changed in place; shape `[parameterCount]`.
  ///   - gradients: Gradients of the loss; the same shape.
  ///   - learningRate: α, finite and at least 0; 0 moves nothing, but is remembered as a step.
  public mutating func descend(
    _ parameters: inout MutableSpan<Float>, gradients: Span<Float>, learningRate: Double
  ) {
    check(parameters.count, gradients.count, learningRate)
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeBufferPointer { gradients in
        move(parameters, gradients: gradients, rate: -learningRate)
      }
    }
  }

  private func check(_ parameters: Int, _ gradients: Int, _ learningRate: Double) {
    if parameters != parameterCount || gradients != parameterCount {
      fatalError(
        "\(Self.self): \(parameters) parameters and \(gradients) gradients, not \(parameterCount)")
    }
    if !(learningRate >= 0 && learningRate.isFinite) {
      fatalError("\(Self.self): the learning rate \(learningRate) is not a number from 0 on")
    }
  }
}

/// Stops unless a coefficient of an optimiser lies in its range.
func checkCoefficient(_ name: StaticString, _ value: Double, below limit: Double) {
  if !(value >= 0 && value < limit) {
    fatalError("\(name) \(value) is outside 0..<\(limit)")
  }
}

/// Stops unless an optimiser has something to move.
func checkParameterCount(_ name: StaticString, _ count: Int) {
  if count < 0 { fatalError("\(name): the parameter count \(count) is negative") }
}
