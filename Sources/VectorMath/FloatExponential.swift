extension FloatLanes {
  /// e raised to each lane.
  ///
  /// Scaling takes two factors, because 2^n alone may overflow or be subnormal. From ±104 on the
  /// result is infinite or 0.
  @inline(__always)
  var exponential: FloatLanes {
    let bounds = FloatLanes(bits: FloatLanes(repeating: 104).bits | bits & Int32.min)
    let bounded = replacing(exceeds(104) & ~exceeds(.infinity), by: bounds)
    let shift: Float = 0x1.8p23
    let (shifted, excess) = bounded.reducedExponential(scaledBy: 1, shift: shift)
    let power = shifted &- FloatLanes(repeating: shift).bits
    let half = power &>> 1
    return (1 + excess) * .powerOfTwo(half) * .powerOfTwo(power &- half)
  }

  /// Whole n and expm1(c r) / c, where the lane is n ln 2 / c + r and |c r| ≤ ln 2 / 2.
  ///
  /// Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits. The high part of ln 2
  /// has 16 bits, so subtracting n times it is exact; the low part rounds once, by 2⁻²⁶ at most.
  /// expm1(r) = r + r² q(r), q of degree 5 by minimax of the relative error, which is 2⁻³¹.
  ///
  /// - Parameters:
  ///   - c: A power of two, a literal: the coefficients are multiplied while compiling, exactly.
  ///   - shift: 1.5 · 2²³ and a whole number, which is added to n.
  /// - Returns: The bits of `shift` + n, and expm1(c r) / c.
  @inline(__always)
  func reducedExponential(
    scaledBy c: Float, shift: Float
  ) -> (shifted: IntegerLanes, excess: FloatLanes) {
    let shift = FloatLanes(repeating: shift)
    let shifted = shift.addingProduct(self, 0x1.715476p0 * c)
    let multiple = shifted - shift
    let rest = addingProduct(multiple, -0x1.62e4p-1 / c)
      .addingProduct(multiple, -0x1.7f7d1cp-20 / c)
    var series = FloatLanes(repeating: 0x1.a24770p-13 * c * c * c * c * c * c)
    series = FloatLanes(repeating: 0x1.6d3c88p-10 * c * c * c * c * c).addingProduct(series, rest)
    series = FloatLanes(repeating: 0x1.111002p-7 * c * c * c * c).addingProduct(series, rest)
    series = FloatLanes(repeating: 0x1.5554f6p-5 * c * c * c).addingProduct(series, rest)
    series = FloatLanes(repeating: 0x1.555556p-3 * c * c).addingProduct(series, rest)
    series = FloatLanes(repeating: 0.5 * c).addingProduct(series, rest)
    return (shifted.bits, rest.addingProduct(rest * rest, series))
  }
}
