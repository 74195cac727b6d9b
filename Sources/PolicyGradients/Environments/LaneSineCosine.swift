import VectorMath

/// Sine and cosine of eight angles in radians; errors below 1 ulp.
///
/// Up to π/4 the bits are those of `Double.sin` and `Double.cos`, whose Taylor series these are.
struct LaneSineCosine {
  private(set) var sine = Lanes.zero
  private(set) var cosine = Lanes.zero

  @inline(__always)
  init(_ angle: Lanes) {
    let magnitude = LaneSineCosine.magnitude(angle)
    if (magnitude .> Lanes(repeating: 0x1.921fb54442d18p-1)).bits == 0 {
      // No quarter turns, no tail: what most poles need.
      sine = LaneSineCosine.sine(angle)
      cosine = LaneSineCosine.cosine(angle)
    } else {
      // A lane that needs no turn gets the same bits here: its turns and its tail are 0.
      setTurning(angle)
      var beyond = (magnitude .> Lanes(repeating: 1024)).bits
      while beyond != 0 {
        let lane = beyond.trailingZeroBitCount
        beyond &= beyond &- 1
        sine[lane] = Double.sin(angle[lane])
        cosine[lane] = Double.cos(angle[lane])
      }
    }
  }

  /// Angles of at most 1,024, less the nearest quarter turns (Cody and Waite 1980).
  ///
  /// With π/2 = P₁ + P₂ + P₃ to 160 bits and k whole quarter turns, angle − k P₁ is exact: it is a
  /// multiple of the last place of both and below 1. What rounding takes from the rest goes to the
  /// tail.
  @inline(__always)
  private mutating func setTurning(_ angle: Lanes) {
    // Adding 1.5 · 2⁵² leaves the nearest integer in the last bits.
    let shift = Lanes(repeating: 0x1.8p52)
    let shifted = angle * Lanes(repeating: 0x1.45f306dc9c883p-1) + shift
    let turns = shift - shifted
    let first = angle.addingProduct(turns, Lanes(repeating: 0x1.921fb54442d18p+0))
    // k P₂ as a rounded product and its error, so that nothing is lost where `first` cancels it.
    let part = turns * 0x1.1a62633145c07p-54
    let partError = (-part).addingProduct(turns, Lanes(repeating: 0x1.1a62633145c07p-54))
    let rest = first + part
    let tail = (((first - rest) + part) + partError)
      .addingProduct(turns, Lanes(repeating: -0x1.f1976b7ed8fbcp-110))

    let plainSine = LaneSineCosine.sine(rest, tail: tail)
    let plainCosine = LaneSineCosine.cosine(rest, tail: tail)
    let bits = unsafeBitCast(shifted, to: SIMD8<UInt64>.self)
    let one = SIMD8<UInt64>(repeating: 1)
    let two = SIMD8<UInt64>(repeating: 2)
    // Quarter k: sin, cos, −sin, −cos.
    let isOdd = SIMD8<UInt64>.zero &- (bits & one)
    let signShift = SIMD8<UInt64>(repeating: 62)
    let sineSign = (bits & two) &<< signShift
    let cosineSign = ((bits &+ one) & two) &<< signShift
    let sineBits = unsafeBitCast(plainSine, to: SIMD8<UInt64>.self)
    let cosineBits = unsafeBitCast(plainCosine, to: SIMD8<UInt64>.self)
    let difference = (sineBits ^ cosineBits) & isOdd
    sine = unsafeBitCast(sineBits ^ difference ^ sineSign, to: Lanes.self)
    cosine = unsafeBitCast(cosineBits ^ difference ^ cosineSign, to: Lanes.self)
  }

  @inline(__always)
  private static func magnitude(_ value: Lanes) -> Lanes {
    let bits = unsafeBitCast(value, to: SIMD8<UInt64>.self)
    return unsafeBitCast(bits & SIMD8(repeating: UInt64.max >> 1), to: Lanes.self)
  }

  /// sin(rest + tail); the tail may be left out where there is none.
  @inline(__always)
  private static func sine(_ rest: Lanes, tail: Lanes) -> Lanes {
    let square = rest * rest
    let scaledTail = tail * (1 - 0.5 * square)
    return rest + scaledTail.addingProduct(rest * square, sineSeries(square))
  }

  @inline(__always)
  private static func sine(_ rest: Lanes) -> Lanes {
    let square = rest * rest
    return rest + rest * square * sineSeries(square)
  }

  /// cos(rest + tail); the tail may be left out where there is none.
  @inline(__always)
  private static func cosine(_ rest: Lanes, tail: Lanes) -> Lanes {
    let square = rest * rest
    let half = 0.5 * square
    let leading = 1 - half
    let rounding = (1 - leading) - half
    return leading + (rounding + (square * square * cosineSeries(square) - rest * tail))
  }

  @inline(__always)
  private static func cosine(_ rest: Lanes) -> Lanes {
    let square = rest * rest
    let half = 0.5 * square
    let leading = 1 - half
    let rounding = (1 - leading) - half
    return leading + (rounding + square * square * cosineSeries(square))
  }

  /// (sin r − r) / r³ by r², the Taylor series of the sine to the 17th power; the next term is below
  /// 1e-19.
  @inline(__always)
  private static func sineSeries(_ square: Lanes) -> Lanes {
    var series = Lanes(repeating: 1.0 / 355_687_428_096_000)
    series = Lanes(repeating: -1.0 / 1_307_674_368_000).addingProduct(series, square)
    series = Lanes(repeating: 1.0 / 6_227_020_800).addingProduct(series, square)
    series = Lanes(repeating: -1.0 / 39_916_800).addingProduct(series, square)
    series = Lanes(repeating: 1.0 / 362_880).addingProduct(series, square)
    series = Lanes(repeating: -1.0 / 5_040).addingProduct(series, square)
    series = Lanes(repeating: 1.0 / 120).addingProduct(series, square)
    return Lanes(repeating: -1.0 / 6).addingProduct(series, square)
  }

  /// (cos r − 1 + r²/2) / r⁴ by r², the Taylor series of the cosine to the 18th power; the next term is
  /// below 1e-20.
  @inline(__always)
  private static func cosineSeries(_ square: Lanes) -> Lanes {
    var series = Lanes(repeating: -1.0 / 6_402_373_705_728_000)
    series = Lanes(repeating: 1.0 / 20_922_789_888_000).addingProduct(series, square)
    series = Lanes(repeating: -1.0 / 87_178_291_200).addingProduct(series, square)
    series = Lanes(repeating: 1.0 / 479_001_600).addingProduct(series, square)
    series = Lanes(repeating: -1.0 / 3_628_800).addingProduct(series, square)
    series = Lanes(repeating: 1.0 / 40_320).addingProduct(series, square)
    series = Lanes(repeating: -1.0 / 720).addingProduct(series, square)
    return Lanes(repeating: 1.0 / 24).addingProduct(series, square)
  }
}
