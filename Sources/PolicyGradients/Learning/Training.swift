import VectorMath

/// A training run that goes on update by update.
///
///     let training = Training(PPO.rlZoo, on: .cartPole, steps: 100_000, seed: 1)
///     while training.advance() { print(training.run.meanReturn() ?? 0) }
///
/// or, all at once, `PPO.rlZoo.train(on: .cartPole, steps: 100_000, seed: 1)`. A run that goes wrong
/// is over, and ``TrainingRun/ending`` says why.
public final class Training<Action: Sendable> {
  /// The log so far.
  public internal(set) var run: TrainingRun

  /// The algorithm.
  public let algorithm: any LearningAlgorithm

  /// The environment.
  public let environment: LearningEnvironment<Action>

  /// How many steps of environments are taken at least; the last rollout is finished.
  public let steps: Int

  /// When the policy is evaluated.
  public let evaluation: EvaluationSettings?

  let collector: Collector<Action>
  let learner: Learner
  private let model: any ActorCriticModel<Action>
  private let root: RandomStream
  /// How large values may become.
  var valueScale = ValueScale()
  private(set) var isGathered = false
  /// Which episodes of the log ended in the rollout.
  private var gatheredEpisodes = 0..<0

  /// A run that has not begun.
  ///
  /// - Parameters:
  ///   - algorithm: The algorithm and its hyper-parameters; traps if they contradict each other.
  ///   - environment: The environment.
  ///   - steps: How many steps of environments are taken at least; at least 1.
  ///   - seed: Decides all that is random.
  ///   - evaluation: When the policy is evaluated; nil for never.
  public init(
    _ algorithm: any LearningAlgorithm, on environment: LearningEnvironment<Action>, steps: Int,
    seed: UInt64, evaluation: EvaluationSettings? = nil
  ) {
    let complaint =
      algorithm.complaint ?? algorithm.network.complaint ?? algorithm.continuousActions.complaint
      ?? algorithm.optimizers.complaint
    if let complaint { fatalError("\(algorithm.name): \(complaint)") }
    if steps < 1 { fatalError("\(algorithm.name): \(steps) steps of training") }
    if let complaint = evaluation?.complaint { fatalError("EvaluationSettings: \(complaint)") }
    self.algorithm = algorithm
    self.environment = environment
    self.steps = steps
    self.evaluation = evaluation
    root = RandomStream(seed: seed)
    let settings = algorithm.collection
    var seeds = root.split("environments")
    let batch = EnvironmentFault.$isKept.withValue(true) {
      environment.makeUnnormalized(settings.environmentCount, seeds.next())
    }
    if settings.length == .episodes && batch.timeLimit == nil {
      fatalError(
        "\(environment.name): whole episodes want a time limit; \(TrainingRun.timeLimitRemedy)")
    }
    if evaluation != nil && batch.timeLimit == nil {
      fatalError(
        "\(environment.name): evaluations want a time limit; \(TrainingRun.timeLimitRemedy)")
    }
    collector = Collector(batch, settings: settings, random: root.split("actions"))
    // Nine numbers of a row are not of its observation.
    if let complaint = settings.complaint(
      stepCount: collector.stepCapacity, rowWidth: batch.observationCount + 9)
    {
      fatalError("\(environment.name): \(complaint)")
    }
    let rowCapacity = settings.environmentCount * collector.stepCapacity
    let model = environment.makeModel(
      ModelDemand(
        environments: batch, network: algorithm.network,
        continuousActions: algorithm.continuousActions, rowCapacity: rowCapacity))
    self.model = model
    let rollout = Rollout(
      environmentCount: settings.environmentCount, stepCapacity: collector.stepCapacity,
      observationCount: batch.observationCount, keptCount: model.keptCount)
    let minibatch = Minibatch(
      rowCapacity: rowCapacity, observationCount: batch.observationCount,
      keptCount: model.keptCount)
    var parameterStream = root.split("parameters")
    let parameters = model.initialParameters(using: &parameterStream)
    if let place = parameters.firstIndex(where: { !$0.isFinite }) {
      fatalError(
        "\(algorithm.name): parameter \(place) of \(parameters.count) begins as "
          + "\(parameters[place])")
    }
    var checkStream = root.split("check")
    let normalizer = collector.observationNormalizer
    EnvironmentFault.$isKept.withValue(true) {
      model.check(
        in: environment.make(1, checkStream.next(), like: batch), normalizer: normalizer,
        parameters: parameters, using: &checkStream)
    }
    learner = Learner(
      model: model, rollout: rollout, minibatch: minibatch, parameters: parameters,
      optimizers: algorithm.optimizers, random: root.split("minibatches"))
    run = TrainingRun(
      algorithm, environment: environment.name, actionSpace: batch.actionSpace, seed: seed,
      timeLimit: batch.timeLimit)
    run.parameters = parameters
    run.observationNormalizer = normalizer
    if let cause = batch.ledger.memory.fault { run.ending = .failed(stepCount: 0, cause: cause) }
  }

