/// Eight numbers stored inline.
///
/// Pairs, because a 16-byte vector is passed in the same registers by code compiled with and without
/// the machine's wide vectors; `SIMD8` is not, so it appears in nothing that other modules call. (A struct around `InlineArray` is copied through the
/// runtime, which made vector sums ten times slower.)
@usableFromInline struct EightLanes: Sendable {
  @usableFromInline var pair0: SIMD2<Double>
  @usableFromInline var pair1: SIMD2<Double>
  @usableFromInline var pair2: SIMD2<Double>
  @usableFromInline var pair3: SIMD2<Double>

  @inlinable @inline(__always)
  init(
    _ pair0: SIMD2<Double>, _ pair1: SIMD2<Double>, _ pair2: SIMD2<Double>, _ pair3: SIMD2<Double>
  ) {
    self.pair0 = pair0
    self.pair1 = pair1
    self.pair2 = pair2
    self.pair3 = pair3
  }

  @inlinable @inline(__always)
  init(repeating value: Double) {
    let pair = SIMD2(repeating: value)
    self.init(pair, pair, pair, pair)
  }

  @inlinable @inline(__always)
  subscript(index: Int) -> Double {
    get {
      let low = index & 2 == 0 ? pair0 : pair1
      let high = index & 2 == 0 ? pair2 : pair3
      let pair = index & 4 == 0 ? low : high
      return index & 1 == 0 ? pair[0] : pair[1]
    }
    set {
      // Blends: storing one number and loading its pair again would stall the processor.
      let target = SIMD2(repeating: Int64(truncatingIfNeeded: index))
      pair0.replace(with: newValue, where: target .== SIMD2(0, 1))
      pair1.replace(with: newValue, where: target .== SIMD2(2, 3))
      pair2.replace(with: newValue, where: target .== SIMD2(4, 5))
      pair3.replace(with: newValue, where: target .== SIMD2(6, 7))
    }
  }

  /// The sum of the first lanes, from first to last.
  @inlinable @inline(__always)
  func sum(first count: Int) -> Double {
    var result = 0.0
    if count > 0 { result += pair0[0] }
    if count > 1 { result += pair0[1] }
    if count > 2 { result += pair1[0] }
    if count > 3 { result += pair1[1] }
    if count > 4 { result += pair2[0] }
    if count > 5 { result += pair2[1] }
    if count > 6 { result += pair3[0] }
    if count > 7 { result += pair3[1] }
    return result
  }

  /// The products lane by lane.
  @inlinable @inline(__always)
  static func * (left: EightLanes, right: EightLanes) -> EightLanes {
    EightLanes(
      left.pair0 * right.pair0, left.pair1 * right.pair1, left.pair2 * right.pair2,
      left.pair3 * right.pair3)
  }
}
