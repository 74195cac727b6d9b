import Foundation

/// Numbers as pages show them; the same text on every machine.
enum NumberText {
  /// A number with four significant digits: `0.2421`, `1.5e-7`.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    return tidy(String(format: "%.4g", value == 0 ? 0 : value))
  }

  /// A probability of error with two significant digits: `1e-6`.
  static func rate(_ value: Double) -> String { tidy(String(format: "%.2g", value)) }

  /// A count with its thousands set apart: `32,768`.
  static func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var text = count < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A coordinate of a picture with one decimal at most.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }

  /// `1e-06` as `1e-6`.
  private static func tidy(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e") else { return text }
    guard let exponent = Int(text[text.index(after: mark)...]) else { return text }
    return "\(text[..<mark])e\(exponent)"
  }
}
