extension FloatLanes {
  /// The sine of each lane, in radians.
  @inline(__always)
  var sine: FloatLanes { sineOrCosine(quarterTurns: 0, signs: bits & Int32.min) { Double.sin($0) } }

  /// The cosine of each lane, in radians.
  @inline(__always)
  var cosine: FloatLanes { sineOrCosine(quarterTurns: 1, signs: .zero) { Double.cos($0) } }

  /// The sine of |x| plus quarter turns, with a sign; `wide` serves lanes beyond 2¹⁶.
  ///
  /// Cody and Waite 1980: |x| = n π/2 + r with π/2 in three parts of 24 bits each. Up to 2¹⁶ the
  /// first step is exact (both sides are multiples of 2⁻²⁴ and the rest is below 1); the others round
  /// once each. The rest of π/2 after 72 bits, times n, is below 2⁻⁶⁰.
  @inline(__always)
  private func sineOrCosine(
    quarterTurns: Int32, signs: IntegerLanes, wide: (Double) -> Double
  ) -> FloatLanes {
    let size = magnitudes
    let shift = FloatLanes(repeating: 0x1.8p23)
    let shifted = shift.addingProduct(size, 0x1.45f306p-1)
    let multiple = shifted - shift
    let rest = size.addingProduct(multiple, -0x1.921fb6p0)
      .addingProduct(multiple, 0x1.777a5cp-25)
      .addingProduct(multiple, 0x1.ee59dap-50)

    // sin r = r + r³ S(r²) and cos r = 1 − r²/2 + r⁴ C(r²), minimax within π/4: 2⁻³² and 2⁻³³.
    let square = rest * rest
    var series = FloatLanes(repeating: 0x1.7cd836p-19)
    series = FloatLanes(repeating: -0x1.a05bbap-13).addingProduct(series, square)
    series = FloatLanes(repeating: 0x1.111176p-7).addingProduct(series, square)
    series = FloatLanes(repeating: -0x1.555556p-3).addingProduct(series, square)
    let sine = rest.addingProduct(rest * square, series)
    series = FloatLanes(repeating: 0x1.99e0ecp-16)
    series = FloatLanes(repeating: -0x1.6c0c1ap-10).addingProduct(series, square)
    series = FloatLanes(repeating: 0x1.55554ap-5).addingProduct(series, square)
    let leading = FloatLanes(repeating: 1).addingProduct(square, -0.5)
    let cosine = leading.addingProduct(square * square, series)

    // Odd quadrants take the cosine; the second bit of the quadrant is the sign.
    let quadrant = (shifted.bits &- shift.bits) &+ quarterTurns
    let isOdd = 0 &- (quadrant & 1)
    let result = cosine.bits & isOdd | sine.bits & ~isOdd
    var signed = FloatLanes(bits: result ^ (quadrant & 2) &<< 30 ^ signs)

    if exceeds(0x1p16).hasNegative {
      for lane in 0..<FloatLanes.scalarCount where !(size[lane] <= 0x1p16) {
        signed[lane] = Float(wide(Double(self[lane])))
      }
    }
    return signed
  }
}
