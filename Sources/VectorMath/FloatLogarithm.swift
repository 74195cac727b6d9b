extension FloatLanes {
  /// The natural logarithm of each lane.
  @inline(__always)
  var logarithm: FloatLanes {
    // Each lane is 2^k m with m between √½ and √2: adding the distance from √½ to 1 carries into
    // the exponent exactly when m must be halved.
    let isSubnormal = ~exceeds(Float(0x1p-126).nextDown)
    let normal = replacing(isSubnormal, by: self * 0x1p25).bits
    let power = ((normal &+ (0x3F80_0000 - 0x3F35_04F3)) &>> 23) &- 127
    let mantissa = FloatLanes(bits: normal &- power &<< 23)
    // Added to the bits of 1.5 · 2²³, a small integer is the number to subtract it from.
    let shift = FloatLanes(repeating: 0x1.8p23)
    let multiple =
      (FloatLanes(bits: shift.bits &+ power) - shift)
      - FloatLanes.zero.replacing(isSubnormal, by: 25)

    return (mantissa - 1).logarithmOfSuccessor(plusLogarithmOfTwoTimes: multiple)
      .replacing(exceeds(.greatestFiniteMagnitude), by: self)
      .replacing(isNegative, by: .nan)
      .replacing(~exceeds(0), by: -.infinity)
  }

  /// log(1 + f) + k ln 2 for f from √½ − 1 to √2 − 1 and whole k.
  ///
  /// log(1 + f) = f − f²/2 + f³ P(f), P of degree 8 by minimax of the relative error, which is
  /// 2⁻³⁰. The high part of ln 2 has 16 bits, so k times it is exact; it comes last.
  @inline(__always)
  func logarithmOfSuccessor(plusLogarithmOfTwoTimes multiple: FloatLanes) -> FloatLanes {
    var series = FloatLanes(repeating: 0x1.1b42eap-4)
    series = FloatLanes(repeating: -0x1.e2e9f2p-4).addingProduct(series, self)
    series = FloatLanes(repeating: 0x1.e65078p-4).addingProduct(series, self)
    series = FloatLanes(repeating: -0x1.fb433ap-4).addingProduct(series, self)
    series = FloatLanes(repeating: 0x1.2332cep-3).addingProduct(series, self)
    series = FloatLanes(repeating: -0x1.5562e2p-3).addingProduct(series, self)
    series = FloatLanes(repeating: 0x1.99a544p-3).addingProduct(series, self)
    series = FloatLanes(repeating: -0x1.ffffeep-3).addingProduct(series, self)
    series = FloatLanes(repeating: 0x1.555546p-2).addingProduct(series, self)
    let square = self * self
    var small = (self * square * series).addingProduct(multiple, 0x1.7f7d1cp-20)
    small.addProduct(square, -0.5)
    return (self + small).addingProduct(multiple, 0x1.62e4p-1)
  }
}
