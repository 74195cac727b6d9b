import VectorMath

extension Training {
  /// All that the run needs to go on, as bytes.
  ///
  /// The log, the parameters, what the optimisers remember, the environments with their random
  /// streams, running means, and what the algorithm remembers. The algorithm, the environment before
  /// its first episode, the policy of one's own and the other arguments of the run are noted only, to
  /// be compared field by field.
  ///
  /// - Returns: Bytes for ``init(resuming:_:on:steps:seed:evaluation:)-([UInt8],_,_,_,_,_)``.
  /// - Throws: ``CheckpointError/unsupported(_:)`` if the environments cannot be saved, or between
  ///   ``gather()`` and ``learn()``.
  public func checkpoint() throws(CheckpointError) -> [UInt8] {
    if isGathered {
      throw .unsupported("a gathered rollout waits to be learned from; call learn() first")
    }
    var archive = CheckpointArchive()
    try code(in: &archive)
    return CheckpointEnvelope.sealed(archive.bytes)
  }

  /// Saves all that the run needs to go on.
  ///
  /// The file is written beside the path and then takes its place: whatever happens, the path has the
  /// old contents or the new, whole. A symbolic link is followed; what is neither a file nor a link to
  /// one, such as a folder or a device, is refused.
  ///
  /// - Parameter path: Where to.
  /// - Throws: ``CheckpointError`` if it cannot be written, or what ``checkpoint()`` throws.
  public func save(to path: String) throws(CheckpointError) {
    try CheckpointFile.replace(path, with: try checkpoint())
  }

  /// Goes on with a run where it was saved, to the same log and parameters, bit for bit, as if it had
  /// never been interrupted.
  ///
  ///     let training = try Training(
  ///       resuming: "run.checkpoint", PPO.rlZoo, on: .cartPole, steps: 100_000, seed: 1)
  ///
  /// Closures and classes among the fields that are compared have no words that last, and are
  /// compared by their kind only. A run whose environment pays by another closure of the same type, or
  /// whose policy holds an object with other numbers in it, is therefore not refused: it goes on with the
  /// new ones, and equals no uninterrupted run. What decides how a run goes belongs in fields that are
  /// values, or in the environment's name.
  ///
  /// - Parameters:
  ///   - path: Where ``save(to:)`` saved it.
  ///   - algorithm: The algorithm that the run was begun with.
  ///   - environment: The environment that it was begun with: its name, the fields of an
  ///     ``Environment`` or of a finite problem, and those of a ``DifferentiablePolicy``.
  ///   - steps: As when it was begun.
  ///   - seed: As when it was begun.
  ///   - evaluation: As when it was begun.
  /// - Throws: ``CheckpointError`` if there is no such file, if it is foreign, damaged or newer, or
  ///   of another run, with the first field that is different.
  public convenience init(
    resuming path: String, _ algorithm: any LearningAlgorithm,
    on environment: LearningEnvironment<Action>, steps: Int, seed: UInt64,
    evaluation: EvaluationSettings? = nil
  ) throws(CheckpointError) {
    try self.init(
      resuming: try CheckpointFile.read(path), algorithm, on: environment, steps: steps,
      seed: seed, evaluation: evaluation)
  }

  /// Goes on with a run from what ``checkpoint()`` gave.
  ///
  /// Closures and classes are compared by their kind only, as when a file is resumed.
  ///
  /// - Parameters:
  ///   - bytes: All of them.
  ///   - algorithm: The algorithm that the run was begun with.
  ///   - environment: The environment that it was begun with.
  ///   - steps: As when it was begun.
  ///   - seed: As when it was begun.
  ///   - evaluation: As when it was begun.
  /// - Throws: ``CheckpointError`` if the bytes are foreign, damaged or newer, or of another run.
  public convenience init(
    resuming bytes: [UInt8], _ algorithm: any LearningAlgorithm,
    on environment: LearningEnvironment<Action>, steps: Int, seed: UInt64,
    evaluation: EvaluationSettings? = nil
  ) throws(CheckpointError) {
    var archive = CheckpointArchive(reading: try CheckpointEnvelope.opened(bytes))
    self.init(algorithm, on: environment, steps: steps, seed: seed, evaluation: evaluation)
    try code(in: &archive)
    try archive.finish()
  }

