import VectorMath

/// Steps environments with a policy and writes down what happens.
///
/// All that a run depends on besides parameters is here: the environments with their streams, the
/// stream of actions, running means of what is shown.
final class Collector<Action: Sendable> {
  let settings: CollectionSettings
  var environments: any EnvironmentBatch<Action>
  /// Draws actions.
  var random: RandomStream
  var observationNormalizer: ObservationNormalizer?
  var rewardNormalizer: RewardNormalizer?

  private var actions: [Action] = []
  private let shown: FloatMemory
  private let final: FloatMemory

  init(
    _ environments: any EnvironmentBatch<Action>, settings: CollectionSettings,
    random: RandomStream
  ) {
    self.environments = environments
    self.settings = settings
    self.random = random
    let count = environments.observationCount
    if settings.normalizesObservations {
      observationNormalizer = ObservationNormalizer(
        observationCount: count, limit: settings.observationLimit)
    }
    if settings.normalizesRewards {
      rewardNormalizer = RewardNormalizer(
        environmentCount: environments.count, discount: settings.discount,
        limit: settings.rewardLimit)
    }
    shown = FloatMemory(count: environments.count * count)
    final = FloatMemory(count: count)
    observationNormalizer?.update(environments.observations)
    show(environments.observations)
  }

  /// How many steps a rollout may have.
  var stepCapacity: Int {
    switch settings.length {
    case .steps(let count): count
    case .episodes: environments.timeLimit ?? 0
    }
  }

  /// Copies what the environments show, row by row, normalised.
  func show(_ observations: Observations) {
    observations.copyRows(to: shown.start)
    observationNormalizer?.normalize(shown.start, rowCount: observations.count)
  }

  /// Gathers a rollout, and tells of every episode that ends: the steps taken by then, and its
  /// environment.
  ///
  /// Where environments keep what is wrong with them, it returns why the rollout is not whole.
  func collect(
    into rollout: Rollout, model: any ActorCriticModel<Action>,
    parameters: UnsafePointer<Float>,
    ended: (_ steps: Int, _ memory: BatchMemory, _ index: Int) -> Void
  ) -> RolloutFailure? {
    step(&environments, into: rollout, model: model, parameters: parameters, ended: ended)
  }

  /// ``collect(into:model:parameters:ended:)``, with access to the environments asked for once.
  private func step(
    _ environments: inout some EnvironmentBatch<Action>, into rollout: Rollout,
    model: any ActorCriticModel<Action>, parameters: UnsafePointer<Float>,
    ended: (_ steps: Int, _ memory: BatchMemory, _ index: Int) -> Void
  ) -> RolloutFailure? {
    let count = environments.count
    let features = environments.observationCount
    let isEpisodic = settings.length == .episodes
    // No action depends on a critic of its own, and its values take less time all at once.
    let defersValues = !model.criticParameters.isEmpty
    var isOver = Array(repeating: false, count: count)
    rollout.rows.removeAll(keepingCapacity: true)
    rollout.stepCount = 0
    if isEpisodic {
      environments.reset()
      if let cause = environments.ledger.memory.fault { return .environment(cause) }
      rewardNormalizer?.restart()
      observationNormalizer?.update(environments.observations)
      show(environments.observations)
    }
    for step in 0..<rollout.stepCapacity {
      let start = step * count
      let observations = rollout.observations.start + start * features
      observations.update(from: shown.start, count: count * features)
      model.evaluate(
        observations, rowCount: count, parameters: parameters,
        values: defersValues ? nil : rollout.values.start + start)
      if let cause = model.policyComplaint { return .policy(cause) }
      (rollout.kept.start + start * model.keptCount).update(
        from: model.keptDistributions, count: count * model.keptCount)
      model.explore(step: step, rowCount: count, using: &random)
      let drawn = rollout.actions.start + start
      model.sample(
        rowCount: count, using: &random, actions: drawn,
        logProbabilities: rollout.logProbabilities.start + start)
      model.write(drawn, rowCount: count, into: &actions)
      if let cause = model.policyComplaint { return .policy(cause) }
      environments.step(actions)
      let memory = environments.ledger.memory
      if let cause = memory.fault { return .environment(cause) }
      rollout.stepCount = step + 1
      let rewards = rollout.rewards.start + start
      for row in 0..<count {
        rewards[row] = Float(memory.rewards[row])
        rollout.continues.start[start + row] = 1
        if !isOver[row] { rollout.rows.append(start + row) }
      }
      rewardNormalizer?.normalize(memory, into: rewards)
      observationNormalizer?.update(environments.observations)
      for position in 0..<memory.endedCount {
        let row = memory.ended[position]
        rollout.continues.start[start + row] = 0
        let isCut = !memory.isTerminated[row] && settings.truncation == .bootstrap
        rollout.following.start[start + row] =
          isCut ? valueOfFinal(row, memory, model, parameters) : 0
        if isEpisodic && isOver[row] { continue }
        isOver[row] = isEpisodic
        ended(rollout.rows.count, memory, row)
      }
      show(environments.observations)
      if isEpisodic && !isOver.contains(false) { break }
    }
    if defersValues {
      model.evaluateCritic(
        rollout.observations.start, rowCount: rollout.stepCount * count, parameters: parameters,
        values: rollout.values.start)
    }
    model.evaluateCritic(
      shown.start, rowCount: count, parameters: parameters, values: rollout.lastValues.start)
    return nil
  }

  private func valueOfFinal(
    _ row: Int, _ memory: BatchMemory, _ model: any ActorCriticModel<Action>,
    _ parameters: UnsafePointer<Float>
  ) -> Float {
    for feature in 0..<memory.observationCount {
      final.start[feature] = memory.finalObservations[feature * memory.stride + row]
    }
    observationNormalizer?.normalize(final.start, rowCount: 1)
    var value: Float = 0
    model.evaluateCritic(final.start, rowCount: 1, parameters: parameters, values: &value)
    return value
  }
}
