import VectorMath

/// A family of distributions over actions, one distribution a row of a network's outputs.
///
/// A row may also depend on parameters of the family's own, such as a log σ that is the same in
/// every state.
protocol ActionDistribution: RowSampler {
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

  func complaint(about own: UnsafePointer<Float>) -> String? { nil }
}
