extension FloatLanes {
  /// e raised to each lane.
  ///
  /// Scaling takes two factors, because 2^n alone may overflow or be subnormal. From ±104 on the
  /// result is infinite or 0.
  @inline(__always)
  var exponential: FloatLanes {
    let bounds = FloatLanes(bits: FloatLanes(repeating: 104).bits | bits & Int32.min)
    let bounded = replacing(exceeds(104) & ~exceeds(.infinity), by: bounds)
    let (power, excess) = bounded.reducedExponential
    let half = power &>> 1
    return (1 + excess) * .powerOfTwo(half) * .powerOfTwo(power &- half)
  }

  /// Whole n and expm1(r), where the lane is n ln 2 + r and |r| ≤ ln 2 / 2.
  ///
  /// Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits. The high part of ln 2
  /// has 16 bits, so subtracting n times it is exact; the low part rounds once, by 2⁻²⁶ at most.
  /// expm1(r) = r + r² q(r), q of degree 5 by minimax of the relative error, which is 2⁻³¹.
  @inline(__always)
  private var reducedExponential: (power: IntegerLanes, excess: FloatLanes) {
    let shift = FloatLanes(repeating: 0x1.8p23)
    let shifted = shift.addingProduct(self, 0x1.715476p0)
    let multiple = shifted - shift
    let rest = addingProduct(multiple, -0x1.62e4p-1).addingProduct(multiple, -0x1.7f7d1cp-20)
    var series = FloatLanes(repeating: 0x1.a24770p-13)
    series = FloatLanes(repeating: 0x1.6d3c88p-10).addingProduct(series, rest)
    series = FloatLanes(repeating: 0x1.111002p-7).addingProduct(series, rest)
    series = FloatLanes(repeating: 0x1.5554f6p-5).addingProduct(series, rest)
    series = FloatLanes(repeating: 0x1.555556p-3).addingProduct(series, rest)
    series = FloatLanes(repeating: 0.5).addingProduct(series, rest)
    return (shifted.bits &- shift.bits, rest.addingProduct(rest * rest, series))
  }
}
