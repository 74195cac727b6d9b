import VectorMath

/// A batch of environments that a checkpoint can hold.
protocol SavedBatch {
  /// One environment before its first episode, whose fields have to be the same in the batch that
  /// goes on; nil where no environment of the kind differs from another.
  var prototype: (any Sendable)? { get }

  /// Writes or reads all that changes.
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError)
}

extension SavedBatch where Self: EnvironmentBatch {
  var prototype: (any Sendable)? { nil }

  /// The ledger is all there is.
  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try codeLedger(in: &archive)
  }

  mutating func codeLedger(in archive: inout CheckpointArchive) throws(CheckpointError) {
    if archive.isReading { ledger.makeUnique() }
    try ledger.memory.code(in: &archive)
  }
}

extension Acrobot: SavedBatch {}
extension CartPole: SavedBatch {}
extension MountainCar: SavedBatch {}
extension MountainCarContinuous: SavedBatch {}
extension Pendulum: SavedBatch {}

extension EnvironmentArray: SavedBatch {
  var prototype: (any Sendable)? { first }

  mutating func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try codeLedger(in: &archive)
    for index in environments.indices { try code(&environments[index], in: &archive) }
  }

  private func code(
    _ environment: inout Single, in archive: inout CheckpointArchive
  ) throws(CheckpointError) {
    if var resumable = environment as? any ResumableEnvironment {
      var numbers = resumable.snapshot
      try archive.code(&numbers)
      resumable.snapshot = numbers
      if let result = resumable as? Single { environment = result }
      return
    }
    if !_isPOD(Single.self) {
      throw .unsupported(
        "\(Single.self) holds an array, a string, a class or the like; conform it to "
          + "ResumableEnvironment, with a `snapshot` of the numbers that change")
    }
    let fields = Mirror(reflecting: environment).children.map {
      "\($0.label ?? "?"): \(type(of: $0.value))"
    }
    try archive.match("fields of \(Single.self)", fields.joined(separator: ", "))
    var bytes = withUnsafeBytes(of: environment) { Array($0) }
    try archive.code(&bytes)
    if bytes.count != MemoryLayout<Single>.size {
      throw .damaged("\(bytes.count) bytes of a \(Single.self)")
    }
    withUnsafeMutableBytes(of: &environment) { $0.copyBytes(from: bytes) }
  }
}

extension CheckpointArchive {
  /// The kind of the environments, and what they are before their first episode.
  mutating func match<Batch: EnvironmentBatch>(kindOf batch: Batch) throws(CheckpointError) {
    try match("kind of environments", "\(Batch.self)")
    if let prototype = (batch as? any SavedBatch)?.prototype {
      try match("\(type(of: prototype))", fieldsOf: prototype)
    }
  }

  mutating func code<Batch: EnvironmentBatch>(_ batch: inout Batch) throws(CheckpointError) {
    guard var saved = batch as? any SavedBatch else {
      throw .unsupported(
        "\(Batch.self) is no batch of this library; write one environment and use its `batch`")
    }
    try saved.code(in: &self)
    if let result = saved as? Batch { batch = result }
  }

  mutating func code(_ normalizer: inout ObservationNormalizer) throws(CheckpointError) {
    var (weight, mean, variance) = (normalizer.weight, normalizer.mean, normalizer.variance)
    var limit = normalizer.limit
    try code(&weight)
    try code(&mean)
    try code(&variance)
    try code(&limit)
    if !(limit > 0) { throw .damaged("observations within ±\(limit)") }
    if mean.count != normalizer.mean.count || variance.count != mean.count {
      throw .damaged("\(mean.count) means of \(normalizer.mean.count) numbers")
    }
    normalizer = ObservationNormalizer(
      weight: weight, mean: mean, variance: variance, limit: limit)
  }

  mutating func code(_ normalizer: inout RewardNormalizer) throws(CheckpointError) {
    var (weight, mean, variance) = (normalizer.weight, normalizer.mean, normalizer.variance)
    var returns = normalizer.returns
    try code(&weight)
    try code(&mean)
    try code(&variance)
    try code(&returns)
    if returns.count != normalizer.returns.count {
      throw .damaged("\(returns.count) returns of \(normalizer.returns.count) environments")
    }
    normalizer = RewardNormalizer(
      weight: weight, mean: mean, variance: variance, returns: returns,
      discount: normalizer.discount, limit: normalizer.limit)
  }
}

extension BatchMemory {
  func code(in archive: inout CheckpointArchive) throws(CheckpointError) {
    try archive.match("count of environments", "\(count)")
    try archive.match("count of numbers of a state", "\(stateCount)")
    try archive.match("count of numbers of an observation", "\(observationCount)")
    try archive.match("time limit", timeLimit == .infinity ? "none" : "\(Int(timeLimit))")
    for place in 0..<stateCount * stride { try archive.code(&state[place]) }
    for place in 0..<observationCount * stride { try archive.code(&observations[place]) }
    for place in 0..<observationCount * stride { try archive.code(&finalObservations[place]) }
    for column in [rewards, returns, lengths, finalReturns, finalLengths] {
      for place in 0..<stride { try archive.code(&column[place]) }
    }
    for place in 0..<stride { try archive.code(&isTerminated[place]) }
    for place in 0..<stride { try archive.code(&ended[place]) }
    try archive.code(&endedCount)
    if !(0...count).contains(endedCount) { throw .damaged("\(endedCount) ends of \(count)") }
    for place in 0..<count { try archive.code(&generators[place]) }
  }
}
