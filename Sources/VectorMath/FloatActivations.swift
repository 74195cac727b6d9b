extension FloatLanes {
  /// The hyperbolic tangent of each lane.
  ///
  /// With |x| = 2n ln 2 + r, |r| ≤ ln 2, t = tanh r and s = e^(4n ln 2) = 16^n:
  /// tanh |x| = ((s − 1) + t (s + 1)) / ((s + 1) + t (s − 1)). The denominator D is rounded once more;
  /// the numerator is D − 2 + 2t, where D − 2 is exact, so that what D errs by nearly cancels. Where n
  /// is 0, D is 2 and the result t. t = r + r³ P(r²), P of degree 5 by minimax of the relative error,
  /// which is 2⁻²⁹. From 10 on the result is 1.
  @inline(__always)
  var hyperbolicTangent: FloatLanes {
    let bounded = magnitudes.atMost(10)
    // Adding 1.5 · 2²³ rounds to a whole number; with 32, its low bits are the exponent of 2 · 16^n.
    let shift = FloatLanes(repeating: 0x1.8p23 + 32)
    let shifted = shift.addingProduct(bounded, 0x1.715476p-1)
    let rest = bounded.addingProduct(shifted - shift, -0x1.62e430p0)
    let square = rest * rest
    var series = FloatLanes(repeating: 0x1.f62a82p-10)
    series = FloatLanes(repeating: -0x1.032e22p-7).addingProduct(series, square)
    series = FloatLanes(repeating: 0x1.61a104p-6).addingProduct(series, square)
    series = FloatLanes(repeating: -0x1.b9be44p-5).addingProduct(series, square)
    series = FloatLanes(repeating: 0x1.110f5ep-3).addingProduct(series, square)
    series = FloatLanes(repeating: -0x1.55555p-2).addingProduct(series, square)
    let tangent = rest.addingProduct(rest * square, series)
    // Numerator and denominator are twice those above.
    let power = FloatLanes(bits: shifted.bits &<< 25)
    let denominator = (power + 2).addingProduct(tangent, power - 2)
    let result = (denominator - 4).addingProduct(tangent, 4) / denominator
    return FloatLanes(bits: result.bits | (bits & Int32.min))
  }

  /// The larger of each lane and 0.
  @inline(__always)
  var rectified: FloatLanes { replacing(isNegative & ~exceeds(.infinity), by: 0) }

  /// log(1 + eˣ) of each lane x.
  ///
  /// = max(x, 0) + log(1 + u), u = e^−|x|. Above √2 − 1, 1 + u is halved: (1 + u) / 2 = 1 + f with
  /// f = (u − 1) / 2, so that no 1 + u is ever rounded.
  @inline(__always)
  var softplus: FloatLanes {
    let decayed = FloatLanes(bits: bits | Int32.min).exponential
    let isLarge = decayed.exceeds(0x1.a8279ap-2)
    let excess = decayed.replacing(isLarge, by: (decayed - 1) * 0.5)
    let multiple = FloatLanes.zero.replacing(isLarge, by: 1)
    return rectified + excess.logarithmOfSuccessor(plusLogarithmOfTwoTimes: multiple)
  }
}
