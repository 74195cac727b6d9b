extension TrainingRun {
  /// Writes or reads all but what the run is of.
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.code(&stepCount)
    try archive.code(&updates, blank: UpdateRecord()) { (archive, value) throws(CheckpointError) in
      try value.code(in: &archive)
    }
    let noEpisode = EpisodeRecord(
      stepCount: 0, environment: 0, length: 0, undiscountedReturn: 0, isTerminated: false)
    try archive.code(&episodes, blank: noEpisode) { (archive, value) throws(CheckpointError) in
      try value.code(in: &archive)
    }
    let noEvaluation = Evaluation(stepCount: 0, stochasticReturns: [], greedyReturns: [])
    try archive.code(&evaluations, blank: noEvaluation) {
      (archive, value) throws(CheckpointError) in
      try value.code(in: &archive)
    }
    try ending.code(in: &archive)
    try archive.code(&parameters)
    if var normalizer = observationNormalizer {
      try archive.code(&normalizer)
      observationNormalizer = normalizer
    }
  }
}

/// A part of a run's log, which may hold NaN where the run diverged.
private protocol SavedRecord {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError)
}

extension SavedRecord {
  /// Whether two records are written as the same bytes.
  fileprivate func isWrittenAs(_ other: Self) -> Bool {
    func bytes(_ record: Self) -> [UInt8] {
      var (record, archive) = (record, CheckpointArchive())
      do throws(CheckpointError) { try record.code(in: &archive) } catch { fatalError("\(error)") }
      return archive.bytes
    }
    return bytes(self) == bytes(other)
  }
}

extension Evaluation: SavedRecord {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    var (steps, stochastic, greedy) = (stepCount, stochasticReturns, greedyReturns)
    try archive.code(&steps)
    try archive.code(&stochastic)
    try archive.code(&greedy)
    self = Self(stepCount: steps, stochasticReturns: stochastic, greedyReturns: greedy)
  }

  /// Whether two records are the same bit for bit, so that one with NaN equals itself.
  ///
  /// - Parameters:
  ///   - left: A record.
  ///   - right: Another.
  /// - Returns: Whether all numbers have the same bits.
  public static func == (left: Self, right: Self) -> Bool { left.isWrittenAs(right) }
}

extension TrainingRun.EpisodeRecord: SavedRecord {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    var (steps, index, length) = (stepCount, environment, length)
    var (total, isOver) = (undiscountedReturn, isTerminated)
    try archive.code(&steps)
    try archive.code(&index)
    try archive.code(&length)
    try archive.code(&total)
    try archive.code(&isOver)
    self = Self(
      stepCount: steps, environment: index, length: length, undiscountedReturn: total,
      isTerminated: isOver)
  }

  /// Whether two records are the same bit for bit, so that one with NaN equals itself.
  ///
  /// - Parameters:
  ///   - left: A record.
  ///   - right: Another.
  /// - Returns: Whether all numbers have the same bits.
  public static func == (left: Self, right: Self) -> Bool { left.isWrittenAs(right) }
}

extension TrainingRun.Ending {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    var (kind, update, stepCount, cause) = (0, 0, 0, "")
    switch self {
    case .running: kind = 0
    case .finished: kind = 1
    case .reachedTarget: kind = 2
    case .diverged(let itsUpdate, let itsStepCount, let itsCause):
      (kind, update, stepCount, cause) = (3, itsUpdate, itsStepCount, itsCause)
    case .failed(let itsStepCount, let itsCause):
      (kind, stepCount, cause) = (4, itsStepCount, itsCause)
    }
    try archive.code(&kind)
    try archive.code(&update)
    try archive.code(&stepCount)
    try archive.code(&cause)
    switch kind {
    case 0: self = .running
    case 1: self = .finished
    case 2: self = .reachedTarget
    case 3: self = .diverged(update: update, stepCount: stepCount, cause: cause)
    case 4: self = .failed(stepCount: stepCount, cause: cause)
    default: throw .damaged("an ending is \(kind)")
    }
  }
}

extension UpdateRecord: SavedRecord {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.code(&update)
    try archive.code(&stepCount)
    try archive.code(&gradientStepCount)
    try archive.code(&learningRate)
    try archive.code(&surrogate)
    try archive.code(&valueError)
    try archive.code(&entropy)
    try archive.code(&klDivergence)
    try archive.code(&clipFraction)
    try archive.code(&zeroGradientFraction)
    try archive.code(&gradientNorm)
    try archive.code(&explainedVariance)
    try archive.code(&penaltyCoefficient)
    let noGradient = NaturalGradientRecord(
      iterationCount: 0, residual: 0, ending: .converged, predictedDivergence: 0,
      predictedImprovement: 0)
    try archive.code(&naturalGradient, blank: noGradient) {
      (archive, value) throws(CheckpointError) in
      try value.code(in: &archive)
    }
    try archive.code(&lineSearch, blank: LineSearchRecord(tries: [])) {
      (archive, value) throws(CheckpointError) in
      try value.code(in: &archive)
    }
    try archive.code(&meanReturn, blank: 0) { (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
  }

  /// Whether two records are the same bit for bit, so that one with NaN equals itself.
  ///
  /// - Parameters:
  ///   - left: A record.
  ///   - right: Another.
  /// - Returns: Whether all numbers have the same bits.
  public static func == (left: Self, right: Self) -> Bool { left.isWrittenAs(right) }
}

extension NaturalGradientRecord: SavedRecord {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.code(&iterationCount)
    try archive.code(&residual)
    try archive.code(
      &ending, among: [.converged, .iterationLimit, .nonPositiveCurvature, .notFinite])
    try archive.code(&predictedDivergence)
    try archive.code(&predictedImprovement)
  }

  /// Whether two records are the same bit for bit, so that one with NaN equals itself.
  ///
  /// - Parameters:
  ///   - left: A record.
  ///   - right: Another.
  /// - Returns: Whether all numbers have the same bits.
  public static func == (left: Self, right: Self) -> Bool { left.isWrittenAs(right) }
}

extension LineSearchRecord: SavedRecord {
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    let none = TrustRegionStep.Try(
      scale: 0, measurement: .init(improvement: 0, divergence: 0), outcome: .accepted)
    try archive.code(&tries, blank: none) { (archive, value) throws(CheckpointError) in
      var (scale, measurement, outcome) = (value.scale, value.measurement, value.outcome)
      try archive.code(&scale)
      try archive.code(&measurement.improvement)
      try archive.code(&measurement.divergence)
      try archive.code(
        &outcome,
        among: [.accepted, .tooFar, .noImprovement, .tooFarWithoutImprovement, .notFinite])
      value = TrustRegionStep.Try(scale: scale, measurement: measurement, outcome: outcome)
    }
  }

  /// Whether two records are the same bit for bit, so that one with NaN equals itself.
  ///
  /// - Parameters:
  ///   - left: A record.
  ///   - right: Another.
  /// - Returns: Whether all numbers have the same bits.
  public static func == (left: Self, right: Self) -> Bool { left.isWrittenAs(right) }
}
