/// The colours that numbers run through.
public enum ColorSequence: Sendable {
  /// From dark blue over grey to yellow, for small to large.
  case sequential
  /// From blue over white to orange, for below zero, zero and above.
  case diverging
}

/// What the author says of the colours of numbers.
struct ColorSettings: Sendable {
  var domain: ClosedRange<Double>?
  var sequence = ColorSequence.sequential

  /// What the colours cover.
  func range(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    if let domain { return domain }
    guard sequence == .diverging else { return low...high }
    let largest = max(abs(low), abs(high))
    return -largest...largest
  }
}
