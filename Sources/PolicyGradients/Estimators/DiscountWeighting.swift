/// Whether the term of step t carries the factor γᵗ.
public enum DiscountWeighting: Equatable, Sendable {
  /// γᵗ, as the gradient of the discounted objective has it.
  case discounted

  /// 1: the usual code. For γ < 1 the mean is in general the gradient of no function.
  ///
  /// - SeeAlso: Nota and Thomas 2020, "Is the policy gradient a gradient?", arXiv:1906.07073.
  case undiscounted

  /// Multiplies the weight of step t by γᵗ, or by nothing.
  @inline(__always)
  func apply(to weights: inout [Double], length: Int, discount: Double) {
    if self == .undiscounted { return }
    var factor = 1.0
    for t in 0..<length {
      weights[t] *= factor
      factor *= discount
    }
  }
}