  /// Takes all steps that are left, and saves the run now and then.
  ///
  /// It is saved before the first update, so that what cannot be saved is told before work is lost,
  /// after every so many updates, and at the end; not after it went wrong, so that the last good
  /// checkpoint stays.
  ///
  /// - Parameters:
  ///   - path: Where to.
  ///   - updateCount: After how many updates; at least 1.
  ///   - report: Told of each update.
  /// - Returns: The run.
  /// - Throws: ``CheckpointError`` if it cannot be saved; the run may then go on.
  @discardableResult
  public func finish(
    savingTo path: String, every updateCount: Int, reporting report: ((TrainingRun) -> Void)? = nil
  ) throws(CheckpointError) -> TrainingRun {
    if updateCount < 1 { fatalError("Training: saving every \(updateCount) updates") }
    try save(to: path)
    while advance() {
      report?(run)
      if run.updates.count % updateCount == 0 { try save(to: path) }
    }
    report?(run)
    if run.ending.isFailure { return run }
    try save(to: path)
    return run
  }

  private func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.match("algorithm", algorithm.name)
    try archive.match("environment", environment.name)
    try archive.match("seed", "\(run.seed)")
    try archive.match("count of steps", "\(steps)")
    try archive.match("evaluation", fieldsOf: evaluation as Any)
    try archive.match(algorithm.name, fieldsOf: algorithm)
    try archive.match(kindOf: collector.environments)
    try archive.match(policyOf: environment)
    try archive.match("count of parameters", "\(learner.parameters.count)")
    try collector.code(in: &archive)
    try learner.code(in: &archive)
    try run.code(in: &archive)
    try archive.code(&valueScale.returnBound)
    try archive.code(&valueScale.valueBound)
    if run.parameters.count != learner.parameters.count {
      throw .damaged("\(run.parameters.count) parameters")
    }
    learner.restoreParameters(run.parameters)
  }
}

extension Collector {
  /// Writes or reads the environments, the stream of actions and the running means.
  func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    environments = try coded(environments, in: &archive)
    try archive.code(&random)
    if var normalizer = observationNormalizer {
      try archive.code(&normalizer)
      observationNormalizer = normalizer
    }
    if var normalizer = rewardNormalizer {
      try archive.code(&normalizer)
      rewardNormalizer = normalizer
    }
    if archive.isReading { show(environments.observations) }
  }

  private func coded(
    _ batch: some EnvironmentBatch<Action>, in archive: inout CheckpointArchive
  ) throws(CheckpointError) -> any EnvironmentBatch<Action> {
    var batch = batch
    try archive.code(&batch)
    return batch
  }
}

extension Learner {
  /// Writes or reads all but the parameters.
  func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.code(&random)
    try archive.code(&memory, blank: 0) { (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
    for index in optimizers.indices {
      switch optimizers[index] {
      case var adam as Adam:
        var (stepCount, first, second) = (adam.stepCount, adam.firstMoments, adam.secondMoments)
        try archive.code(&stepCount)
        try archive.code(&first)
        try archive.code(&second)
        if stepCount < 0 { throw .damaged("\(stepCount) steps of Adam") }
        try check(first.count, adam.parameterCount)
        try check(second.count, adam.parameterCount)
        if !archive.isReading { continue }
        adam.resume(stepCount: stepCount, firstMoments: first, secondMoments: second)
        optimizers[index] = adam
      case let other as RMSprop:
        var moments = other.secondMoments
        try archive.code(&moments)
        try check(moments.count, other.parameterCount)
        optimizers[index] = RMSprop(
          parameterCount: moments.count, decay: other.decay, epsilon: other.epsilon,
          secondMoments: moments)
      case let other as GradientStep:
        var velocities = other.velocities
        try archive.code(&velocities)
        try check(velocities.count, other.parameterCount)
        optimizers[index] = GradientStep(
          parameterCount: velocities.count, momentum: other.momentum, velocities: velocities)
      default:
        throw .unsupported("the optimiser \(type(of: optimizers[index]))")
      }
    }
  }

  private func check(_ count: Int, _ expected: Int) throws(CheckpointError) {
    if count != expected { throw .damaged("\(count) moments of \(expected) parameters") }
  }
}
