extension Double {
  /// The sine of an angle in radians; error below 1 ulp for every finite angle.
  ///
  /// - Parameter angle: In radians; NaN and infinities give NaN.
  /// - Returns: sin(`angle`).
  public static func sin(_ angle: Double) -> Double {
    guard angle.isFinite else { return .nan }
    if angle.magnitude < 0x1p-27 { return angle }
    let reduced = QuarterTurns(angle)
    switch reduced.quadrant & 3 {
    case 0: return reduced.sine
    case 1: return reduced.cosine
    case 2: return -reduced.sine
    default: return -reduced.cosine
    }
  }

  /// The cosine of an angle in radians; error below 1 ulp for every finite angle.
  ///
  /// - Parameter angle: In radians; NaN and infinities give NaN.
  /// - Returns: cos(`angle`).
  public static func cos(_ angle: Double) -> Double {
    guard angle.isFinite else { return .nan }
    let reduced = QuarterTurns(angle)
    switch reduced.quadrant & 3 {
    case 0: return reduced.cosine
    case 1: return -reduced.sine
    case 2: return -reduced.cosine
    default: return reduced.sine
    }
  }
}

/// An angle as whole quarter turns and a rest within ±π/4, kept to about 100 bits.
private struct QuarterTurns {
  var quadrant: UInt64 = 0
  var rest: Double
  var restTail = 0.0

  init(_ angle: Double) {
    rest = angle
    guard angle.magnitude > 0x1.921fb54442d18p-1 else { return }
    // Payne and Hanek 1983: with angle = m · 2^e, only the bits of 2/π of weight below 2^(2 − e)
    // decide m · 2^e · 2/π modulo 4. Take 192 of them; the product modulo 2^192 then holds the
    // quadrant in its top two bits and the fraction below, wrong by less than 2^−137.
    let significand = angle.significandBitPattern | (1 << 52)
    let start = Int(angle.exponent) - 52 + 62
    let high = QuarterTurns.window(start)
    let middle = QuarterTurns.window(start + 64)
    let low = QuarterTurns.window(start + 128)

    let lowProduct = significand.multipliedFullWidth(by: low)
    let middleProduct = significand.multipliedFullWidth(by: middle)
    var word2 = lowProduct.low
    let (sum, carried) = lowProduct.high.addingReportingOverflow(middleProduct.low)
    var word1 = sum
    var word0 = significand &* high &+ middleProduct.high &+ (carried ? 1 : 0)

    // Drop the quadrant; round to the nearest one, which leaves a fraction within ±½.
    quadrant = word0 >> 62
    word0 = word0 << 2 | word1 >> 62
    word1 = word1 << 2 | word2 >> 62
    word2 <<= 2
    let isNegative = word0 >> 63 == 1
    if isNegative {
      quadrant &+= 1
      (word0, word1, word2) = (~word0, ~word1, 0 &- word2)
      if word2 == 0 { word1 &+= 1 }
      if word2 == 0 && word1 == 0 { word0 &+= 1 }
    }

    // At most 62 leading zeros: no double lies closer to a multiple of π/2.
    let zeros = UInt64(word0.leadingZeroBitCount)
    if zeros > 0 && zeros < 64 {
      word0 = word0 << zeros | word1 >> (64 - zeros)
      word1 = word1 << zeros | word2 >> (64 - zeros)
    }
    let scale = Double(sign: .plus, exponent: -53 - Int(zeros), significand: 1)
    let fraction = Double(word0 >> 11) * scale
    let fractionTail = (Double(word0 & 0x7FF) + Double(word1) * 0x1p-64) * 0x1p-11 * scale
    let halfPi = 0x1.921fb54442d18p+0
    let halfPiTail = 0x1.1a62633145c07p-54
    let product = fraction * halfPi
    var tail = (-product).addingProduct(fraction, halfPi)
    tail.addProduct(fraction, halfPiTail)
    tail.addProduct(fractionTail, halfPi)
    rest = product + tail
    restTail = (product - rest) + tail
    if isNegative {
      rest = -rest
      restTail = -restTail
    }
    if angle < 0 {
      quadrant = 0 &- quadrant
      rest = -rest
      restTail = -restTail
    }
  }

  /// sin(rest + tail) by the Taylor series to the 17th power; the next term is below 1e-19.
  var sine: Double {
    let square = rest * rest
    var series = 1.0 / 355_687_428_096_000
    series = (-1.0 / 1_307_674_368_000).addingProduct(series, square)
    series = (1.0 / 6_227_020_800).addingProduct(series, square)
    series = (-1.0 / 39_916_800).addingProduct(series, square)
    series = (1.0 / 362_880).addingProduct(series, square)
    series = (-1.0 / 5_040).addingProduct(series, square)
    series = (1.0 / 120).addingProduct(series, square)
    series = (-1.0 / 6).addingProduct(series, square)
    let tail = restTail * (1 - 0.5 * square)
    return rest + tail.addingProduct(rest * square, series)
  }

  /// cos(rest + tail) by the Taylor series to the 18th power; the next term is below 1e-20.
  var cosine: Double {
    let square = rest * rest
    var series = -1.0 / 6_402_373_705_728_000
    series = (1.0 / 20_922_789_888_000).addingProduct(series, square)
    series = (-1.0 / 87_178_291_200).addingProduct(series, square)
    series = (1.0 / 479_001_600).addingProduct(series, square)
    series = (-1.0 / 3_628_800).addingProduct(series, square)
    series = (1.0 / 40_320).addingProduct(series, square)
    series = (-1.0 / 720).addingProduct(series, square)
    series = (1.0 / 24).addingProduct(series, square)
    let half = 0.5 * square
    let leading = 1 - half
    let rounding = (1 - leading) - half
    return leading + (rounding + (square * square * series - rest * restTail))
  }

  /// 64 bits of 2/π, counted from 64 places above the binary point.
  private static func window(_ start: Int) -> UInt64 {
    let word = start / 64
    let shift = UInt64(start % 64)
    if shift == 0 { return twoOverPi[word] }
    return twoOverPi[word] << shift | twoOverPi[word + 1] >> (64 - shift)
  }

  /// 2/π to 1,280 bits, after 64 zeros.
  private static let twoOverPi: [UInt64] = [
    0x0000_0000_0000_0000, 0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041,
    0xFE51_63AB_DEBB_C561, 0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E,
    0xE882_35F5_2EBB_4484, 0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B,
    0x1FF8_97FF_DE05_980F, 0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D,
    0x7527_BAC7_EBE5_F17B, 0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB,
    0xF0CF_BC20_9AF4_361D,
  ]
}
