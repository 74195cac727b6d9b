public import VectorMath

/// What a batch of environments tells: observations, rewards, and which episodes ended how.
///
/// A value: a copy keeps what it knew. Stepping a batch while a copy of its ledger or its
/// observations is kept copies the memory once.
public struct EpisodeLedger: Sendable {
  var memory: BatchMemory

  init(
    name: String, count: Int, seed: UInt64, timeLimit: Int?, stateCount: Int,
    observationCount: Int
  ) {
    if count < 1 { fatalError("\(name): the count of environments \(count) is below 1") }
    if let timeLimit, timeLimit < 1 {
      fatalError("\(name): the time limit \(timeLimit) is below 1")
    }
    memory = BatchMemory(
      count: count, stateCount: stateCount, observationCount: observationCount,
      timeLimit: timeLimit.map(Double.init) ?? .infinity, seed: seed)
  }

  /// Makes the memory this ledger's own, to be written to.
  @inline(__always)
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&memory) { memory = BatchMemory(copying: memory) }
  }

  func check(_ environment: Int) {
    if !(0..<memory.count).contains(environment) {
      fatalError("environment \(environment) is outside 0..<\(memory.count)")
    }
  }
}

/// The observations of a batch of environments, as 32-bit numbers like Gymnasium's.
public struct Observations: Sendable {
  let memory: BatchMemory

  /// How many environments there are.
  public var count: Int { memory.count }

  /// How many numbers an observation has.
  public var observationCount: Int { memory.observationCount }

  /// One observation.
  ///
  /// - Parameter environment: In `0..<count`.
  public subscript(environment: Int) -> Vector {
    if !(0..<count).contains(environment) {
      fatalError("Observations: environment \(environment) is outside 0..<\(count)")
    }
    return memory.vector(memory.observations, environment)
  }

  /// Reads all observations in place, without a copy.
  ///
  /// Feature by feature: feature f of environment i stands at `f · stride + i`. What stands from
  /// `count` to `stride` belongs to no environment.
  ///
  /// - Parameter body: Receives the numbers, shape `[observationCount, stride]`, and `stride`.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func withColumns<Result>(
    _ body: (UnsafeBufferPointer<Float>, _ stride: Int) throws -> Result
  ) rethrows -> Result {
    let length = memory.observationCount * memory.stride
    return try withExtendedLifetime(memory) {
      try body(UnsafeBufferPointer(start: memory.observations, count: length), memory.stride)
    }
  }
}

extension Observations {
  /// Copies all observations, shape `[count, observationCount]`.
  func copyRows(to rows: UnsafeMutablePointer<Float>) {
    let features = observationCount
    withColumns { columns, stride in
      for row in 0..<count {
        for feature in 0..<features {
          rows[row * features + feature] = columns[feature * stride + row]
        }
      }
    }
  }
}

extension BatchMemory {
  /// One environment's numbers of some columns.
  func vector(_ columns: UnsafeMutablePointer<Float>, _ environment: Int) -> Vector {
    var result = Vector.zero(count: observationCount)
    for feature in 0..<observationCount {
      result[feature] = Double(columns[feature * stride + environment])
    }
    return result
  }
}
