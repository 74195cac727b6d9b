// The published settings that concern the objective. Sizes and learning rates belong to a model.
extension GroupSurrogate {
  /// GRPO as published: mean subtracted, standard deviation and length divided by, clipped, with a
  /// penalty of 0.04.
  ///
  /// The paper does not give ε, nor the divisor of its standard deviation; 0.2 and N − 1 are those
  /// of PPO and of PyTorch.
  ///
  /// - Parameter groupSize: N, at least 2; 64 in the paper.
  /// - Returns: The objective.
  /// - SeeAlso: Shao et al. 2024, arXiv:2402.03300, eq. 3 and section 4.2.
  public static func deepSeekMath(groupSize: Int) -> GroupSurrogate {
    GroupSurrogate(
      estimator: GroupRelative(
        groupSize: groupSize, normalization: .standardized(degreesOfFreedom: 1),
        dividesByLength: true),
      clipRange: 0.2, penalty: ReferencePenalty(coefficient: 0.04))
  }

  /// "GRPO done right": the mean subtracted, neither deviation nor length divided by; clipped, no penalty.
  ///
  /// The paper's code divides by a constant, the maximum length; that is part of the learning rate
  /// here.
  ///
  /// - Parameter groupSize: N, at least 2.
  /// - Returns: The objective.
  /// - SeeAlso: Liu et al. 2025, arXiv:2503.20783, section 3.2.
  public static func drGRPO(groupSize: Int) -> GroupSurrogate {
    GroupSurrogate(
      estimator: GroupRelative(groupSize: groupSize, normalization: .mean), clipRange: 0.2)
  }

  /// RLOO: the mean of the others subtracted; REINFORCE otherwise, without clip or penalty.
  ///
  /// The paper takes its penalty from the reward, before advantages are made; there is none here.
  ///
  /// - Parameter groupSize: N, at least 2; 2 or 4 in the paper.
  /// - Returns: The objective.
  /// - SeeAlso: Ahmadian et al. 2024, arXiv:2402.14740; Kool et al. 2019, "Buy 4 REINFORCE samples,
  ///   get a baseline for free!".
  public static func leaveOneOut(groupSize: Int) -> GroupSurrogate {
    GroupSurrogate(estimator: GroupRelative(groupSize: groupSize, normalization: .leaveOneOut))
  }
}
