public import VectorMath

extension Oracle {
  /// P(s_t = s, the episode still running), exact.
  ///
  /// - Parameter step: t, at least 0; from the horizon on all is 0.
  /// - Returns: Shape `[S]`; its sum is the probability of a step t.
  public func stateProbabilities(at step: Int) -> Vector {
    if step < 0 { fatalError("stateProbabilities: the step \(step) is negative") }
    let limit = min(problem.horizon ?? .max, stepLimit ?? .max)
    if step >= limit { return .zero(count: problem.stateCount) }
    var distribution = Array(problem.initialProbabilities)
    for _ in 0..<step { distribution = chain.advanced(distribution) }
    return Vector(distribution)
  }

  /// How often each state is visited, a visit at step t counting γᵗ.
  ///
  ///     η(s) = Σ_t γᵗ P(s_t = s)
  ///
  /// Its sum is `1 / (1 − γ)` if episodes never end.
  ///
  /// - SeeAlso: Sutton et al. 2000, "Policy gradient methods", where it is called d^π.
  public var discountedVisits: Vector {
    visits.reduce(.zero(count: problem.stateCount)) { $0 + Vector($1) }
  }

  /// The discounted state distribution `η(s) / Σ η`.
  public var discountedStateDistribution: Vector {
    let visits = discountedVisits
    return visits / visits.sum
  }

  /// The expected number of steps of a trajectory.
  public var expectedLength: Double {
    let limit = min(problem.horizon ?? .max, stepLimit ?? .max)
    if limit == .max {
      return withDiscount(1).discountedVisits.sum
    }
    var distribution = Array(problem.initialProbabilities)
    var result = 0.0
    for _ in 0..<limit {
      result += Vector(distribution).sum
      distribution = chain.advanced(distribution)
    }
    return result
  }

  var chain: PolicyChain { PolicyChain(problem, choice: table.probabilities) }

  /// `γᵗ P(s_t = s)`: one row a step with a horizon, otherwise one row with the sum over all steps;
  /// shape `[T][S]` or `[1][S]`.
  var visits: [[Double]] {
    let chain = chain
    let initial = Array(problem.initialProbabilities)
    if let horizon = problem.horizon {
      var rows = [initial]
      for _ in 1..<max(horizon, 1) {
        rows.append(chain.advanced(rows[rows.count - 1]).map { discount * $0 })
      }
      return rows
    }
    if problem.stateCount > 1_500 && discount < 1 {
      return [iteratedVisits(chain, initial)]
    }
    // η = ρ + γ Pᵀ η.
    let system = chain.system(discount: discount)
    var transposed = system
    for row in 0..<problem.stateCount {
      for column in 0..<problem.stateCount { transposed[row, column] = system[column, row] }
    }
    guard let visits = transposed.solving(Vector(initial)) else {
      fatalError("the visits are not finite: with discount \(discount) some state is never left")
    }
    return [Array(visits)]
  }

  private func iteratedVisits(_ chain: PolicyChain, _ initial: [Double]) -> [Double] {
    var term = initial
    var result = initial
    var mass = 1.0
    while mass > 1e-16 * (1 - discount) {
      term = chain.advanced(term).map { discount * $0 }
      mass = term.reduce(0, +)
      for state in result.indices { result[state] += term[state] }
    }
    return result
  }
}
