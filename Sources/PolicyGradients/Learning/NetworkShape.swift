public import VectorMath

/// The networks of a policy and a critic: how wide, how deep, how begun.
public struct NetworkShape: Equatable, Sendable {
  /// How parameters begin.
  public enum Initialization: Equatable, Sendable {
    /// Orthogonal weights and no biases, times these gains: in the last layers of policy and critic,
    /// and in hidden layers, there finite and above 0. Stable-Baselines3 and CleanRL: 0.01, 1, √2.
    case orthogonal(
      policyGain: Double, criticGain: Double, hiddenGain: Double = 2.0.squareRoot())
    /// Weights and biases uniform in ±1/√n, n the inputs of the layer: PyTorch's own, as in
    /// Spinning Up.
    case uniform
  }

  /// How many outputs each hidden layer has.
  public var hidden: [Int]

  /// What is applied to the sums of hidden layers.
  public var activation: DenseLayer.Activation

  /// Whether policy and critic share the hidden layers.
  public var sharesTrunk: Bool

  /// How parameters begin.
  public var initialization: Initialization

  /// Some networks.
  ///
  /// - Parameters:
  ///   - hidden: How many outputs each hidden layer has, each at least 1; empty for a linear policy.
  ///   - activation: What is applied to the sums of hidden layers.
  ///   - sharesTrunk: Whether policy and critic share the hidden layers.
  ///   - initialization: How parameters begin.
  public init(
    hidden: [Int] = [64, 64], activation: DenseLayer.Activation = .tanh,
    sharesTrunk: Bool = false,
    initialization: Initialization = .orthogonal(policyGain: 0.01, criticGain: 1)
  ) {
    if let width = hidden.first(where: { $0 < 1 }) {
      fatalError("NetworkShape: a hidden layer of \(width) outputs")
    }
    self.hidden = hidden
    self.activation = activation
    self.sharesTrunk = sharesTrunk
    self.initialization = initialization
  }
}

extension NetworkShape {
  /// What is wrong, if anything is.
  ///
  /// Hidden layers with a gain of 0 would never learn: neither outputs nor gradients pass them.
  var complaint: String? {
    guard case .orthogonal(_, _, let gain) = initialization else { return nil }
    // Weights are kept as `Float`.
    if Float(gain) > 0 && Float(gain).isFinite { return nil }
    return "the gain \(gain) of hidden layers is not a number above 0"
  }

  /// Where the layers of a policy or of a critic begin.
  func initialParameters(
    of layers: [DenseLayer], isCritic: Bool, using random: inout RandomStream
  ) -> [Float] {
    var result: [Float] = []
    for (index, layer) in layers.enumerated() {
      switch initialization {
      case .orthogonal(let policyGain, let criticGain, let hiddenGain):
        let isLast = index == layers.count - 1
        let lastGain = isCritic ? criticGain : policyGain
        result += layer.orthogonalParameters(
          gain: isLast ? lastGain : hiddenGain, using: &random)
      case .uniform:
        let bound = 1 / Double(layer.inputCount).squareRoot()
        for _ in 0..<layer.parameterCount {
          result.append(Float(random.uniform(in: -bound..<bound)))
        }
      }
    }
    return result
  }
}
