import VectorMath

/// A policy of one's own and a critic of dense layers, for many observations at once.
///
/// Parameters: the policy's, then the critic's. Of numbered actions all log probabilities are kept,
/// so that entropy and KL are sums; of continuous ones nothing is.
final class PolicyModel<Policy: DifferentiablePolicy>: ActorCriticModel {
  typealias Action = Policy.Action

  let observationCount: Int
  let policy: Policy
  let actions: PolicyActions<Action>
  private let critic: DenseNetwork?
  private let shape: NetworkShape

  /// θ and the observations that were evaluated last.
  private(set) var current = Vector.zero(count: 0)
  private(set) var observations: [Vector] = []
  private(set) var policyComplaint: String?
  /// log π of every action in every row.
  let logarithms: FloatMemory
  private let valueGradients: FloatMemory

  init(
    _ policy: Policy, _ actions: PolicyActions<Action>, demand: ModelDemand<Action>,
    hasCritic: Bool
  ) {
    if policy.parameterCount < 1 {
      fatalError("\(Policy.self): the parameter count \(policy.parameterCount) is below 1")
    }
    self.policy = policy
    self.actions = actions
    observationCount = demand.environments.observationCount
    shape = demand.network
    critic =
      hasCritic
      ? DenseNetwork(
        layers: DenseNetwork.layers(
          [observationCount] + demand.network.hidden + [1], activation: demand.network.activation,
          last: .none),
        rowCapacity: demand.rowCapacity)
      : nil
    logarithms = FloatMemory(count: demand.rowCapacity * (actions.count ?? 0))
    valueGradients = FloatMemory(count: demand.rowCapacity)
  }

  var parameterCount: Int { policy.parameterCount + (critic?.parameterCount ?? 0) }
  var hasCritic: Bool { critic != nil }
  var criticParameters: Range<Int> { policy.parameterCount..<parameterCount }
  var keptCount: Int { actions.count ?? 0 }
  var keptDistributions: UnsafePointer<Float> { UnsafePointer(logarithms.start) }

  func initialParameters(using random: inout RandomStream) -> [Float] {
    let initial = policy.initialParameters(using: &random)
    if initial.count != policy.parameterCount {
      fatalError(
        "\(Policy.self): \(initial.count) initial parameters, but the parameter count is "
          + "\(policy.parameterCount)")
    }
    return initial.map { Float($0) }
      + (critic.map { shape.initialParameters(of: $0.layers, isCritic: true, using: &random) }
        ?? [])
  }

  func evaluate(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    values: UnsafeMutablePointer<Float>?
  ) {
    current = Vector((0..<policy.parameterCount).map { Double(parameters[$0]) })
    self.observations.removeAll(keepingCapacity: true)
    for row in 0..<rowCount {
      let start = row * observationCount
      let observation = Vector((start..<start + observationCount).map { Double(observations[$0]) })
      self.observations.append(observation)
      for number in 0..<keptCount {
        let action = actions.candidates[number]
        let logarithm = Float(
          policy.logProbability(of: action, at: observation, parameters: current))
        logarithms.start[row * keptCount + number] = logarithm
        // An action may never come.
        if !(logarithm < .infinity) { note("logProbability: \(text(logarithm)) for", action, row) }
      }
    }
    guard let values else { return }
    evaluateCritic(observations, rowCount: rowCount, parameters: parameters, values: values)
  }

  func evaluateCritic(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    values: UnsafeMutablePointer<Float>
  ) {
    guard let critic else { return values.update(repeating: 0, count: rowCount) }
    critic.forward(
      observations, rowCount: rowCount, parameters: parameters + policy.parameterCount)
    values.update(from: critic.outputs, count: rowCount)
  }

  func sample(
    _ row: Int, using random: inout RandomStream
  ) -> (action: Float, logProbability: Float) {
    let drawn = policy.sample(at: observations[row], parameters: current, using: &random)
    if let count = actions.count, let number = drawn as? Int, !(0..<count).contains(number) {
      fatalError("\(Policy.self).sample: the action \(number) is outside 0..<\(count)")
    }
    let kept = actions.kept(drawn)
    if !kept.isFinite {
      note("sample:", drawn, row)
      return (kept, 0)
    }
    let logarithm = logProbability(kept, row)
    if logarithm == -.infinity { note("logProbability: -inf for the drawn", drawn, row) }
    return (kept, logarithm)
  }

  /// Writes down what was wrong first, unless parameters overflowed before.
  private func note(_ problem: String, _ action: Action, _ row: Int) {
    if policyComplaint != nil || !current.allSatisfy(\.isFinite) { return }
    policyComplaint =
      "\(Policy.self).\(problem) action \(action) at "
      + PolicyCheck<Policy>.describe(observations[row], current)
      + "; if these parameters are large, lower the learning rate, otherwise mend the policy there"
  }

  /// A NaN has either sign.
  private func text(_ number: Float) -> String { number.isNaN ? "nan" : "\(number)" }

  private func logProbability(_ kept: Float, _ row: Int) -> Float {
    if keptCount > 0 { return logarithms.start[row * keptCount + Int(kept)] }
    let action = actions.action(kept)
    let logarithm = Float(
      policy.logProbability(of: action, at: observations[row], parameters: current))
    if !(logarithm < .infinity) { note("logProbability: \(text(logarithm)) for", action, row) }
    return logarithm
  }

