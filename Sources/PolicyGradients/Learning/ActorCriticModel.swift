import VectorMath

/// A policy and a critic with one vector of parameters, for many observations at once.
///
/// Observations are evaluated first; sampling, log probabilities and gradients are then of these.
protocol ActorCriticModel<Action>: RowSampler {
  var observationCount: Int { get }
  var parameterCount: Int { get }

  /// Whether values are of a critic; otherwise they are 0.
  var hasCritic: Bool { get }

  /// Which parameters are the critic's alone; empty where it shares all of them.
  var criticParameters: Range<Int> { get }

  /// How many numbers ``keptDistributions`` has a row.
  var keptCount: Int { get }

  /// What defines the distributions of the rows evaluated last.
  var keptDistributions: UnsafePointer<Float> { get }

  func initialParameters(using random: inout RandomStream) -> [Float]

  /// Evaluates the policy at observations, shape `[rowCount, observationCount]`, and the critic where
  /// `values` is to receive V(s_i).
  func evaluate(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    values: UnsafeMutablePointer<Float>?)

  /// Evaluates the critic alone.
  func evaluateCritic(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    values: UnsafeMutablePointer<Float>)

  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>)

  /// Gradients of Σ_i w_i log π(a_i) + u H_i + v KL(old_i‖i) + c_i V(s_i) in the parameters.
  ///
  /// The observations are those evaluated last, the objective holds w, u, v and c, and `gradients`
  /// receives one number a parameter.
  func differentiate(
    _ observations: UnsafePointer<Float>, _ actions: UnsafePointer<Float>, rowCount: Int,
    parameters: UnsafePointer<Float>, objective: ObjectiveWeights,
    gradients: UnsafeMutablePointer<Float>)

  /// Gradients of Σ_i c_i V(s_i) in the critic's own parameters.
  ///
  /// The critic was evaluated last, at these observations; `gradients` receives one number for each
  /// of ``criticParameters``. Only where the critic shares no parameters.
  func differentiateCritic(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>)

  /// F v, F the mean over the rows of the policy's Fisher information in the parameters.
  ///
  /// The observations are those evaluated last; v and the product have one number a parameter, and
  /// those of the critic are 0 in the product.
  func applyFisher(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    direction: UnsafePointer<Float>, into product: UnsafeMutablePointer<Float>)

  /// KL(old_i‖i) of each row.
  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, into divergences: UnsafeMutablePointer<Float>)

  /// What is wrong with parameters that are finite, if anything is.
  func complaint(about parameters: UnsafePointer<Float>) -> String?

  /// What was wrong first with what a policy of one's own gave for finite parameters, if anything was.
  var policyComplaint: String? { get }

  /// Traps if the policy contradicts itself in environments that may be stepped for it.
  func check(
    in environments: any EnvironmentBatch<Action>, normalizer: ObservationNormalizer?,
    parameters: [Float], using random: inout RandomStream)
}

extension ActorCriticModel {
  var policyComplaint: String? { nil }

  func complaint(about parameters: UnsafePointer<Float>) -> String? { nil }

  // The library's own policies are examined by its tests.
  func check(
    in environments: any EnvironmentBatch<Action>, normalizer: ObservationNormalizer?,
    parameters: [Float], using random: inout RandomStream
  ) {}
}

/// What an objective is made of, row by row, to be differentiated.
struct ObjectiveWeights {
  /// w, one a row.
  var logProbability: UnsafePointer<Float>
  /// u, the same for all rows.
  var entropy: Float = 0
  /// v, the same for all rows, and what the distributions were.
  var divergence: Float = 0
  var old: UnsafePointer<Float>?
  /// c, one a row; the critic stays as it is without.
  var value: UnsafePointer<Float>?
}
