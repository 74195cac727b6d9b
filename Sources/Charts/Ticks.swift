import VectorMath

/// The marks along an axis that a person would choose.
struct Tick: Equatable {
  var value: Double
  var label: String

  /// Ticks 1, 2 or 5 times a power of ten apart.
  ///
  /// - Parameters:
  ///   - domain: What the axis covers.
  ///   - count: How many ticks at most.
  /// - Returns: The ticks within the domain, at least one.
  static func linear(_ domain: ClosedRange<Double>, atMost count: Int) -> [Tick] {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let span = high / Double(count) - low / Double(count)
    guard span > 0, max(abs(low), abs(high)) / span < 1e12 else { return ends(domain) }
    var exponent = decade(of: span)
    // The first step not below `span`: the ticks are then never too many.
    for factor in [1, 2, 5, 10, 20, 50] {
      let isNextDecade = factor >= 10
      let step = Decimal(isNextDecade ? factor / 10 : factor, exponent + (isNextDecade ? 1 : 0))
      let first = (low / step.value - 1e-9).rounded(.up)
      let last = (high / step.value + 1e-9).rounded(.down)
      guard last - first < Double(count) else { continue }
      exponent = step.exponent
      guard first <= last else { return ends(domain) }
      let numbers = (Int(first)...Int(last)).map { Decimal($0 * step.digits, exponent) }
      let isLong = numbers.contains { abs($0.value) >= 1e6 || $0.isBelowMillionths }
      return numbers.map { Tick(value: $0.value, label: isLong ? $0.scientific : $0.plain) }
    }
    return ends(domain)
  }

  /// Ticks at powers of ten; within one or two decades also at 2 and 5 times them.
  ///
  /// - Parameters:
  ///   - domain: What the axis covers, above zero.
  ///   - count: How many ticks at most.
  /// - Returns: The ticks within the domain.
  static func log(_ domain: ClosedRange<Double>, atMost count: Int) -> [Tick] {
    let (low, high) = (domain.lowerBound * (1 - 1e-9), domain.upperBound * (1 + 1e-9))
    let decades = decade(of: domain.lowerBound)...decade(of: domain.upperBound)
    let factors = [[1, 2, 5], [1]]
    for digits in factors {
      let ticks = decades.flatMap { exponent in digits.map { Decimal($0, exponent) } }
        .filter { low <= $0.value && $0.value <= high }
      if ticks.count >= 2 && ticks.count <= count { return ticks.map(\.tick) }
    }
    let all = decades.map { Decimal(1, $0) }.filter { low <= $0.value && $0.value <= high }
    guard all.count >= 2 else { return linear(domain, atMost: count) }
    let stride = (all.count + count - 1) / count
    return all.filter { $0.exponent.isMultiple(of: stride) }.map(\.tick)
  }

  private static func ends(_ domain: ClosedRange<Double>) -> [Tick] {
    let ends =
      domain.lowerBound == domain.upperBound
      ? [domain.lowerBound] : [domain.lowerBound, domain.upperBound]
    return ends.map { Tick(value: $0, label: "\($0)") }
  }

  /// The largest k with 10^k ≤ `number`.
  static func decade(of number: Double) -> Int {
    // log₁₀ 2 times the binary exponent is at most one too small.
    var exponent = Int((Double(number.exponent) * 0.301029995663981).rounded(.down))
    while powerOfTen(exponent + 1) <= number { exponent += 1 }
    while powerOfTen(exponent) > number { exponent -= 1 }
    return exponent
  }

  fileprivate static func powerOfTen(_ exponent: Int) -> Double {
    exponent > 308 ? .infinity : Double("1e\(exponent)") ?? 0
  }
}

/// A number of few digits, exactly: `digits` × 10^`exponent`.
private struct Decimal {
  var digits: Int
  var exponent: Int

  init(_ digits: Int, _ exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  var value: Double {
    // One rounding: powers of ten up to 10^22 are exact.
    exponent < 0 && exponent >= -22
      ? Double(digits) / Tick.powerOfTen(-exponent) : Double(digits) * Tick.powerOfTen(exponent)
  }

  var isBelowMillionths: Bool { digits != 0 && exponent < -6 }

  var tick: Tick {
    let isLong = exponent > 5 || exponent < -4
    return Tick(value: value, label: isLong ? scientific : plain)
  }

  /// `0.25`, `-1,500`.
  var plain: String {
    let sign = digits < 0 ? "−" : ""
    if exponent >= 0 {
      let whole = (0..<exponent).reduce(digits.magnitude) { number, _ in number * 10 }
      return sign + (whole < 10_000 ? String(whole) : NumberText.count(Int(whole)))
    }
    var text = Array(String(digits.magnitude))
    while text.count <= -exponent { text.insert("0", at: 0) }
    text.insert(".", at: text.count + exponent)
    return sign + String(text)
  }

  /// `2.5×10⁷`.
  var scientific: String {
    if digits == 0 { return "0" }
    var text = Array(String(digits.magnitude))
    let power = exponent + text.count - 1
    while text.count > 1, text.last == "0" { text.removeLast() }
    if text.count > 1 { text.insert(".", at: 1) }
    let superscripts: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let raised = String(power.magnitude).compactMap(\.wholeNumberValue).map { superscripts[$0] }
    let mantissa = text == ["1"] ? "" : String(text) + "×"
    return (digits < 0 ? "−" : "") + mantissa + "10" + (power < 0 ? "⁻" : "") + String(raised)
  }
}
