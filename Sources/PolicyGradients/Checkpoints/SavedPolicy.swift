import VectorMath

extension TrainedPolicy {
  /// Saves all that it takes to act and to be evaluated.
  ///
  ///     try run.policy(on: .cartPole).save(to: "balancing.policy")
  ///     let policy = try TrainedPolicy(loading: "balancing.policy", on: .cartPole)
  ///
  /// The file is written beside the path and then takes its place, as by ``Training/save(to:)``. A
  /// run cannot go on from it; for that there is the other.
  ///
  /// - Parameter path: Where to.
  /// - Throws: ``CheckpointError`` if it cannot be written.
  public func save(to path: String) throws(CheckpointError) {
    try CheckpointFile.replace(path, with: try checkpoint())
  }

  /// A policy that was saved.
  ///
  /// - Parameters:
  ///   - path: Where ``save(to:)`` saved it.
  ///   - environment: The environment that it was trained on, with the policy of one's own if it was
  ///     learned by one. Its name, the count of numbers that it shows, its actions and the policy's
  ///     fields have to be the same; other fields of the environment need not.
  /// - Throws: ``CheckpointError`` if there is no such file, if it is foreign, damaged or newer, or
  ///   of another environment, with the first field that is different.
  public init(
    loading path: String, on environment: LearningEnvironment<Action>
  ) throws(CheckpointError) {
    try self.init(loading: try CheckpointFile.read(path), on: environment)
  }

  func checkpoint() throws(CheckpointError) -> [UInt8] {
    var (policy, archive) = (self, CheckpointArchive())
    try policy.code(in: &archive)
    return CheckpointEnvelope.sealed(archive.bytes)
  }

  init(
    loading bytes: [UInt8], on environment: LearningEnvironment<Action>
  ) throws(CheckpointError) {
    var archive = CheckpointArchive(reading: try CheckpointEnvelope.opened(bytes))
    self.init(
      environment: environment, stepCount: 0, parameters: [], observationNormalizer: nil,
      form: PolicyForm(), prototype: environment.makeUnnormalized(1, 0))
    form.actionSpace = "\(prototype.actionSpace)"
    try code(in: &archive)
    try archive.finish()
    if stepCount < 0 { throw .damaged("\(stepCount) steps of training") }
    if !parameters.allSatisfy(\.isFinite) { throw .damaged("parameters that are not finite") }
    if observationNormalizer?.isUsable == false {
      throw .damaged("a mean or a variance that no observations have")
    }
    // A layer has at least a parameter an output.
    if environment.usesNetwork,
      form.network.hidden.contains(where: { $0 < 1 || $0 > parameters.count })
    {
      throw .damaged("hidden layers of \(form.network.hidden) outputs")
    }
    if let complaint = form.network.complaint ?? form.continuousActions.complaint {
      throw .damaged(complaint)
    }
    if parameters.count != expectedParameterCount {
      throw .different(
        field: "count of parameters", saved: "\(parameters.count)",
        now: "\(expectedParameterCount)")
    }
  }

  private mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.match("kind", "policy")
    try archive.match("environment", environment.name)
    try archive.match("count of numbers of an observation", "\(observationCount)")
    try archive.match("action space", form.actionSpace)
    try archive.match(policyOf: environment)
    try archive.code(&stepCount)
    try archive.code(&parameters)
    let blank = ObservationNormalizer(observationCount: observationCount)
    try archive.code(&observationNormalizer, blank: blank) {
      (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
    try form.code(in: &archive)
  }
}

extension PolicyForm {
  fileprivate mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.code(&network.hidden, blank: 0) { (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
    try archive.code(&network.activation, among: DenseLayer.Activation.allCases)
    try archive.code(&network.sharesTrunk)
    try network.initialization.code(in: &archive)
    try archive.code(&continuousActions.squashing, among: [.none, .clipped, .tanh])
    try archive.code(&continuousActions.deviationDependsOnState)
    try archive.code(&continuousActions.initialLogDeviation)
    try continuousActions.noise.code(in: &archive)
    try archive.code(&learnsCritic)
  }
}

extension NetworkShape.Initialization {
  fileprivate mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    var (isOrthogonal, policyGain, criticGain, hiddenGain) = (false, 0.0, 0.0, 0.0)
    if case .orthogonal(let policy, let critic, let hidden) = self {
      (isOrthogonal, policyGain, criticGain, hiddenGain) = (true, policy, critic, hidden)
    }
    try archive.code(&isOrthogonal)
    try archive.code(&policyGain)
    try archive.code(&criticGain)
    try archive.code(&hiddenGain)
    self =
      isOrthogonal
      ? .orthogonal(policyGain: policyGain, criticGain: criticGain, hiddenGain: hiddenGain)
      : .uniform
  }
}

extension ContinuousActionSettings.Noise {
  fileprivate mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    var (dependsOnState, interval) = (false, Int?.none)
    if case .stateDependent(let steps) = self { (dependsOnState, interval) = (true, steps) }
    try archive.code(&dependsOnState)
    try archive.code(&interval, blank: 1) { (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
    self = dependsOnState ? .stateDependent(resampledEvery: interval) : .independent
  }
}