  /// Gathers a rollout and learns from it.
  ///
  /// - Returns: Whether there is more to do.
  @discardableResult
  public func advance() -> Bool {
    gather()
    return learn()
  }

  /// The first half of ``advance()``: gathers a rollout.
  ///
  /// Followed by ``learn()``; does nothing if the run is over, or if a rollout waits to be learned
  /// from.
  public func gather() {
    if run.ending != .running || isGathered { return }
    isGathered = true
    let before = run.stepCount
    gatheredEpisodes = run.episodes.count..<run.episodes.count
    let failure = EnvironmentFault.$isKept.withValue(true) {
      collector.collect(
        into: learner.rollout, model: model, parameters: learner.parameters.start
      ) { [self] steps, memory, index in
        run.episodes.append(
          TrainingRun.EpisodeRecord(
            stepCount: before + steps, environment: index,
            length: Int(memory.finalLengths[index]),
            undiscountedReturn: memory.finalReturns[index],
            isTerminated: memory.isTerminated[index]))
      }
    }
    if let failure { return end(by: failure) }
    gatheredEpisodes = gatheredEpisodes.lowerBound..<run.episodes.count
  }

  /// Ends the run without the rollout that could not be finished.
  private func end(by failure: RolloutFailure) {
    isGathered = false
    run.episodes.removeSubrange(gatheredEpisodes.lowerBound...)
    switch failure {
    case .environment(let cause):
      run.ending = .failed(
        stepCount: run.stepCount + learner.rollout.rows.count, cause: cause)
    case .policy(let cause):
      run.ending = .diverged(
        update: run.updates.count, stepCount: run.stepCount, cause: cause)
    }
  }

  /// The second half of ``advance()``: improves policy and critic by the rollout.
  ///
  /// - Returns: Whether there is more to do.
  @discardableResult
  public func learn() -> Bool {
    if !isGathered { return run.ending == .running }
    isGathered = false
    let before = run.stepCount
    let counted =
      before + (algorithm.collection.schedulesCountRollout ? learner.rollout.rows.count : 0)
    let progress = min(Double(counted) / Double(steps), 1)
    var record = algorithm.update(learner, progress: progress)
    record.update = run.updates.count
    record.stepCount = before
    let ended = run.episodes[gatheredEpisodes]
    if !ended.isEmpty {
      record.meanReturn = ended.reduce(0) { $0 + $1.undiscountedReturn } / Double(ended.count)
    }
    run.updates.append(record)
    run.stepCount = before + learner.rollout.rows.count
    valueScale.take(
      learner.rollout, isFirst: record.update == 0, settings: algorithm.collection,
      timeLimit: collector.environments.timeLimit)
    if let cause = divergence(record) {
      run.ending = .diverged(update: record.update, stepCount: before, cause: cause)
      learner.restoreParameters(run.parameters)
      return false
    }
    learner.copyParameters(into: &run.parameters)
    run.observationNormalizer = collector.observationNormalizer
    evaluate(after: before)
    if run.ending == .running && run.stepCount >= steps { run.ending = .finished }
    return run.ending == .running
  }

