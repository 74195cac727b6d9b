/// A "baseline" that knows the action: Q(s, a) is subtracted.
///
///     w_t = γᵗ (G_t − Q_t(s_t, a_t))
///
/// The difference has mean 0 given state and action, so nothing of ∇J is left: the bias is −∇J. A
/// baseline may depend on everything before the action, not on the action itself, unless what it
/// removes is added back.
///
/// No public issue of this form is known to us; the paper analyses published action-dependent
/// baselines.
///
/// - SeeAlso: Tucker et al. 2018, "The Mirage of Action-Dependent Baselines", arXiv:1802.10031.
public struct ActionDependentBaseline: HistoricalEstimator {
  /// Q_t(s, a), what is subtracted.
  public let actionValues: ActionValues

  /// The estimator.
  ///
  /// - Parameter actionValues: What is subtracted, such as `oracle.actionValues`.
  public init(actionValues: ActionValues) {
    self.actionValues = actionValues
  }

  /// What is wrong.
  public var mistake: String { "the baseline depends on the action" }

  /// Where it was reported.
  public var report: String { "https://arxiv.org/abs/1802.10031" }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    episode.setReturnsToGo(discount, in: &weights)
    for t in 0..<episode.length {
      weights[t] -= actionValues.value(of: episode.actions[t], at: episode.states[t], step: t)
    }
    DiscountWeighting.discounted.apply(to: &weights, length: episode.length, discount: discount)
  }

  /// Traps unless the values have the problem's states and actions.
  ///
  /// - Parameter problem: The problem.
  public func check(fits problem: MarkovDecisionProcess) {
    actionValues.check(fits: problem, "ActionDependentBaseline")
  }
}
