import VectorMath

/// A family of distributions over actions, one distribution a row of a network's outputs.
///
/// A row may also depend on parameters of the family's own, such as a log σ that is the same in
/// every state. Actions are kept as `Float`: an action's number, or what was drawn before it is
/// squashed or clipped.
protocol ActionDistribution: AnyObject {
  associatedtype Action: Sendable

  /// How many outputs of the network a distribution takes, k.
  var outputCount: Int { get }

  /// How many parameters of its own the family has.
  var ownParameterCount: Int { get }

  /// Where the family's own parameters begin.
  var initialOwnParameters: [Float] { get }

  /// What is wrong with the family's own parameters, if anything is.
  func complaint(about own: UnsafePointer<Float>) -> String?

  /// Turns outputs of the network, shape `[rowCount, k]`, and the family's own parameters into what
  /// ``kept`` describes; called before all that follows.
  func prepare(
    _ outputs: UnsafePointer<Float>, own: UnsafePointer<Float>, rowCount: Int)

  /// What defines each row's distribution, shape `[rowCount, keptCount]`, to compare with later.
  var kept: UnsafeMutablePointer<Float> { get }
  var keptCount: Int { get }

  /// Tells where the outputs of the policy's last hidden layer stand, or the observations without
  /// one, row by row; called before ``prepare(_:own:rowCount:)``. They stay until it is called again.
  func attach(features: UnsafePointer<Float>)

  /// Draws what actions of several steps have in common; called before those of a step of a rollout
  /// are drawn.
  func explore(step: Int, rowCount: Int, using random: inout RandomStream)

  /// Draws from a row; returns the action and its log probability.
  func sample(_ row: Int, using random: inout RandomStream) -> (
    action: Float, logProbability: Float
  )

  /// Draws from all rows in order; receives what ``sample(_:using:)`` returns.
  func sample(
    rowCount: Int, using random: inout RandomStream, actions: UnsafeMutablePointer<Float>,
    logProbabilities: UnsafeMutablePointer<Float>)

  /// The most probable action of a row.
  func mode(_ row: Int) -> Float

  /// What the environment is given for an action.
  func action(_ action: Float) -> Action

  /// Replaces what the environments were given by what they are given for these actions.
  func write(_ actions: UnsafePointer<Float>, rowCount: Int, into given: inout [Action])

  /// Log probabilities and entropies of all rows.
  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>)

  /// Gradients of Σ_i w_i log π(a_i) + u H_i.
  ///
  /// The weights w have shape `[rowCount]`, the entropy's weight u is the same for all rows; `outputs`
  /// receives the gradients of the outputs, shape `[rowCount, k]`, and `own` those of the family's
  /// own parameters.
  func differentiate(
    _ actions: UnsafePointer<Float>, weights: UnsafePointer<Float>, entropyWeight: Float,
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>)

  /// KL(old‖new) of each row, and gradients of Σ v KL_i.
  ///
  /// `old` is what ``kept`` was. Gradients are added to `outputs` and `own` unless the weight v is 0.
  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, weight: Float,
    into divergences: UnsafeMutablePointer<Float>,
    outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>)

  /// The Fisher matrix of each row's distribution times a direction: tangents of outputs and own
  /// parameters in, gradients out.
  func applyFisher(
    rowCount: Int, outputs: UnsafeMutablePointer<Float>, own: UnsafeMutablePointer<Float>)
}

extension ActionDistribution {
  /// Nothing depends on them.
  func attach(features: UnsafePointer<Float>) {}

  /// Actions have nothing in common.
  func explore(step: Int, rowCount: Int, using random: inout RandomStream) {}

  func complaint(about own: UnsafePointer<Float>) -> String? { nil }

  func sample(
    rowCount: Int, using random: inout RandomStream, actions: UnsafeMutablePointer<Float>,
    logProbabilities: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      (actions[row], logProbabilities[row]) = sample(row, using: &random)
    }
  }

  func write(_ actions: UnsafePointer<Float>, rowCount: Int, into given: inout [Action]) {
    given.removeAll(keepingCapacity: true)
    for row in 0..<rowCount { given.append(action(actions[row])) }
  }
}