  /// Takes all steps that are left.
  ///
  /// - Parameter report: Told of each update.
  /// - Returns: The run.
  @discardableResult
  public func finish(reporting report: ((TrainingRun) -> Void)? = nil) -> TrainingRun {
    while advance() { report?(run) }
    report?(run)
    return run
  }

  private func evaluate(after before: Int) {
    guard let evaluation, before / evaluation.interval != run.stepCount / evaluation.interval
    else { return }
    // On one thread: an experiment has a run on each.
    do throws(RolloutFailure) {
      let result = try policy.evaluate(
        episodeCount: evaluation.episodeCount, random: evaluationStream, in: environment,
        threadCount: 1)
      run.evaluations.append(result)
      if let target = evaluation.target, result.greedyMean >= target {
        run.ending = .reachedTarget
      }
    } catch {
      let cause = "in an evaluation, \(error.cause)"
      run.ending =
        switch error {
        case .environment: .failed(stepCount: run.stepCount, cause: cause)
        case .policy:
          .diverged(update: run.updates.count - 1, stepCount: run.stepCount, cause: cause)
        }
    }
  }

  /// What decides the episodes of an evaluation after the last update.
  var evaluationStream: RandomStream { root.split("evaluation").split(run.updates.count) }

  /// What went wrong in an update, if anything did.
  private func divergence(_ record: UpdateRecord) -> String? {
    let rate = record.learningRate
    let isNatural = record.naturalGradient != nil
    // Steps along a natural gradient may have a length instead, and leave the critic its own rate.
    let remedy =
      rate > 0
      ? "lower the learning rate \(rate)"
      : isNatural ? "lower the divergence limit" : "lower the learning rate"
    let criticRemedy = isNatural ? "lower the critic's learning rate" : remedy
    // A NaN has either sign.
    func text(_ number: Double) -> String { number.isNaN ? "nan" : "\(number)" }
    if let complaint = model.policyComplaint { return complaint }
    if !record.valueError.isFinite {
      return "the critic's error is \(text(record.valueError)): returns or values overflow; "
        + "normalise rewards, or \(criticRemedy)"
    }
    if !record.surrogate.isFinite {
      return "the surrogate is \(text(record.surrogate)): probability ratios overflow; "
        + (isNatural ? remedy : "\(remedy), or make fewer epochs")
    }
    if !record.gradientNorm.isFinite {
      return "the gradient's norm is \(text(record.gradientNorm)); \(remedy)"
    }
    guard let largest = learner.largestParameter, largest < 1e6 else {
      return "a parameter is not finite or above 10⁶; \(remedy)"
        + (isNatural ? ", or the critic's learning rate" : "")
    }
    if let complaint = model.complaint(about: learner.parameters.start) {
      return "\(complaint): actions overflow; \(remedy)"
    }
    return valueScale.complaint(about: run.updates).map { "\($0); \(criticRemedy)" }
  }
}

extension LearningAlgorithm {
  /// Trains a policy.
  ///
  ///     let run = PPO.rlZoo.train(on: .cartPole, steps: 100_000, seed: 1)
  ///
  /// - Parameters:
  ///   - environment: What to learn in.
  ///   - steps: How many steps of environments are taken at least; at least 1.
  ///   - seed: Decides all that is random.
  ///   - evaluation: When the policy is evaluated; nil for never.
  /// - Returns: The log and the parameters. Traps if an environment of one's own shows or earns a
  ///   number that is not finite; ``Training`` and
  ///   ``experiment(on:steps:seeds:evaluation:threadCount:reporting:)`` end the run instead, as
  ///   ``TrainingRun/Ending/failed(stepCount:cause:)``.
  public func train<Action>(
    on environment: LearningEnvironment<Action>, steps: Int, seed: UInt64,
    evaluation: EvaluationSettings? = nil
  ) -> TrainingRun {
    let training = Training(
      self, on: environment, steps: steps, seed: seed, evaluation: evaluation)
    let run = TrainingProgress.watched(steps: steps) { training.finish(reporting: $0) }
    if case .failed = run.ending {
      fatalError("\(name) on \(environment.name), seed \(seed): the run \(run.ending)")
    }
    return run
  }
}
