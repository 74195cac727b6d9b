import VectorMath

extension MarkovDecisionProcess {
  /// The exact values V of a policy.
  ///
  /// With a horizon by backward recursion, `V_t(s) = r(s) + γ Σ P(s′∣s) V_{t+1}(s′)`, V_T = 0;
  /// without one by solving `(I − γ P) V = r`.
  ///
  /// - Parameters:
  ///   - policy: Fits the problem.
  ///   - discount: γ, in `0...1`. For γ = 1 without horizon, every state must lead to an end.
  /// - Returns: Values that depend on time if and only if there is a horizon; 0 at terminal states.
  /// - Complexity: O(T · outcomes), or O(S³).
  /// - SeeAlso: Sutton and Barto 2018, section 4.1.
  public func values(of policy: some DiscretePolicy, discount: Double) -> StateValues {
    exactValues(choice: choice(policy), discount: discount)
  }

  /// The values V of a policy by sweeps over the states, for large problems without horizon.
  ///
  /// - Parameters:
  ///   - policy: Fits the problem.
  ///   - discount: γ, at least 0 and below 1.
  ///   - tolerance: The largest error allowed, in the reward's unit.
  /// - Returns: Values within the tolerance, rounding aside, that do not depend on time.
  /// - Complexity: O(transitions) a sweep, about `log(tolerance) / log(γ)` sweeps.
  public func iteratedValues(
    of policy: some DiscretePolicy, discount: Double, tolerance: Double = 1e-9
  ) -> StateValues {
    if !(discount >= 0 && discount < 1) {
      fatalError("iteratedValues: the discount \(discount) is outside 0..<1")
    }
    if !(tolerance > 0) { fatalError("iteratedValues: the tolerance \(tolerance) is not positive") }
    if let horizon { fatalError("iteratedValues: the problem has the horizon \(horizon)") }
    let chain = PolicyChain(self, choice: choice(policy))
    return StateValues(Vector(chain.iterated(discount: discount, tolerance: tolerance)))
  }

  /// π(a∣s) for every state of the problem, 0 in terminal states; shape `[S·A]`.
  private func choice(_ policy: some DiscretePolicy) -> [Double] {
    check(policy)
    return (0..<stateCount).flatMap { state in
      (0..<actionCount).map { terminal[state] ? 0 : policy.probability(of: $0, at: state) }
    }
  }

  /// The exact values for given π(a∣s); shape `[S·A]`.
  func exactValues(choice: [Double], discount: Double) -> StateValues {
    checkDiscount(discount)
    let chain = PolicyChain(self, choice: choice)
    if let horizon {
      var numbers = Array(repeating: 0.0, count: horizon * stateCount)
      var next = Array(repeating: 0.0, count: stateCount)
      for step in stride(from: horizon - 1, through: 0, by: -1) {
        let current = (0..<stateCount).map {
          chain.rewards[$0] + discount * chain.meanNext($0, next)
        }
        for state in 0..<stateCount { numbers[step * stateCount + state] = current[state] }
        next = current
      }
      return StateValues(stateCount: stateCount, isStationary: false, numbers: numbers)
    }
    if stateCount > 1_500 && discount < 1 {
      return StateValues(Vector(chain.iterated(discount: discount, tolerance: 1e-13)))
    }
    guard let solution = chain.system(discount: discount).solving(Vector(chain.rewards)) else {
      fatalError(
        "the values are not finite: with discount \(discount) and without horizon, some state "
          + "never leads to an end")
    }
    return StateValues(solution)
  }

  /// `Q_t(s, a) = Σ P(s′, r∣s, a) (r + γ V_{t+1}(s′))`.
  func actionValues(_ values: StateValues, discount: Double) -> ActionValues {
    var numbers: [Double] = []
    numbers.reserveCapacity(values.numbers.count * actionCount)
    for step in 0..<values.stepCount {
      for row in 0..<stateCount * actionCount {
        var sum = 0.0
        for index in starts[row]..<starts[row + 1] {
          let outcome = outcomes[index]
          let next =
            terminal[outcome.nextState] ? 0 : values.value(at: outcome.nextState, step: step + 1)
          sum += outcome.probability * (outcome.reward + discount * next)
        }
        numbers.append(sum)
      }
    }
    return ActionValues(
      stateCount: stateCount, actionCount: actionCount, isStationary: values.isStationary,
      numbers: numbers)
  }

  func checkDiscount(_ discount: Double) {
    if !(discount >= 0 && discount <= 1) {
      fatalError("the discount \(discount) is outside 0...1")
    }
  }
}
