/// An estimate with its standard error: `9.103 ± 0.031`.
///
/// The error has two digits, and the value as many decimals as the error: further digits would say
/// nothing.
public struct Estimate: TableEntry, CustomStringConvertible, Sendable {
  /// The estimated value.
  public let value: Double
  /// The standard deviation of the estimate, in the value's unit; at least 0.
  public let standardError: Double

  /// Creates an estimate.
  ///
  /// - Parameters:
  ///   - value: The estimated value.
  ///   - standardError: The standard deviation of the estimate; at least 0.
  public init(_ value: Double, standardError: Double) {
    // Not `precondition`: it has no message in an optimised library.
    if standardError < 0 {
      fatalError("Estimate: the standard error \(standardError) is below 0")
    }
    self.value = value
    self.standardError = standardError
  }

  /// The mean of some numbers, and its standard error: their standard deviation, divided by the
  /// square root of their count.
  ///
  /// - Parameter samples: The numbers, at least two, drawn independently.
  public init(meanOf samples: [Double]) {
    if samples.count < 2 {
      fatalError("Estimate: a standard error takes two samples or more, not \(samples.count)")
    }
    let count = Double(samples.count)
    // From the first sample on: of equal numbers the mean is that number, and the error 0.
    let mean = samples[0] + samples.reduce(0) { $0 + ($1 - samples[0]) } / count
    let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean, standardError: (squares / (count - 1) / count).squareRoot())
  }

  /// The value and its error.
  public var description: String { tableText }

  /// The value and its error.
  public var tableText: String { NumberText.estimate(value, halfWidth: standardError) }

  /// A number.
  public var isNumber: Bool { true }
  /// The value.
  public var tableNumber: Double? { value }

  /// The value and its error, with some digits.
  ///
  /// - Parameter digits: Significant digits of the error, or decimals of both.
  /// - Returns: The text.
  public func tableText(_ digits: TableDigits) -> String {
    switch digits {
    case .automatic, .standardError: tableText
    case .significant(let count):
      NumberText.estimate(value, halfWidth: standardError, digits: count)
    case .decimals: "\(digits.text(value)) ± \(digits.text(standardError))"
    }
  }

  /// The value alone, with the digits that the error allows.
  var valueText: String {
    let parts = tableText.split(separator: " ± ")
    // `(1.20 ± 0.31)e-9`
    guard let first = parts.first, first.hasPrefix("("),
      let exponent = parts.last?.split(separator: ")").last
    else { return String(parts.first ?? "") }
    return String(first.dropFirst() + exponent)
  }
}
