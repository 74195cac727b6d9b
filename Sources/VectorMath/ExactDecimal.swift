/// The exact decimal value of a non-negative finite `Double`, or a rounding of it.
///
/// The value is `d₀.d₁d₂… · 10^exponent` with the first digit not zero; zero has no digits.
struct ExactDecimal {
  var digits: [UInt8]
  var exponent: Int

  var isZero: Bool { digits.isEmpty }

  /// All digits of a number, at most 767.
  init(_ magnitude: Double) {
    guard magnitude > 0 else {
      digits = []
      exponent = 0
      return
    }
    // magnitude = m · 2^e with an odd integer m. For e < 0 this is (m · 5^−e) · 10^e, so in both
    // cases the digits are those of an integer.
    let zeros = magnitude.significandBitPattern.trailingZeroBitCount
    let binaryExponent: Int
    let odd: UInt64
    if magnitude.isNormal {
      let significand = magnitude.significandBitPattern | (1 << 52)
      let shift = Swift.min(zeros, 52)
      odd = significand >> UInt64(shift)
      binaryExponent = Int(magnitude.exponent) - 52 + shift
    } else {
      odd = magnitude.significandBitPattern >> UInt64(zeros)
      binaryExponent = -1074 + zeros
    }
    // Little-endian, base 10⁹.
    var limbs = [odd % 1_000_000_000, odd / 1_000_000_000]
    let base: UInt64 = binaryExponent < 0 ? 5 : 2
    var remaining = Int(binaryExponent.magnitude)
    while remaining > 0 {
      let step = Swift.min(remaining, 13)
      ExactDecimal.multiply(&limbs, by: (0..<step).reduce(1) { power, _ in power * base })
      remaining -= step
    }
    var integerDigits: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        integerDigits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while integerDigits.last == 0 { integerDigits.removeLast() }
    exponent = integerDigits.count - 1 + Swift.min(binaryExponent, 0)
    digits = Array(integerDigits.reversed())
    trim()
  }

  /// The value rounded to significant digits, ties to even.
  func rounded(toDigits count: Int) -> ExactDecimal {
    if count < 1 { fatalError("NumberText: \(count) significant digits; at least 1 is needed") }
    return rounded(keeping: count)
  }

  /// The value rounded to digits after the decimal point, ties to even.
  func rounded(toPlaces places: Int) -> ExactDecimal {
    if places < 0 { fatalError("NumberText: \(places) decimals; at least 0 are needed") }
    return rounded(keeping: exponent + 1 + places)
  }

  /// Plain notation with a fixed count of decimals, as in `0.0250`.
  func plain(decimals: Int, trimmingZeros: Bool) -> String {
    func digit(_ place: Int) -> UInt8 {
      let index = exponent - place
      return digits.indices.contains(index) ? digits[index] : 0
    }
    var text = ""
    for place in stride(from: Swift.max(exponent, 0), through: 0, by: -1) {
      text += String(digit(place))
    }
    var fraction = (0..<decimals).map { digit(-1 - $0) }
    if trimmingZeros { while fraction.last == 0 { fraction.removeLast() } }
    return fraction.isEmpty ? text : text + "." + fraction.map { String($0) }.joined()
  }

  /// Keeps the first digits; zero or fewer kept digits may still round up to one.
  private func rounded(keeping count: Int) -> ExactDecimal {
    guard count < digits.count else { return self }
    var result = self
    guard count >= 0 else {
      result.digits = []
      result.exponent = 0
      return result
    }
    let next = digits[count]
    let isTie = next == 5 && digits.count == count + 1
    let lastIsOdd = count > 0 && digits[count - 1] % 2 == 1
    result.digits.removeLast(digits.count - count)
    if next > 5 || (next == 5 && (!isTie || lastIsOdd)) { result.incrementLast(kept: count) }
    result.trim()
    return result
  }

  private mutating func incrementLast(kept count: Int) {
    var index = count - 1
    while index >= 0 && digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  private static func multiply(_ limbs: inout [UInt64], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % 1_000_000_000
      carry = product / 1_000_000_000
    }
    while carry > 0 {
      limbs.append(carry % 1_000_000_000)
      carry /= 1_000_000_000
    }
  }
}
