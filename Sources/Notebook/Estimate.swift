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
    precondition(
      standardError >= 0 || standardError.isNaN,
      "Estimate: the standard error \(standardError) is below 0")
    self.value = value
    self.standardError = standardError
  }

  /// The mean of some numbers, and its standard error: their standard deviation, divided by the
  /// square root of their count.
  ///
  /// - Parameter samples: The numbers, at least two, drawn independently.
  public init(meanOf samples: [Double]) {
    precondition(samples.count >= 2, "Estimate: \(samples.count) samples have no standard error")
    let count = Double(samples.count)
    let mean = samples.reduce(0, +) / count
    let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean, standardError: (squares / (count - 1) / count).squareRoot())
  }

  /// The value and its error.
  public var description: String { tableText }

  /// The value and its error.
  public var tableText: String { NumberText.estimate(value, halfWidth: standardError) }

  /// A number.
  public var isNumber: Bool { true }
}
