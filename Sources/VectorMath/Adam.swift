/// Adam: steps along a mean of gradients over a root of the mean of their squares.
///
/// For step t = 1, 2, …, gradient g and signed rate α:
///
///     m ← m + (1 − β₁)(g − m)
///     v ← β₂ v + (1 − β₂) g²
///     θ ← θ + α / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
///
/// ε stands outside the root and after the correction of v, as in Algorithm 1 of the paper and in
/// PyTorch; the paper's faster variant at the end of its section 2, used by TensorFlow, adds it to the
/// uncorrected √v instead.
///
/// - SeeAlso: Kingma and Ba 2015, arXiv:1412.6980, Algorithm 1.
public struct Adam: Optimizer, Equatable {
  /// β₁, how much of the mean of gradients a step keeps.
  public let firstDecay: Double

  /// β₂, how much of the mean of squares a step keeps.
  public let secondDecay: Double

  /// ε, what is added to the root.
  public let epsilon: Double

  /// t, how many steps were made.
  public private(set) var stepCount = 0

  /// m, the mean of gradients; one a parameter.
  public private(set) var firstMoments: [Float]

  /// v, the mean of squared gradients; one a parameter.
  public private(set) var secondMoments: [Float]

  /// An optimiser that has seen nothing.
  ///
  /// - Parameters:
  ///   - parameterCount: How many parameters are moved; at least 0.
  ///   - firstDecay: β₁, in `0..<1`.
  ///   - secondDecay: β₂, in `0..<1`.
  ///   - epsilon: ε, finite and at least 0. PyTorch's is 1e-8, that of most PPO code 1e-5; with 0, a
  ///     parameter that never had a gradient becomes NaN.
  public init(
    parameterCount: Int, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    checkParameterCount("Adam", parameterCount)
    checkCoefficient("Adam: firstDecay", firstDecay, below: 1)
    checkCoefficient("Adam: secondDecay", secondDecay, below: 1)
    checkCoefficient("Adam: epsilon", epsilon, below: .infinity)
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
    firstMoments = Array(repeating: 0, count: parameterCount)
    secondMoments = Array(repeating: 0, count: parameterCount)
  }

  /// Goes on where another optimiser of the same coefficients stopped.
  ///
  /// - Parameters:
  ///   - stepCount: t; at least 0.
  ///   - firstMoments: m; shape `[parameterCount]`.
  ///   - secondMoments: v; shape `[parameterCount]`.
  public mutating func resume(
    stepCount: Int, firstMoments: [Float], secondMoments: [Float]
  ) {
    if stepCount < 0 { fatalError("Adam: the step count \(stepCount) is negative") }
    if firstMoments.count != parameterCount || secondMoments.count != parameterCount {
      fatalError(
        "Adam: \(firstMoments.count) and \(secondMoments.count) moments, not \(parameterCount)")
    }
    self.stepCount = stepCount
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
  }

  /// How many parameters are moved.
  public var parameterCount: Int { firstMoments.count }

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
    stepCount += 1
    // A function of the count alone, so that a resumed run has the same bits.
    func correction(_ decay: Double) -> Double {
      1 - Double.exp(Double(stepCount) * Double.log(decay))
    }
    let stepSize = Float(rate / correction(firstDecay))
    let rootScale = Float(1 / correction(secondDecay).squareRoot())
    let firstShare = Float(1 - firstDecay)
    let (secondKept, secondShare) = (Float(secondDecay), Float(1 - secondDecay))
    let epsilon = Float(epsilon)
    firstMoments.withUnsafeMutableBufferPointer { first in
      secondMoments.withUnsafeMutableBufferPointer { second in
        for index in 0..<parameters.count {
          let gradient = gradients[index]
          let mean = first[index].addingProduct(firstShare, gradient - first[index])
          let square = (secondKept * second[index]).addingProduct(secondShare * gradient, gradient)
          let root = epsilon.addingProduct(square.squareRoot(), rootScale)
          first[index] = mean
          second[index] = square
          parameters[index] = parameters[index].addingProduct(stepSize, mean / root)
        }
      }
    }
  }
}
