/// Eight numbers stored inline.
///
/// Pairs, because a 16-byte vector is passed in the same registers by code compiled with and without
/// the machine's wide vectors; `SIMD8` is not. (A struct around `InlineArray` is copied through the
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

  /// All eight as one vector, for use within a function only.
  @inlinable @inline(__always)
  var wide: SIMD8<Double> {
    get {
      SIMD8(
        lowHalf: SIMD4(lowHalf: pair0, highHalf: pair1),
        highHalf: SIMD4(lowHalf: pair2, highHalf: pair3))
    }
    set {
      pair0 = newValue.lowHalf.lowHalf
      pair1 = newValue.lowHalf.highHalf
      pair2 = newValue.highHalf.lowHalf
      pair3 = newValue.highHalf.highHalf
    }
  }

  @inlinable @inline(__always)
  subscript(index: Int) -> Double {
    get { wide[index & 7] }
    set {
      // A blend: storing one number and loading its pair again would stall the processor.
      let positions = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
      wide.replace(
        with: newValue, where: positions .== SIMD8(repeating: Int64(truncatingIfNeeded: index)))
    }
  }
}

extension SIMD8<Double> {
  /// The sum of the first lanes, from first to last.
  @inlinable @inline(__always)
  func orderedSum(_ count: Int) -> Double {
    var result = 0.0
    for lane in 0..<8 {
      if lane >= count { break }
      result += self[lane]
    }
    return result
  }
}
