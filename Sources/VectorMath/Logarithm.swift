extension Double {
  /// The natural logarithm; error below 1 ulp, the same bits on every machine.
  ///
  /// - Parameter number: At least 0; negative numbers and NaN give NaN.
  /// - Returns: log(`number`); −∞ at 0.
  public static func log(_ number: Double) -> Double {
    if !(number >= 0) { return .nan }
    if number == 0 { return -.infinity }
    if number == .infinity { return .infinity }
    // number = 2^k m with m between √½ and √2.
    let isSubnormal = number < 0x1p-1022
    let normal = isSubnormal ? number * 0x1p54 : number
    // Adding the distance from √½ to 1 carries into the exponent exactly when m must be halved.
    let shifted = normal.bitPattern &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
    let power = Int(shifted >> 52) - 1023
    let mantissa = Double(bitPattern: normal.bitPattern &- UInt64(bitPattern: Int64(power)) << 52)
    let multiple = Double(isSubnormal ? power - 54 : power)

    // With f = m − 1 and s = f / (2 + f): log m = 2 artanh s = f − s (f − R), where
    // R = Σ_{i ≥ 1} 2 s^{2i} / (2i + 1). As 2 s = f − s f, writing f − (f²/2 − s (f²/2 + R)) keeps
    // the exact f leading. s² ≤ 0.0295: after i = 10 the terms are below 1e-18.
    let excess = mantissa - 1
    let ratio = excess / (2 + excess)
    let square = ratio * ratio
    var series = 2.0 / 21
    series = (2.0 / 19).addingProduct(series, square)
    series = (2.0 / 17).addingProduct(series, square)
    series = (2.0 / 15).addingProduct(series, square)
    series = (2.0 / 13).addingProduct(series, square)
    series = (2.0 / 11).addingProduct(series, square)
    series = (2.0 / 9).addingProduct(series, square)
    series = (2.0 / 7).addingProduct(series, square)
    series = (2.0 / 5).addingProduct(series, square)
    series = (2.0 / 3).addingProduct(series, square)
    series *= square
    let half = 0.5 * excess * excess
    let low = (ratio * (half + series)).addingProduct(multiple, 0x1.a39ef35793c76p-33)
    return multiple * 0x1.62e42feep-1 - ((half - low) - excess)
  }
}
