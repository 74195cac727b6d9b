/// Whether the term of step t carries the factor γᵗ.
public enum DiscountWeighting: Equatable, Sendable {
  /// γᵗ, as the gradient of the discounted objective has it.
  case discounted

  /// 1: the usual code. For γ < 1 the mean is in general the gradient of no function.
  ///
  /// - SeeAlso: Nota and Thomas 2020, "Is the policy gradient a gradient?", arXiv:1906.07073.
  case undiscounted

  /// γᵗ or 1, from the factor of the step before.
  @inline(__always)
  func next(_ factor: Double, discount: Double) -> Double {
    self == .discounted ? factor * discount : 1
  }
}
