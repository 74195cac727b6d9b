import VectorMath

/// What a batch of environments knows, column by column: one place for each of its numbers.
///
/// A column has room for whole groups of eight, so that vector units work on whole groups only; the
/// places from `count` on are not environments. Nothing is allocated after the start, unless a copy
/// of the batch is still in use.
final class BatchMemory: @unchecked Sendable {
  let count: Int
  /// `count`, rounded up to a multiple of eight: the length of a column.
  let stride: Int
  let stateCount: Int
  let observationCount: Int
  /// After how many steps an episode is cut, or infinity.
  let timeLimit: Double

  /// Shape `[stateCount, stride]`.
  let state: UnsafeMutablePointer<Double>
  /// Shape `[observationCount, stride]`, as are the final ones.
  let observations: UnsafeMutablePointer<Float>
  let finalObservations: UnsafeMutablePointer<Float>
  /// Room for the numbers of one environment's observation.
  let row: UnsafeMutablePointer<Float>
  /// Shape `[stride]`, as is all that follows.
  let rewards: UnsafeMutablePointer<Double>
  let returns: UnsafeMutablePointer<Double>
  /// Whole numbers, kept as doubles so that they stand beside rewards in vector units.
  let lengths: UnsafeMutablePointer<Double>
  let finalReturns: UnsafeMutablePointer<Double>
  let finalLengths: UnsafeMutablePointer<Double>
  let isTerminated: UnsafeMutablePointer<Bool>
  let generators: UnsafeMutablePointer<RandomStream>

  /// Group by group, bit i for its environment i: whose episode is over, and whose terminated.
  let over: UnsafeMutablePointer<UInt64>
  let terminated: UnsafeMutablePointer<UInt64>

  /// The environments whose episode ended in the last step, in order; the first `endedCount`.
  let ended: UnsafeMutablePointer<Int>
  /// One number; behind a pointer, because a class's variables are guarded at each use.
  private let endedCounter: UnsafeMutablePointer<Int>

  /// What is wrong with the environments, if anything is; see ``EnvironmentFault``.
  var fault: String?

  var endedCount: Int {
    get { endedCounter[0] }
    set { endedCounter[0] = newValue }
  }

  init(count: Int, stateCount: Int, observationCount: Int, timeLimit: Double, seed: UInt64) {
    self.count = count
    self.stateCount = stateCount
    self.observationCount = observationCount
    self.timeLimit = timeLimit
    stride = (count + 7) & ~7
    func column<Value>(_ value: Value, _ columns: Int = 1) -> UnsafeMutablePointer<Value> {
      let length = ((count + 7) & ~7) * columns
      let start = UnsafeMutablePointer<Value>.allocate(capacity: length)
      start.initialize(repeating: value, count: length)
      return start
    }
    state = column(0, stateCount)
    observations = column(0, observationCount)
    finalObservations = column(0, observationCount)
    row = .allocate(capacity: observationCount)
    row.initialize(repeating: 0, count: observationCount)
    rewards = column(0)
    returns = column(0)
    lengths = column(0)
    finalReturns = column(0)
    finalLengths = column(0)
    isTerminated = column(false)
    over = column(0)
    terminated = column(0)
    ended = column(0)
    endedCounter = column(0)
    let root = RandomStream(seed: seed)
    generators = column(root)
    for index in 0..<count { generators[index] = root.split(index) }
  }

  init(copying other: BatchMemory) {
    count = other.count
    stride = other.stride
    stateCount = other.stateCount
    observationCount = other.observationCount
    timeLimit = other.timeLimit
    fault = other.fault
    func copy<Value>(
      _ from: UnsafeMutablePointer<Value>, _ columns: Int = 1
    ) -> UnsafeMutablePointer<Value> {
      let start = UnsafeMutablePointer<Value>.allocate(capacity: other.stride * columns)
      start.initialize(from: from, count: other.stride * columns)
      return start
    }
    state = copy(other.state, other.stateCount)
    observations = copy(other.observations, other.observationCount)
    finalObservations = copy(other.finalObservations, other.observationCount)
    row = .allocate(capacity: observationCount)
    row.initialize(repeating: 0, count: observationCount)
    rewards = copy(other.rewards)
    returns = copy(other.returns)
    lengths = copy(other.lengths)
    finalReturns = copy(other.finalReturns)
    finalLengths = copy(other.finalLengths)
    isTerminated = copy(other.isTerminated)
    over = copy(other.over)
    terminated = copy(other.terminated)
    ended = copy(other.ended)
    endedCounter = copy(other.endedCounter)
    generators = copy(other.generators)
  }

  deinit {
    state.deallocate()
    observations.deallocate()
    finalObservations.deallocate()
    row.deallocate()
    rewards.deallocate()
    returns.deallocate()
    lengths.deallocate()
    finalReturns.deallocate()
    finalLengths.deallocate()
    isTerminated.deallocate()
    over.deallocate()
    terminated.deallocate()
    ended.deallocate()
    endedCounter.deallocate()
    generators.deallocate()
  }

  /// Hands over the room for one observation.
  ///
  /// Not within generic code, which asks for the type of a span each time.
  func writeRow(_ body: (inout MutableSpan<Float>) -> Int) -> Int {
    var numbers = UnsafeMutableBufferPointer(start: row, count: observationCount).mutableSpan
    return body(&numbers)
  }

  /// Writes down the end of an episode, whose last observation is still in its place.
  @inline(__always)
  func end(_ index: Int, isTerminated ending: Bool) {
    ended[endedCount] = index
    endedCount &+= 1
    isTerminated[index] = ending
    finalReturns[index] = returns[index]
    finalLengths[index] = lengths[index]
    for feature in 0..<observationCount {
      let place = feature &* stride &+ index
      finalObservations[place] = observations[place]
    }
    returns[index] = 0
    lengths[index] = 0
  }
}
