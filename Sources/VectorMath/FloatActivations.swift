extension FloatLanes {
  /// The hyperbolic tangent of each lane.
  ///
  /// Up to 0.35, tanh x = x + x³ P(x²), P of degree 3 by minimax of the relative error, which is
  /// 2⁻³⁰. Above, with h = expm1(2|x|) / 2 = 2^n expm1(2r) / 2 + (2^n − 1) / 2:
  /// tanh |x| = h / (h + 1), where nothing cancels for any n. From 10 on the result is 1.
  @inline(__always)
  var hyperbolicTangent: FloatLanes {
    let size = magnitudes
    let square = size * size
    var series = FloatLanes(repeating: 0x1.3eaa36p-6)
    series = FloatLanes(repeating: -0x1.b827e4p-5).addingProduct(series, square)
    series = FloatLanes(repeating: 0x1.110c36p-3).addingProduct(series, square)
    series = FloatLanes(repeating: -0x1.55554ep-2).addingProduct(series, square)
    let small = size.addingProduct(size * square, series)

    let bounded = size.replacing(exceeds(10), by: 10)
    // With the exponent's bias in the shift, the low bits are those of 2^n.
    let (shifted, half) = bounded.reducedExponential(scaledBy: 2, shift: 0x1.8p23 + 127)
    let scale = FloatLanes(bits: shifted &<< 23)
    let grown = FloatLanes(repeating: -0.5).addingProduct(scale, 0.5).addingProduct(half, scale)
    // NaN is not above 0.35 here, and stays what it is.
    let isLarge = exceeds(0.35) & ~exceeds(.infinity)
    let result = small.replacing(isLarge, by: grown / (grown + 1))
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