  func mode(_ row: Int) -> Float {
    if let mode = policy.mode(at: observations[row], parameters: current) {
      return actions.kept(mode)
    }
    var best = (action: Float(0), logProbability: -Double.infinity)
    for candidate in actions.candidates {
      let logProbability = policy.logProbability(
        of: candidate, at: observations[row], parameters: current)
      if logProbability > best.logProbability { best = (actions.kept(candidate), logProbability) }
    }
    return best.action
  }

  func action(_ action: Float) -> Action { actions.action(action) }

  func evaluate(
    _ actions: UnsafePointer<Float>, rowCount: Int,
    logProbabilities: UnsafeMutablePointer<Float>, entropies: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      logProbabilities[row] = logProbability(actions[row], row)
      if let entropy = policy.entropy(at: observations[row], parameters: current) {
        entropies[row] = Float(entropy.value)
      } else {
        entropies[row] = keptCount > 0 ? Float(summedEntropy(row)) : -logProbabilities[row]
      }
    }
  }

  private func summedEntropy(_ row: Int) -> Double {
    var sum = 0.0
    for place in row * keptCount..<(row + 1) * keptCount {
      let logarithm = Double(logarithms.start[place])
      let probability = Double.exp(logarithm)
      if probability > 0 { sum -= probability * logarithm }
    }
    return sum
  }

  func differentiate(
    _ observations: UnsafePointer<Float>, _ actions: UnsafePointer<Float>, rowCount: Int,
    parameters: UnsafePointer<Float>, objective: ObjectiveWeights,
    gradients: UnsafeMutablePointer<Float>
  ) {
    var sums = Array(repeating: 0.0, count: policy.parameterCount)
    for row in 0..<rowCount { add(row, actions[row], objective, to: &sums) }
    for place in sums.indices { gradients[place] = Float(sums[place]) }
    guard let critic else { return }
    let target = gradients + policy.parameterCount
    guard let value = objective.value else {
      return target.update(repeating: 0, count: critic.parameterCount)
    }
    valueGradients.start.update(from: value, count: rowCount)
    critic.backward(
      observations, rowCount: rowCount, parameters: parameters + policy.parameterCount,
      outputGradients: valueGradients.start, into: target)
  }

  /// Adds a row's gradient of w log π(a) + u H + v KL(old‖π).
  ///
  /// Of numbered actions ∇H = −Σ_b π(b) (log π(b) + H) ∇log π(b) and ∇KL = −Σ_b old(b) ∇log π(b).
  private func add(
    _ row: Int, _ action: Float, _ objective: ObjectiveWeights, to sums: inout [Double]
  ) {
    func add(_ weight: Double, _ gradient: Vector, _ name: StaticString) {
      if gradient.count != sums.count {
        fatalError("\(Policy.self).\(name): \(gradient.count) numbers for \(sums.count) parameters")
      }
      for place in sums.indices { sums[place] += weight * gradient[place] }
    }
    func addScore(_ weight: Double, _ action: Action) {
      if weight == 0 { return }
      let score = policy.score(of: action, at: observations[row], parameters: current)
      if let number = score.first(where: { !$0.isFinite }) {
        note("score: \(text(Float(number))) for", action, row)
      }
      add(weight, score, "score(of:at:parameters:)")
    }
    addScore(Double(objective.logProbability[row]), actions.action(action))
    let entropyWeight = Double(objective.entropy)
    var isSummed = entropyWeight != 0
    if isSummed, let entropy = policy.entropy(at: observations[row], parameters: current) {
      add(entropyWeight, entropy.gradient, "entropy(at:parameters:)")
      isSummed = false
    }
    if isSummed && keptCount == 0 {
      fatalError(
        "\(Policy.self): an entropy bonus of continuous actions wants entropy(at:parameters:)")
    }
    let old = objective.divergence == 0 ? nil : objective.old
    if old != nil { checkKept() }
    if !isSummed && old == nil { return }
    let entropy = isSummed ? summedEntropy(row) : 0
    for number in 0..<keptCount {
      let place = row * keptCount + number
      let logarithm = Double(logarithms.start[place])
      var weight = isSummed ? -entropyWeight * Double.exp(logarithm) * (logarithm + entropy) : 0
      if let old { weight -= Double(objective.divergence) * Double.exp(Double(old[place])) }
      addScore(weight, actions.candidates[number])
    }
  }

  func differentiateCritic(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>
  ) {
    guard let critic else { return }
    valueGradients.start.update(from: weights, count: rowCount)
    critic.backward(
      observations, rowCount: rowCount, parameters: parameters + policy.parameterCount,
      outputGradients: valueGradients.start, into: gradients)
  }

  func check(
    in environments: any EnvironmentBatch<Action>, normalizer: ObservationNormalizer?,
    parameters: [Float], using random: inout RandomStream
  ) {
    PolicyCheck(policy: policy, actions: actions).run(
      in: environments, normalizer: normalizer,
      parameters: Vector(parameters.prefix(policy.parameterCount).map(Double.init)),
      using: &random)
  }
}
