// As many numbers as a vector register of the build holds. What is computed in one lane never
// depends on another, so the width changes no bit. Internal, and kept out of everything other
// modules call: code compiled without the wide registers passes such vectors otherwise.
#if VECTOR_LEVEL_4
typealias FloatLanes = SIMD16<Float>
typealias IntegerLanes = SIMD16<Int32>
#else
typealias FloatLanes = SIMD8<Float>
typealias IntegerLanes = SIMD8<Int32>
#endif

extension FloatLanes {
  /// The bits of each lane.
  @inline(__always)
  var bits: IntegerLanes { unsafeBitCast(self, to: IntegerLanes.self) }

  /// The numbers with these bits.
  @inline(__always)
  init(bits: IntegerLanes) { self = unsafeBitCast(bits, to: FloatLanes.self) }

  /// Two to whole powers within −126…127.
  @inline(__always)
  static func powerOfTwo(_ exponents: IntegerLanes) -> FloatLanes {
    FloatLanes(bits: (exponents &+ 127) &<< 23)
  }

  /// The lanes, those of another vector where a mask is all ones.
  ///
  /// Masks are made and used as integers: the library's comparisons and `replacing(with:where:)` are
  /// taken apart lane by lane in some contexts, ten times slower.
  @inline(__always)
  func replacing(_ mask: IntegerLanes, by other: FloatLanes) -> FloatLanes {
    FloatLanes(bits: bits & ~mask | other.bits & mask)
  }

  /// The lanes, one number where a mask is all ones.
  @inline(__always)
  func replacing(_ mask: IntegerLanes, by other: Float) -> FloatLanes {
    replacing(mask, by: FloatLanes(repeating: other))
  }

  /// The lanes, a limit where they are above it; NaN stays NaN.
  @inline(__always)
  func atMost(_ limit: Float) -> FloatLanes { replacing(with: limit, where: self .> limit) }

  /// All ones where the magnitude is above a limit of at least 0, or the lane is NaN.
  @inline(__always)
  func exceeds(_ limit: Float) -> IntegerLanes {
    (FloatLanes(repeating: limit).bits &- magnitudes.bits) &>> 31
  }

  /// All ones where the lane is negative, −0 included.
  @inline(__always)
  var isNegative: IntegerLanes { bits &>> 31 }

  /// Without the sign.
  @inline(__always)
  var magnitudes: FloatLanes { FloatLanes(bits: bits & 0x7FFF_FFFF) }

  /// The lanes that start at an address.
  @inline(__always)
  init(at address: UnsafePointer<Float>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: FloatLanes.self)
  }

  /// The first lanes from an address, zeros after them.
  @inline(__always)
  init(at address: UnsafePointer<Float>, first count: Int) {
    if count == FloatLanes.scalarCount {
      self.init(at: address)
      return
    }
    self = .zero
    for lane in 0..<count { self[lane] = address[lane] }
  }

  /// Writes all lanes.
  @inline(__always)
  func store(at address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: FloatLanes.self)
  }

  /// Writes the first lanes.
  @inline(__always)
  func store(at address: UnsafeMutablePointer<Float>, first count: Int) {
    if count == FloatLanes.scalarCount {
      store(at: address)
    } else {
      for lane in 0..<count { address[lane] = self[lane] }
    }
  }
}

extension IntegerLanes {
  /// Whether any lane is negative.
  @inline(__always)
  var hasNegative: Bool {
    #if VECTOR_LEVEL_4
    let halves = unsafeBitCast(self, to: (SIMD8<Int32>, SIMD8<Int32>).self)
    let lanes = halves.0 | halves.1
    #else
    let lanes = self
    #endif
    let quarters = unsafeBitCast(lanes, to: (SIMD4<Int32>, SIMD4<Int32>).self)
    let pair = unsafeBitCast(quarters.0 | quarters.1, to: SIMD2<Int64>.self)
    return (pair[0] | pair[1]) & Int64(bitPattern: 0x8000_0000_8000_0000) != 0
  }
}
