extension Double {
  /// e raised to a power; error below 1 ulp, the same bits on every machine.
  ///
  /// - Parameter exponent: Any number; NaN gives NaN.
  /// - Returns: exp(`exponent`); infinite above 709.79, 0 below −745.14, subnormal numbers between.
  public static func exp(_ exponent: Double) -> Double {
    if exponent.isNaN { return .nan }
    if exponent > 709.782712893384 { return .infinity }
    if exponent < -745.1332191019412 { return 0 }
    // exponent = k ln 2 + r with |r| ≤ ln 2 / 2. The high part of ln 2 has 32 bits, so k times it is
    // exact; `correction` is what rounding took from r.
    let multiple = (exponent * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
    let high = exponent - multiple * 0x1.62e42feep-1
    let low = multiple * 0x1.a39ef35793c76p-33
    let rest = high - low
    let correction = (high - rest) - low

    // exp(r) = 1 + r + r² q(r), q the Taylor series up to r¹³; the next term is below 5e-18.
    var series = 1.0 / 6_227_020_800
    series = (1.0 / 479_001_600).addingProduct(series, rest)
    series = (1.0 / 39_916_800).addingProduct(series, rest)
    series = (1.0 / 3_628_800).addingProduct(series, rest)
    series = (1.0 / 362_880).addingProduct(series, rest)
    series = (1.0 / 40_320).addingProduct(series, rest)
    series = (1.0 / 5_040).addingProduct(series, rest)
    series = (1.0 / 720).addingProduct(series, rest)
    series = (1.0 / 120).addingProduct(series, rest)
    series = (1.0 / 24).addingProduct(series, rest)
    series = (1.0 / 6).addingProduct(series, rest)
    series = 0.5.addingProduct(series, rest)
    let value = 1 + (rest + correction.addingProduct(rest * rest, series))

    // Two factors, because 2^k alone may overflow or be subnormal.
    let power = Int(multiple)
    let half = power / 2
    return value * powerOfTwo(half) * powerOfTwo(power - half)
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}
