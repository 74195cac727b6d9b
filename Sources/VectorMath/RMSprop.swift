/// RMSprop: steps along the gradient over a root of the mean of its squares.
///
/// For gradient g and signed rate α:
///
///     v ← ρ v + (1 − ρ) g²
///     θ ← θ + α g / (√v + ε)
///
/// v starts at 0 and ε stands outside the root, as in PyTorch; TensorFlow 1 starts v at 1 and takes
/// √(v + ε), which A3C and the first A2C used.
///
/// - SeeAlso: Tieleman and Hinton 2012, "Lecture 6.5: RMSprop", Coursera.
public struct RMSprop: Optimizer, Equatable {
  /// ρ, how much of the mean of squares a step keeps; PyTorch's `alpha`.
  public let decay: Double

  /// ε, what is added to the root.
  public let epsilon: Double

  /// v, the mean of squared gradients; one a parameter.
  public private(set) var secondMoments: [Float]

  /// An optimiser.
  ///
  /// - Parameters:
  ///   - parameterCount: How many parameters are moved; at least 0.
  ///   - decay: ρ, in `0..<1`.
  ///   - epsilon: ε, finite and at least 0. PyTorch's is 1e-8, that of most A2C code 1e-5.
  ///   - secondMoments: v of an optimiser to go on from, shape `[parameterCount]`; zeros without.
  public init(
    parameterCount: Int, decay: Double = 0.99, epsilon: Double = 1e-8,
    secondMoments: [Float]? = nil
  ) {
    checkParameterCount("RMSprop", parameterCount)
    checkCoefficient("RMSprop: decay", decay, below: 1)
    checkCoefficient("RMSprop: epsilon", epsilon, below: .infinity)
    let moments = secondMoments ?? Array(repeating: 0, count: parameterCount)
    if moments.count != parameterCount {
      fatalError("RMSprop: \(moments.count) moments, not \(parameterCount)")
    }
    self.decay = decay
    self.epsilon = epsilon
    self.secondMoments = moments
  }

  /// How many parameters are moved.
  public var parameterCount: Int { secondMoments.count }

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
    let (kept, share) = (Float(decay), Float(1 - decay))
    let (rate, epsilon) = (Float(rate), Float(epsilon))
    secondMoments.withUnsafeMutableBufferPointer { second in
      for index in 0..<parameters.count {
        let gradient = gradients[index]
        let square = (kept * second[index]).addingProduct(share * gradient, gradient)
        second[index] = square
        let direction = gradient / (square.squareRoot() + epsilon)
        parameters[index] = parameters[index].addingProduct(rate, direction)
      }
    }
  }
}
