import VectorMath

/// The optimal values of a problem, and actions that reach them.
public struct OptimalSolution: Sendable {
  /// V*, time-dependent if the problem has a horizon.
  public let values: StateValues

  /// Q*, time-dependent if the problem has a horizon.
  public let actionValues: ActionValues

  /// J* = Σ_s ρ(s) V*_0(s).
  public let expectedReturn: Double

  /// An optimal action.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - step: t; what is best may depend on how many steps are left.
  /// - Returns: The first of the best actions, up to rounding.
  public func action(at state: Int, step: Int = 0) -> Int {
    actionValues.greedyAction(at: state, step: step)
  }
}

extension ActionValues {
  /// The action of the largest number, the first of equals.
  ///
  /// Numbers that differ by rounding only, 1e-12 of their magnitude, count as equal.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - step: t, at least 0.
  /// - Returns: In `0..<actionCount`.
  public func greedyAction(at state: Int, step: Int = 0) -> Int {
    var best = 0
    for action in 1..<max(actionCount, 1) {
      let (number, largest) = (
        value(of: action, at: state, step: step), value(of: best, at: state, step: step)
      )
      if number > largest + 1e-12 * max(largest.magnitude, number.magnitude) { best = action }
    }
    return best
  }
}

extension MarkovDecisionProcess {
  /// The optimal values by dynamic programming.
  ///
  ///     V*_t(s) = max_a Σ P(s′, r∣s, a) (r + γ V*_{t+1}(s′))
  ///
  /// With a horizon by backward recursion, exact; the optimal action may depend on time. Without one
  /// by value iteration, sweeps over the states until they change by less than the tolerance allows.
  ///
  /// - Parameters:
  ///   - discount: γ, in `0...1`.
  ///   - tolerance: Without horizon: the largest error allowed for γ < 1; the largest change of the
  ///     last sweep for γ = 1.
  /// - Returns: Values, action values and the best expected return.
  /// - SeeAlso: Sutton and Barto 2018, section 4.4; Puterman 1994, "Markov Decision Processes",
  ///   sections 4.5 and 6.3.
  public func optimum(discount: Double, tolerance: Double = 1e-10) -> OptimalSolution {
    checkDiscount(discount)
    if !(tolerance > 0) { fatalError("optimum: the tolerance \(tolerance) is not positive") }
    let numbers =
      horizon.map { backwardRecursion(discount, horizon: $0) }
      ?? valueIteration(discount, tolerance: tolerance)
    let values = StateValues(
      stateCount: stateCount, isStationary: horizon == nil, numbers: numbers)
    return OptimalSolution(
      values: values, actionValues: actionValues(values, discount: discount),
      expectedReturn: initialProbabilities.dot(values.row(0)))
  }

  private func backwardRecursion(_ discount: Double, horizon: Int) -> [Double] {
    var numbers = Array(repeating: 0.0, count: horizon * stateCount)
    var next = Array(repeating: 0.0, count: stateCount)
    for step in stride(from: horizon - 1, through: 0, by: -1) {
      let current = (0..<stateCount).map { best($0, discount, next) }
      for state in 0..<stateCount { numbers[step * stateCount + state] = current[state] }
      next = current
    }
    return numbers
  }

  private func valueIteration(_ discount: Double, tolerance: Double) -> [Double] {
    var values = Array(repeating: 0.0, count: stateCount)
    let allowed = discount < 1 ? tolerance * (1 - discount) / max(discount, 0x1p-1000) : tolerance
    var (change, smallest, stalled, sweeps) = (Double.infinity, Double.infinity, 0, 0)
    // Below a relative 1e-15 the changes are rounding.
    while change > allowed && stalled < 100 {
      (change, sweeps) = (0, sweeps + 1)
      for state in 0..<stateCount {
        let value = best(state, discount, values)
        change = max(change, (value - values[state]).magnitude)
        values[state] = value
      }
      stalled = change < smallest ? 0 : stalled + 1
      smallest = min(smallest, change)
      if sweeps == 1_000_000 || !change.isFinite {
        fatalError(
          "optimum: with discount \(discount) and without horizon the values do not converge; "
            + "after \(sweeps) sweeps they change by \(change)")
      }
    }
    let largest = values.reduce(1) { max($0, $1.magnitude) }
    if change > max(allowed, 1e-12 * largest) {
      fatalError(
        "optimum: with discount \(discount) and without horizon the values do not converge; "
          + "after \(sweeps) sweeps they change by \(change)")
    }
    return values
  }

  /// `max_a Σ P(s′, r∣s, a) (r + γ next[s′])`; 0 in a terminal state.
  private func best(_ state: Int, _ discount: Double, _ next: [Double]) -> Double {
    if terminal[state] { return 0 }
    var result = -Double.infinity
    for row in state * actionCount..<(state + 1) * actionCount {
      var sum = 0.0
      for index in starts[row]..<starts[row + 1] {
        let outcome = outcomes[index]
        sum += outcome.probability * (outcome.reward + discount * next[outcome.nextState])
      }
      result = max(result, sum)
    }
    return result
  }
}
