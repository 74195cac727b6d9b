import VectorMath

/// The physics of one kind of environment, eight at a time.
///
/// Every operation is exactly rounded and each lane is by itself, so the numbers are the same on
/// every machine, for every count of environments.
protocol LaneDynamics {
  /// For messages.
  static var name: StaticString { get }
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

/// One truth value a lane.
typealias LaneMask = SIMDMask<SIMD8<Int64>>

/// Up to four numbers of state, eight environments each.
struct LaneState {
  var first = Lanes.zero
  var second = Lanes.zero
  var third = Lanes.zero
  var fourth = Lanes.zero
}

/// Up to six numbers of an observation, eight environments each.
struct LaneObservation {
  var first = Lanes.zero
  var second = Lanes.zero
  var third = Lanes.zero
  var fourth = Lanes.zero
  var fifth = Lanes.zero
  var sixth = Lanes.zero
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
    var state = memory.state(index)
    let (reward, isTerminated) = step(&state, action, isFirst: length .== Lanes.zero)
    memory.store(state, index)
    memory.store(observe(state), index)
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

/// What can be put into a lane of actions.
protocol LaneAction {
  var lane: Double { get }
  /// Eight actions that follow each other in memory.
  static func lanes(_ start: UnsafePointer<Self>) -> Lanes
}

extension Double: LaneAction {
  var lane: Double { self }

  @inline(__always)
  static func lanes(_ start: UnsafePointer<Double>) -> Lanes {
    UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
  }
}

extension Int: LaneAction {
  var lane: Double { Double(self) }

  /// Numbers in `0..<2⁵²`, made the last bits of numbers from 2⁵² on.
  @inline(__always)
  static func lanes(_ start: UnsafePointer<Int>) -> Lanes {
    let bits = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt64>.self)
    let shifted = bits | SIMD8(repeating: (0x1p52).bitPattern)
    return unsafeBitCast(shifted, to: Lanes.self) - 0x1p52
  }
}

extension SIMDMask<SIMD8<Int64>> {
  /// The truth values as eight bits, lane 0 the lowest.
  @inline(__always)
  var bits: UInt64 {
    let weights = SIMD8<UInt64>(1, 2, 4, 8, 16, 32, 64, 128)
    let parts = unsafeBitCast(self, to: SIMD8<UInt64>.self) & weights
    let half = parts.lowHalf | parts.highHalf
    let quarter = half.lowHalf | half.highHalf
    return quarter[0] | quarter[1]
  }
}

extension Lanes {
  /// Brought into a range.
  @inline(__always)
  func limited(_ low: Double, _ high: Double) -> Lanes {
    let (low, high) = (Lanes(repeating: low), Lanes(repeating: high))
    let raised = replacing(with: low, where: self .< low)
    return raised.replacing(with: high, where: raised .> high)
  }

  /// The nearest 32-bit numbers; written out, which becomes one instruction.
  @inline(__always)
  var singles: SIMD8<Float> {
    SIMD8<Float>(
      Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3]), Float(self[4]),
      Float(self[5]), Float(self[6]), Float(self[7]))
  }

  /// Numbers of 32 bits; written out, which becomes one instruction.
  @inline(__always)
  init(_ singles: SIMD8<Float>) {
    self.init(
      Double(singles[0]), Double(singles[1]), Double(singles[2]), Double(singles[3]),
      Double(singles[4]), Double(singles[5]), Double(singles[6]), Double(singles[7]))
  }
}

extension UnsafeMutablePointer<Double> {
  @inline(__always)
  func lanes(_ index: Int) -> Lanes {
    UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  func store(_ value: Lanes, _ index: Int) {
    UnsafeMutableRawPointer(self + index).storeBytes(of: value, as: Lanes.self)
  }
}

extension BatchMemory {
  /// Puts back what is no environment, so that it does not wander off.
  func clearRest(_ whole: Int) {
    for index in count..<stride {
      for column in 0..<stateCount { state[column * stride + index] = 0 }
      lengths[index] = 0
      returns[index] = 0
    }
    over[whole / 8] &= (1 << UInt64(count - whole)) - 1
  }

  @inline(__always)
  func state(_ index: Int) -> LaneState {
    var result = LaneState()
    result.first = state.lanes(index)
    if stateCount > 1 { result.second = (state + stride).lanes(index) }
    if stateCount > 2 { result.third = (state + 2 &* stride).lanes(index) }
    if stateCount > 3 { result.fourth = (state + 3 &* stride).lanes(index) }
    return result
  }

  @inline(__always)
  func store(_ value: LaneState, _ index: Int) {
    state.store(value.first, index)
    if stateCount > 1 { (state + stride).store(value.second, index) }
    if stateCount > 2 { (state + 2 &* stride).store(value.third, index) }
    if stateCount > 3 { (state + 3 &* stride).store(value.fourth, index) }
  }

  @inline(__always)
  func store(_ value: LaneObservation, _ index: Int) {
    store(value.first, feature: 0, index)
    if observationCount > 1 { store(value.second, feature: 1, index) }
    if observationCount > 2 { store(value.third, feature: 2, index) }
    if observationCount > 3 { store(value.fourth, feature: 3, index) }
    if observationCount > 4 { store(value.fifth, feature: 4, index) }
    if observationCount > 5 { store(value.sixth, feature: 5, index) }
  }

  @inline(__always)
  private func store(_ value: Lanes, feature: Int, _ index: Int) {
    UnsafeMutableRawPointer(observations + (feature &* stride &+ index))
      .storeBytes(of: value.singles, as: SIMD8<Float>.self)
  }
}
