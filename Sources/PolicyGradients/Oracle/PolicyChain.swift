import VectorMath

/// The Markov chain and the mean rewards that a policy makes of a problem.
///
///     P(s′∣s) = Σ_a π(a∣s) P(s′∣s, a),   r(s) = Σ_a π(a∣s) r(s, a)
///
/// Transitions into terminal states are left out: their value is 0.
struct PolicyChain {
  let stateCount: Int
  /// r(s); shape `[S]`.
  let rewards: [Double]
  /// Where each state's transitions start; shape `[S + 1]`.
  let starts: [Int]
  let targets: [Int]
  let probabilities: [Double]

  /// The chain of given choices π(a∣s); shape `[S·A]`.
  init(_ problem: MarkovDecisionProcess, choice: [Double]) {
    stateCount = problem.stateCount
    var rewards = Array(repeating: 0.0, count: stateCount)
    var (starts, targets, probabilities) = ([0], [Int](), [Double]())
    var slot = Array(repeating: -1, count: stateCount)
    for state in 0..<stateCount {
      let first = targets.count
      for action in 0..<problem.actionCount {
        let row = state * problem.actionCount + action
        for index in problem.starts[row]..<problem.starts[row + 1] {
          let outcome = problem.outcomes[index]
          let probability = choice[row] * outcome.probability
          rewards[state] += probability * outcome.reward
          if probability == 0 || problem.terminal[outcome.nextState] { continue }
          if slot[outcome.nextState] < first {
            slot[outcome.nextState] = targets.count
            targets.append(outcome.nextState)
            probabilities.append(0)
          }
          probabilities[slot[outcome.nextState]] += probability
        }
      }
      starts.append(targets.count)
    }
    self.rewards = rewards
    self.starts = starts
    self.targets = targets
    self.probabilities = probabilities
  }

  /// `Σ_{s′} P(s′∣s) next[s′]`.
  @inline(__always)
  func meanNext(_ state: Int, _ next: [Double], from base: Int = 0) -> Double {
    var sum = 0.0
    for index in starts[state]..<starts[state + 1] {
      sum += probabilities[index] * next[base + targets[index]]
    }
    return sum
  }

  /// The state distribution one step later; what reached a terminal state is gone.
  func advanced(_ distribution: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: stateCount)
    for state in 0..<stateCount where distribution[state] != 0 {
      for index in starts[state]..<starts[state + 1] {
        result[targets[index]] += distribution[state] * probabilities[index]
      }
    }
    return result
  }

  /// The matrix `I − γ P`; shape `[S, S]`.
  func system(discount: Double) -> Matrix {
    var result = Matrix.zero(rowCount: stateCount, columnCount: stateCount)
    for state in 0..<stateCount {
      result[state, state] += 1
      for index in starts[state]..<starts[state + 1] {
        result[state, targets[index]] -= discount * probabilities[index]
      }
    }
    return result
  }

  /// The values without horizon, by Gauss–Seidel sweeps.
  ///
  /// A sweep is a γ-contraction in the largest norm, so after a change of at most δ the error is at
  /// most δ γ / (1 − γ).
  func iterated(discount: Double, tolerance: Double) -> [Double] {
    var values = Array(repeating: 0.0, count: stateCount)
    let allowed = tolerance * (1 - discount) / max(discount, 0x1p-1000)
    var change = Double.infinity
    var smallest = Double.infinity
    var stalled = 0
    // Where rounding alone is above the tolerance, the change stops shrinking.
    while change > allowed && stalled < 10 {
      change = 0
      for state in 0..<stateCount {
        let value = rewards[state] + discount * meanNext(state, values)
        change = max(change, (value - values[state]).magnitude)
        values[state] = value
      }
      stalled = change < smallest ? 0 : stalled + 1
      smallest = min(smallest, change)
    }
    return values
  }
}
