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

  /// The state of eight environments; the count is the dynamics' own, so that it is known when
  /// compiling.
  @inline(__always)
  func state(_ index: Int, count: Int) -> LaneState {
    var result = LaneState()
    result.first = state.lanes(index)
    if count > 1 { result.second = (state + stride).lanes(index) }
    if count > 2 { result.third = (state + 2 &* stride).lanes(index) }
    if count > 3 { result.fourth = (state + 3 &* stride).lanes(index) }
    return result
  }

  @inline(__always)
  func store(_ value: LaneState, _ index: Int, count: Int) {
    state.store(value.first, index)
    if count > 1 { (state + stride).store(value.second, index) }
    if count > 2 { (state + 2 &* stride).store(value.third, index) }
    if count > 3 { (state + 3 &* stride).store(value.fourth, index) }
  }

  @inline(__always)
  func store(_ value: LaneObservation, _ index: Int, count: Int) {
    store(value.first, feature: 0, index)
    if count > 1 { store(value.second, feature: 1, index) }
    if count > 2 { store(value.third, feature: 2, index) }
    if count > 3 { store(value.fourth, feature: 3, index) }
    if count > 4 { store(value.fifth, feature: 4, index) }
    if count > 5 { store(value.sixth, feature: 5, index) }
  }

  @inline(__always)
  private func store(_ value: Lanes, feature: Int, _ index: Int) {
    UnsafeMutableRawPointer(observations + (feature &* stride &+ index))
      .storeBytes(of: value.singles, as: SIMD8<Float>.self)
  }
}
