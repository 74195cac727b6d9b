/// The surrogate objective of PPO with a penalty in place of the clip, for one sample.
///
///     L = r A − β KL(old‖new)
///
/// with r the probability ratio π/π_old of the action that was taken, A its advantage, and the
/// divergence of the whole policy at the sample's state. Objectives are maximised.
///
/// - SeeAlso: Schulman et al. 2017, arXiv:1707.06347, eq. 8 and section 4.
public struct PenalizedSurrogate: Equatable, Sendable {
  /// β, in the advantage's unit per nat.
  public let penaltyCoefficient: Double

  /// The objective of a coefficient.
  ///
  /// - Parameter penaltyCoefficient: β, at least 0 and finite; traps with its value otherwise. With
  ///   0 there is no penalty.
  public init(penaltyCoefficient: Double) {
    if !(penaltyCoefficient >= 0 && penaltyCoefficient.isFinite) {
      fatalError(
        "PenalizedSurrogate: the coefficient \(penaltyCoefficient) is not a finite number of at "
          + "least 0")
    }
    self.penaltyCoefficient = penaltyCoefficient
  }

  /// The objective, whose derivative is A by the ratio and −β by the divergence.
  ///
  /// - Parameters:
  ///   - ratio: r, at least 0.
  ///   - advantage: A.
  ///   - klDivergence: KL(old‖new) at the sample's state, in nats.
  /// - Returns: In the advantage's unit.
  public func value(ratio: Double, advantage: Double, klDivergence: Double) -> Double {
    ratio * advantage - penaltyCoefficient * klDivergence
  }

  /// The objective of the next update: β halved where the policy has moved too little, doubled where
  /// it has moved too much.
  ///
  ///     β/2 where KL < target/1.5,   2β where KL > 1.5 target,   else β
  ///
  /// - Parameters:
  ///   - klDivergence: The mean KL(old‖new) after an update, in nats.
  ///   - target: What it should have been; above 0.
  /// - Returns: The objective with the new β.
  public func adapted(to klDivergence: Double, target: Double) -> PenalizedSurrogate {
    if !(target > 0 && target.isFinite) {
      fatalError("PenalizedSurrogate.adapted: the target \(target) is not above 0 and finite")
    }
    let factor = Self.adaption(to: klDivergence, target: target)
    return PenalizedSurrogate(penaltyCoefficient: penaltyCoefficient * factor)
  }

  /// What β is multiplied by: ½, 2 or 1.
  static func adaption(to klDivergence: Double, target: Double) -> Double {
    if klDivergence < target / 1.5 { return 0.5 }
    return klDivergence > target * 1.5 ? 2 : 1
  }
}
