extension Double {
  /// The hyperbolic tangent; error below 3 ulp, the same bits on every machine.
  ///
  /// - Parameter argument: Any number; NaN gives NaN.
  /// - Returns: tanh(`argument`), in `-1...1`; keeps the sign of zero.
  public static func tanh(_ argument: Double) -> Double {
    let size = argument.magnitude
    if size < 0x1p-28 { return argument }
    // tanh x = (1 − t) / (1 + t) with t = exp(−2x). Where t is near 1, the difference loses digits:
    // there m = t − 1 by its own series, and tanh x = −m / (2 + m).
    if size < 0.173 {
      let exponent = -2 * size
      // m = y + y² q(y), q the Taylor series up to y¹³; the next term is below 5e-18 of m.
      var series = 1.0 / 6_227_020_800
      for factorial in factorials { series = (1 / factorial).addingProduct(series, exponent) }
      let difference = exponent.addingProduct(exponent * exponent, series)
      let value = -difference / (2 + difference)
      return argument < 0 ? -value : value
    }
    let decay = exp(-2 * size)
    let value = (1 - decay) / (1 + decay)
    return argument < 0 ? -value : value
  }

  /// 12!, 11!, …, 2!.
  private static let factorials: [Double] = [
    479_001_600, 39_916_800, 3_628_800, 362_880, 40_320, 5_040, 720, 120, 24, 6, 2,
  ]
}
