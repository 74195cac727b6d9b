import VectorMath

/// What trust region methods ask of a rollout: the surrogate of a policy, its gradient, divergences.
///
///     L(θ) = E[r A],  r = π_θ(a∣s) / π_old(a∣s);   g = ∇L(θ_old) = E[A ∇log π];   F = E_s[F_s]
///
/// with means over the rollout's rows. Only the policy's parameters are told of and moved.
struct PolicySurrogate {
  let learner: Learner
  /// g at π_old.
  let gradient: Vector
  /// θ of π_old.
  let parameters: Vector
  /// H of π_old, in nats.
  let entropy: Double
  private let direction: FloatMemory

  /// Takes all rows of the rollout, whose policy the learner still has.
  init(_ learner: Learner) {
    self.learner = learner
    learner.gatherRollout()
    var record = UpdateRecord()
    let objective = learner.policyGradientObjective(
      valueCoefficient: nil, entropyCoefficient: 0, into: &record)
    learner.differentiate(objective)
    let count = learner.policyParameterCount
    gradient = Vector((0..<count).map { Double(learner.gradients.start[$0]) })
    parameters = Vector((0..<count).map { Double(learner.parameters.start[$0]) })
    entropy = record.entropy
    direction = FloatMemory(count: learner.parameters.count)
  }

  /// F v at the policy that was evaluated last.
  func fisherProduct(_ vector: Vector) -> Vector {
    let batch = learner.minibatch
    for place in 0..<vector.count { direction.start[place] = Float(vector[place]) }
    learner.model.applyFisher(
      batch.observations.start, rowCount: batch.count, parameters: learner.parameters.start,
      direction: direction.start, into: learner.gradients.start)
    return Vector((0..<vector.count).map { Double(learner.gradients.start[$0]) })
  }

  /// Gives the policy other parameters.
  func move(to parameters: Vector) {
    for place in 0..<parameters.count {
      learner.parameters.start[place] = Float(parameters[place])
    }
  }

  /// Gives the policy other parameters and measures L(θ) − L(θ_old) and KL(π_old‖π_θ).
  func measure(_ parameters: Vector) -> TrustRegionStep.Measurement {
    move(to: parameters)
    let divergence = learner.meanDivergence()
    let batch = learner.minibatch
    let improvement = batch.mean { (batch.ratios.start[$0] - 1) * batch.advantages.start[$0] }
    return TrustRegionStep.Measurement(improvement: improvement, divergence: divergence)
  }
}

extension Learner {
  /// How many parameters there are before the critic's own.
  var policyParameterCount: Int { model.criticParameters.lowerBound }
}
