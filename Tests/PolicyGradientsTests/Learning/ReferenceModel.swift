import Foundation
@testable import PolicyGradients

/// A policy and a critic in plain loops, in double precision, with the C library's functions: what
/// the engine's networks, distributions and gradients are compared with.
///
/// Parameters lie as ``ActorCriticNetwork`` has them: policy, log σ, critic, each layer's weights
/// input by input before its biases.
struct ReferenceModel: Sendable, CustomStringConvertible {
  enum Family: Sendable {
    case categorical(Int)
    /// With half of the range of a squashed action, or nil.
    case gaussian(dependsOnState: Bool, squashedHalf: Double?)
  }

  var observationCount = 3
  var hidden = [5, 4]
  var activation = DenseLayer.Activation.tanh
  var sharesTrunk = false
  var family = Family.categorical(3)

  /// Where log σ of a state-dependent deviation stands if the network says 0.
  static let initialLogDeviation = -0.3

  var description: String {
    "\(family), \(activation), \(sharesTrunk ? "shared" : "separate") trunk, \(hidden)"
  }

  static let all: [ReferenceModel] = {
    let families: [Family] = [
      .categorical(3), .categorical(2),
      .gaussian(dependsOnState: false, squashedHalf: nil),
      .gaussian(dependsOnState: true, squashedHalf: nil),
      .gaussian(dependsOnState: false, squashedHalf: 2),
      .gaussian(dependsOnState: true, squashedHalf: 2),
    ]
    var result: [ReferenceModel] = []
    for family in families {
      for activation in [DenseLayer.Activation.tanh, .relu] {
        for sharesTrunk in [false, true] {
          result.append(
            ReferenceModel(activation: activation, sharesTrunk: sharesTrunk, family: family))
        }
      }
    }
    result.append(ReferenceModel(hidden: []))
    return result
  }()

  private var outputCount: Int {
    switch family {
    case .categorical(let count): count
    case .gaussian(let dependsOnState, _): dependsOnState ? 2 : 1
    }
  }

  private var ownCount: Int {
    if case .gaussian(false, _) = family { 1 } else { 0 }
  }

  /// The engine's model of the same shape.
  func engineModel(rowCapacity: Int) -> any ActorCriticModel {
    let shape = NetworkShape(hidden: hidden, activation: activation, sharesTrunk: sharesTrunk)
    switch family {
    case .categorical(let count):
      return ActorCriticNetwork(
        observationCount: observationCount, shape: shape,
        distribution: CategoricalDistribution(actionCount: count, rowCapacity: rowCapacity),
        rowCapacity: rowCapacity)
    case .gaussian(let dependsOnState, let half):
      return ActorCriticNetwork(
        observationCount: observationCount, shape: shape,
        distribution: GaussianDistribution(
          dependsOnState: dependsOnState, squashing: half.map { .tanh(-$0...$0) } ?? .none,
          initialLogDeviation: Self.initialLogDeviation, rowCapacity: rowCapacity),
        rowCapacity: rowCapacity)
    }
  }

  /// What defines a state's distribution (log p, or μ and log σ), and the state's value.
  func evaluate(_ observation: [Double], _ parameters: [Double]) -> (
    distribution: [Double], value: Double
  ) {
    let width = outputCount
    var position = 0
    let first = forward(
      observation, [observationCount] + hidden + [sharesTrunk ? width + 1 : width], parameters,
      &position)
    let own = Array(parameters[position..<position + ownCount])
    position += ownCount
    let value =
      sharesTrunk
      ? first[width]
      : forward(observation, [observationCount] + hidden + [1], parameters, &position)[0]
    switch family {
    case .categorical:
      let sum = first[0..<width].reduce(0) { $0 + exp($1) }
      return (first[0..<width].map { $0 - log(sum) }, value)
    case .gaussian(let dependsOnState, _):
      let logDeviation = dependsOnState ? first[1] + Self.initialLogDeviation : own[0]
      return ([first[0], logDeviation], value)
    }
  }

  private func forward(
    _ inputs: [Double], _ widths: [Int], _ parameters: [Double], _ position: inout Int
  ) -> [Double] {
    var current = inputs
    for index in 1..<widths.count {
      let (from, to) = (widths[index - 1], widths[index])
      var next = [Double](repeating: 0, count: to)
      for output in 0..<to {
        var sum = parameters[position + from * to + output]
        for input in 0..<from { sum += current[input] * parameters[position + input * to + output] }
        if index < widths.count - 1 { sum = activation == .tanh ? tanh(sum) : max(sum, 0) }
        next[output] = sum
      }
      position += (from + 1) * to
      current = next
    }
    return current
  }

  /// log π of an action as the engine keeps it: a number, or what was drawn before it is squashed.
  func logProbability(_ action: Double, _ distribution: [Double]) -> Double {
    switch family {
    case .categorical: return distribution[Int(action)]
    case .gaussian(_, let half):
      let deviation = exp(distribution[1])
      let square = pow((action - distribution[0]) / deviation, 2)
      let density = -square / 2 - log(deviation * sqrt(2 * .pi))
      guard let half else { return density }
      return density - log(half * (1 - pow(tanh(action), 2)))
    }
  }

  func entropy(_ distribution: [Double]) -> Double {
    switch family {
    case .categorical: -distribution.reduce(0) { $0 + exp($1) * $1 }
    case .gaussian: log(sqrt(2 * .pi * exp(1))) + distribution[1]
    }
  }

  /// KL(old‖new).
  func divergence(_ old: [Double], _ new: [Double]) -> Double {
    switch family {
    case .categorical:
      return zip(old, new).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
    case .gaussian:
      let (earlier, later) = (exp(old[1]), exp(new[1]))
      return log(later / earlier)
        + (earlier * earlier + pow(old[0] - new[0], 2)) / (2 * later * later) - 0.5
    }
  }
}
