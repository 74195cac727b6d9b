import VectorMath

/// Everything about a policy on a finite problem that a sum can tell exactly.
///
///     let problem = MarkovDecisionProcess.random(states: 3, actions: 2, horizon: 4, seed: 7)
///     let policy = TabularSoftmaxPolicy.random(for: problem, seed: 1)
///     let oracle = Oracle(problem, policy: policy, discount: 0.9)
///     oracle.gradient
///     oracle.mean(of: RewardToGo())
///
/// Values, gradients and distributions come from dynamic programming. The mean and covariance of an
/// estimator are sums over all trajectories, which are walked one by one without being stored.
public struct Oracle: Sendable {
  /// The problem.
  public let problem: MarkovDecisionProcess

  /// The policy.
  public let policy: any DiscretePolicy

  /// γ.
  public let discount: Double

  /// After how many steps walks and draws are cut, for a ``LimitedOracle``; `nil` otherwise.
  ///
  /// It concerns what estimators see. Values and gradients stay those of the problem itself.
  var stepLimit: Int?

  /// The most steps that a walk over all trajectories may take, counted before it begins.
  public let enumerationLimit: Int

  /// V, exact; time-dependent if the problem has a horizon.
  public let values: StateValues

  /// Q, exact; time-dependent if the problem has a horizon.
  public let actionValues: ActionValues

  let table: PolicyTable

  /// The oracle of a policy on a problem.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - policy: Has the problem's actions, and its states; terminal states at the end of the
  ///     numbering may be left out.
  ///   - discount: γ, in `0...1`; below 1 unless every episode ends.
  ///   - enumerationLimit: The most steps that a walk over all trajectories may take.
  public init(
    _ problem: MarkovDecisionProcess, policy: some DiscretePolicy, discount: Double,
    enumerationLimit: Int = 10_000_000
  ) {
    self.problem = problem
    self.policy = policy
    self.discount = discount
    self.enumerationLimit = enumerationLimit
    table = PolicyTable(policy, for: problem)
    values = problem.exactValues(choice: table.probabilities, discount: discount)
    actionValues = problem.actionValues(values, discount: discount)
  }

  /// The same oracle for another discount.
  ///
  /// - Parameter discount: γ, in `0...1`.
  /// - Returns: An oracle for the same problem and policy.
  public func withDiscount(_ discount: Double) -> Oracle {
    Oracle(problem, policy: policy, discount: discount, enumerationLimit: enumerationLimit)
  }

  /// The same oracle for another policy.
  ///
  /// - Parameter policy: Fits the problem.
  /// - Returns: An oracle for the same problem and discount.
  public func withPolicy(_ policy: some DiscretePolicy) -> Oracle {
    Oracle(problem, policy: policy, discount: discount, enumerationLimit: enumerationLimit)
  }

  /// How many parameters the policy has, d.
  public var parameterCount: Int { table.parameterCount }

  /// The objective `J = E[Σ_t γᵗ r_t] = Σ_s ρ(s) V_0(s)`.
  public var expectedReturn: Double { problem.initialProbabilities.dot(values.row(0)) }

  /// The objective without discount, `E[Σ_t r_t]`; every episode must end.
  public var expectedUndiscountedReturn: Double {
    discount == 1 ? expectedReturn : withDiscount(1).expectedReturn
  }

  /// The episodic objective `v_π(s₀)`: the expected return from one first state.
  ///
  /// - Parameter state: s₀, in `0..<stateCount`.
  /// - Returns: V₀(s₀), discounted.
  public func expectedReturn(from state: Int) -> Double { values.value(at: state) }

  /// The advantages `A = Q − V`; their mean under the policy is 0 in every state.
  public var advantages: ActionValues { actionValues.subtracting(values) }
}
