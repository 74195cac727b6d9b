/// Numbers as text: correctly rounded, the same on every machine, without Foundation.
///
/// Rounding starts from the exact decimal value of the `Double`, ties to even. The minus sign is the
/// ASCII hyphen; zero and NaN have no sign.
public enum NumberText {
  /// A number with a given count of significant digits, as in `0.2475` or `1.98e-6`.
  ///
  /// Digits left of the decimal point are never rounded away below 1e7: 12345.678 with four digits
  /// is `12346`. Magnitudes below 1e-4 or from 1e7 on are written in scientific notation.
  ///
  /// - Parameters:
  ///   - value: Any number; NaN is `nan`, infinities are `inf` and `-inf`.
  ///   - digits: Significant digits, at least 1.
  ///   - trimmingZeros: Whether zeros at the end of the fraction are left out.
  /// - Returns: The text.
  public static func significant(
    _ value: Double, digits: Int = 4, trimmingZeros: Bool = true
  ) -> String {
    if let special = special(value) { return special }
    let exact = ExactDecimal(value.magnitude)
    let exponent = exact.rounded(toDigits: digits).exponent
    let decimals = Swift.max(0, digits - 1 - exponent)
    let rounded = exact.rounded(toPlaces: decimals)
    if value != 0 && (exponent < -4 || rounded.exponent >= 7) {
      return scientific(value, digits: digits, trimmingZeros: trimmingZeros)
    }
    return sign(value, rounded) + rounded.plain(decimals: decimals, trimmingZeros: trimmingZeros)
  }

  /// A number with a given count of digits after the decimal point, as in `0.250`.
  ///
  /// - Parameters:
  ///   - value: Any number; NaN is `nan`, infinities are `inf` and `-inf`.
  ///   - decimals: Digits after the point, at least 0.
  /// - Returns: The text.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    if let special = special(value) { return special }
    let rounded = ExactDecimal(value.magnitude).rounded(toPlaces: decimals)
    return sign(value, rounded) + rounded.plain(decimals: decimals, trimmingZeros: false)
  }

  /// A number in scientific notation, as in `1.98e-6`.
  ///
  /// - Parameters:
  ///   - value: Any number; NaN is `nan`, infinities are `inf` and `-inf`.
  ///   - digits: Significant digits, at least 1.
  ///   - trimmingZeros: Whether zeros at the end of the fraction are left out.
  /// - Returns: The text.
  public static func scientific(
    _ value: Double, digits: Int = 4, trimmingZeros: Bool = true
  ) -> String {
    if let special = special(value) { return special }
    var rounded = ExactDecimal(value.magnitude).rounded(toDigits: digits)
    let exponent = rounded.exponent
    rounded.exponent = 0
    let mantissa = rounded.plain(decimals: digits - 1, trimmingZeros: trimmingZeros)
    return sign(value, rounded) + mantissa + "e\(exponent)"
  }

  /// A whole number with thousands separators, as in `32,768`.
  ///
  /// - Parameter value: Any integer.
  /// - Returns: The text.
  public static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// An estimate with its uncertainty, as in `0.2475 ± 0.0031`.
  ///
  /// The half-width gets the stated significant digits and the estimate as many decimals. Very
  /// small and very large values share an exponent: `(1.20 ± 0.31)e-9`.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - halfWidth: Its uncertainty; at least 0. When 0 or not finite, the estimate gets six digits.
  ///   - digits: Significant digits of the half-width, at least 1.
  /// - Returns: The text.
  public static func estimate(_ value: Double, halfWidth: Double, digits: Int = 2) -> String {
    guard value.isFinite && halfWidth.isFinite && halfWidth > 0 else {
      return significant(value, digits: 6) + " ± " + significant(halfWidth, digits: digits)
    }
    var center = ExactDecimal(value.magnitude)
    var width = ExactDecimal(halfWidth)
    let widthExponent = width.rounded(toDigits: digits).exponent
    let largest = Swift.max(value == 0 ? widthExponent : center.exponent, widthExponent)
    let usesExponent = largest < -4 || largest >= 7
    let shift = usesExponent ? largest : 0
    let decimals = Swift.max(0, digits - 1 - (widthExponent - shift))
    if value != 0 { center.exponent -= shift }
    width.exponent -= shift
    let roundedCenter = center.rounded(toPlaces: decimals)
    let roundedWidth = width.rounded(toPlaces: decimals)
    let text =
      sign(value, roundedCenter) + roundedCenter.plain(decimals: decimals, trimmingZeros: false)
      + " ± " + roundedWidth.plain(decimals: decimals, trimmingZeros: false)
    return usesExponent ? "(\(text))e\(shift)" : text
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return nil
  }

  private static func sign(_ value: Double, _ rounded: ExactDecimal) -> String {
    value < 0 && !rounded.isZero ? "-" : ""
  }
}
