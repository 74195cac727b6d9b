/// A number that changes with the progress of training, such as a learning rate or a clip range.
public enum Schedule: Equatable, Sendable {
  /// The same number throughout.
  case constant(Double)

  /// On a straight line from the first number, at the start, to the second, at the end.
  case linear(from: Double, to: Double)

  /// The number at some point of training.
  ///
  ///     value = (1 − progress) · from + progress · to
  ///
  /// - Parameter progress: The share of training that is done, in `0...1`.
  /// - Returns: `from` exactly at 0 and `to` exactly at 1.
  public func value(at progress: Double) -> Double {
    if !(progress >= 0 && progress <= 1) {
      fatalError("Schedule: the progress \(progress) is outside 0...1")
    }
    switch self {
    case .constant(let value): return value
    case .linear(let first, let last): return (1 - progress) * first + progress * last
    }
  }

  /// What keeps this from being a positive number throughout, but for its end.
  ///
  /// - Parameter name: What it is, to begin the sentence with.
  /// - Returns: Nil if the numbers are finite, at least 0, and positive at the start.
  public func complaint(_ name: String) -> String? {
    let ends =
      switch self {
      case .constant(let value): [value]
      case .linear(let first, let last): [first, last]
      }
    for number in ends where !(number >= 0 && number.isFinite) {
      return "\(name) \(number) is not a number from 0 on"
    }
    if ends[0] == 0 { return "\(name) is 0" }
    return nil
  }
}
