import VectorMath

/// The physics of one kind of environment, eight at a time.
///
/// Every operation is exactly rounded and each lane is by itself, so the numbers are the same on
/// every machine, for every count of environments.
protocol LaneDynamics {
  /// For messages.
  static var name: String { get }
  /// How many numbers of a ``LaneState`` are used.
  static var stateCount: Int { get }
  /// How many numbers of a ``LaneObservation`` are used.
  static var observationCount: Int { get }

  /// Draws a first state.
  static func initialState(using generator: inout RandomStream) -> SIMD4<Double>

  /// What a state shows.
  static func observe(_ state: LaneState) -> LaneObservation

  /// Takes a step.
  ///
  /// - Parameters:
  ///   - state: Before the step, then after it.
  ///   - action: One a lane.
  ///   - isFirst: Whether the step is the first of its episode.
  /// - Returns: The rewards, and whether the episodes are over.
  static func step(
    _ state: inout LaneState, _ action: Lanes, isFirst: LaneMask
  ) -> (reward: Lanes, isTerminated: LaneMask)
}

extension LaneDynamics {
  /// A ledger whose episodes have all started.
  static func start(count: Int, seed: UInt64, timeLimit: Int?) -> EpisodeLedger {
    var ledger = EpisodeLedger(
      name: name, count: count, seed: seed, timeLimit: timeLimit, stateCount: stateCount,
      observationCount: observationCount)
    reset(&ledger)
    return ledger
  }

  /// Starts all episodes.
  static func reset(_ ledger: inout EpisodeLedger) {
    ledger.makeUnique()
    let memory = ledger.memory
    memory.endedCount = 0
    for index in 0..<memory.count {
      memory.rewards[index] = 0
      begin(index, memory)
    }
  }

  /// Draws a first state and shows it.
  @inline(__always)
  private static func begin(_ index: Int, _ memory: BatchMemory) {
    set(initialState(using: &memory.generators[index]), index, memory)
  }

  /// Puts an environment at the start of an episode.
  @inline(never)
  static func set(_ state: SIMD4<Double>, _ index: Int, _ memory: BatchMemory) {
    for column in 0..<stateCount { memory.state[column * memory.stride + index] = state[column] }
    memory.lengths[index] = 0
    memory.returns[index] = 0
    var lanes = LaneState()
    lanes.first = Lanes(repeating: state[0])
    lanes.second = Lanes(repeating: state[1])
    lanes.third = Lanes(repeating: state[2])
    lanes.fourth = Lanes(repeating: state[3])
    let shown = observe(lanes)
    let start = memory.observations + index
    start[0] = Float(shown.first[0])
    if observationCount > 1 { start[memory.stride] = Float(shown.second[0]) }
    if observationCount > 2 { start[2 * memory.stride] = Float(shown.third[0]) }
    if observationCount > 3 { start[3 * memory.stride] = Float(shown.fourth[0]) }
    if observationCount > 4 { start[4 * memory.stride] = Float(shown.fifth[0]) }
    if observationCount > 5 { start[5 * memory.stride] = Float(shown.sixth[0]) }
  }

  /// Takes one step everywhere.
  @inline(__always)
  static func step<Action: LaneAction>(_ ledger: inout EpisodeLedger, _ actions: [Action]) {
    ledger.makeUnique()
    let memory = ledger.memory
    memory.endedCount = 0
    actions.withUnsafeBufferPointer { actions in
      guard let start = actions.baseAddress else { return }
      let whole = memory.count & ~7
      for index in stride(from: 0, to: whole, by: 8) {
        step(index, Action.lanes(start + index), memory)
      }
      if whole < memory.count {
        var group = Lanes.zero
        for index in whole..<memory.count { group[index - whole] = start[index].lane }
        step(whole, group, memory)
        memory.clearRest(whole)
      }
    }
    // By itself, so that what is hard to predict holds up no arithmetic.
    for group in 0..<memory.stride / 8 where memory.over[group] != 0 { end(group, memory) }
  }

  /// Takes one step in eight environments.
  @inline(__always)
  private static func step(_ index: Int, _ action: Lanes, _ memory: BatchMemory) {
    let length = memory.lengths.lanes(index)
    var state = memory.state(index, count: stateCount)
    let (reward, isTerminated) = step(&state, action, isFirst: length .== Lanes.zero)
    memory.store(state, index, count: stateCount)
    memory.store(observe(state), index, count: observationCount)
    memory.rewards.store(reward, index)
    memory.returns.store(memory.returns.lanes(index) + reward, index)
    memory.lengths.store(length + 1, index)
    let isLast = length + 1 .>= Lanes(repeating: memory.timeLimit)
    memory.over[index / 8] = (isTerminated .| isLast).bits
    memory.terminated[index / 8] = isTerminated.bits
  }

  /// Ends the episodes of a group that are over, and begins the next.
  @inline(__always)
  private static func end(_ group: Int, _ memory: BatchMemory) {
    var rest = memory.over[group]
    let terminated = memory.terminated[group]
    while rest != 0 {
      let lane = rest.trailingZeroBitCount
      rest &= rest &- 1
      memory.end(group &* 8 &+ lane, isTerminated: terminated &>> UInt64(lane) & 1 == 1)
      begin(group &* 8 &+ lane, memory)
    }
  }

  /// The state of one environment.
  static func state(of environment: Int, _ ledger: EpisodeLedger) -> Vector {
    ledger.check(environment)
    return Vector(
      (0..<stateCount).map { ledger.memory.state[$0 * ledger.memory.stride + environment] })
  }

  /// Puts one environment into a state, at the start of an episode.
  static func setState(_ state: Vector, of environment: Int, _ ledger: inout EpisodeLedger) {
    ledger.check(environment)
    if state.count != stateCount {
      fatalError("\(name): a state has \(stateCount) numbers, not \(state.count)")
    }
    if let number = state.first(where: { !($0.magnitude <= 1000) }) {
      fatalError("\(name): the state \(state) contains \(number), which is outside ±1000")
    }
    var lanes = SIMD4<Double>.zero
    for column in 0..<stateCount { lanes[column] = state[column] }
    ledger.makeUnique()
    set(lanes, environment, ledger.memory)
  }
}
