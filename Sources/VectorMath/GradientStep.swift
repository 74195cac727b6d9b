/// Plain gradient steps, with momentum if wished: SGD.
///
/// For gradient g and signed rate α:
///
///     u ← μ u + g
///     θ ← θ + α u
///
/// u starts at 0, and the rate multiplies u when it is used, as in PyTorch (without dampening or
/// Nesterov's look-ahead). Without momentum u is g.
///
/// - SeeAlso: Polyak 1964, "Some methods of speeding up the convergence of iteration methods".
public struct GradientStep: Optimizer, Equatable {
  /// μ, how much of the velocity a step keeps.
  public let momentum: Double

  /// u, the velocity; one a parameter.
  public private(set) var velocities: [Float]

  /// An optimiser.
  ///
  /// - Parameters:
  ///   - parameterCount: How many parameters are moved; at least 0.
  ///   - momentum: μ, in `0..<1`.
  ///   - velocities: u of an optimiser to go on from, shape `[parameterCount]`; zeros without.
  public init(parameterCount: Int, momentum: Double = 0, velocities: [Float]? = nil) {
    checkParameterCount("GradientStep", parameterCount)
    checkCoefficient("GradientStep: momentum", momentum, below: 1)
    let velocities = velocities ?? Array(repeating: 0, count: parameterCount)
    if velocities.count != parameterCount {
      fatalError("GradientStep: \(velocities.count) velocities, not \(parameterCount)")
    }
    self.momentum = momentum
    self.velocities = velocities
  }

  /// How many parameters are moved.
  public var parameterCount: Int { velocities.count }

  /// One step; checked by `ascend` and `descend`.
  ///
  /// - Parameters:
  ///   - parameters: θ, changed in place; shape `[parameterCount]`.
  ///   - gradients: g; the same shape.
  ///   - rate: α, finite; negative to descend.
  public mutating func move(
    _ parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    rate: Double
  ) {
    let (momentum, rate) = (Float(momentum), Float(rate))
    velocities.withUnsafeMutableBufferPointer { velocities in
      for index in 0..<parameters.count {
        let velocity = gradients[index].addingProduct(momentum, velocities[index])
        velocities[index] = velocity
        parameters[index] = parameters[index].addingProduct(rate, velocity)
      }
    }
  }
}
