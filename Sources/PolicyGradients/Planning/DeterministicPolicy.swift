import VectorMath

extension MarkovDecisionProcess {
  /// The exact values of always choosing the greedy action of some action values.
  ///
  /// The choice may depend on time, if the action values do. Greedy choices of learned values may run
  /// in circles: then γ below 1, or a horizon, is needed for the values to exist.
  ///
  /// - Parameters:
  ///   - actionValues: Such as those of ``OptimalSolution``, or learned ones.
  ///   - discount: γ, in `0...1`; below 1 unless every episode ends.
  /// - Returns: V of that deterministic policy.
  public func values(
    ofGreedy actionValues: ActionValues, discount: Double
  ) -> StateValues {
    actionValues.check(fits: self, "values(ofGreedy:)")
    checkDiscount(discount)
    func choice(_ step: Int) -> [Double] {
      var result = Array(repeating: 0.0, count: stateCount * actionCount)
      for state in 0..<stateCount where !terminal[state] {
        result[state * actionCount + actionValues.greedyAction(at: state, step: step)] = 1
      }
      return result
    }
    guard let horizon, !actionValues.isStationary else {
      return exactValues(choice: choice(0), discount: discount)
    }
    var numbers = Array(repeating: 0.0, count: horizon * stateCount)
    var next = Array(repeating: 0.0, count: stateCount)
    for step in stride(from: horizon - 1, through: 0, by: -1) {
      let chain = PolicyChain(self, choice: choice(step))
      next = (0..<stateCount).map { chain.rewards[$0] + discount * chain.meanNext($0, next) }
      for state in 0..<stateCount { numbers[step * stateCount + state] = next[state] }
    }
    return StateValues(stateCount: stateCount, isStationary: false, numbers: numbers)
  }
}
