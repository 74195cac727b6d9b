public import VectorMath

// What is known exactly. All of it is for the discount 1.
extension TokenProblem {
  /// The problem of a single prompt: the same states, but every episode starts with that prompt.
  ///
  /// - Parameter prompt: In `0..<prompts.count`.
  /// - Returns: A problem for the same policies.
  public func process(for prompt: Int) -> MarkovDecisionProcess {
    check(prompt)
    return MarkovDecisionProcess(
      initialProbabilities: .unit(state(of: prompt), count: process.stateCount),
      actionCount: vocabulary.count, terminalStates: [process.stateCount - 1],
      horizon: maximumLength
    ) { Array(process.outcomes(of: $1, at: $0)) }
  }

  /// The expected reward of the answers to every prompt; the probability of success if rewards are 0
  /// and 1.
  ///
  /// From the longest beginnings to the shortest: an oracle's values, without its tables.
  ///
  /// - Parameter policy: Fits ``process``.
  /// - Returns: Shape `[X]`.
  public func expectedReturns(of policy: some DiscretePolicy) -> Vector {
    process.check(policy)
    var values = Array(repeating: 0.0, count: process.stateCount)
    for state in stride(from: process.stateCount - 2, through: 0, by: -1) {
      for token in vocabulary.indices {
        let row = state * vocabulary.count + token
        let outcome = process.outcomes[process.starts[row]]
        values[state] +=
          policy.probability(of: token, at: state) * (outcome.reward + values[outcome.nextState])
      }
    }
    return Vector(prompts.indices.map { values[$0 * beginningCount] })
  }

  /// J, the expected reward of an answer to a prompt that is drawn.
  ///
  /// - Parameter policy: Fits ``process``.
  /// - Returns: In the reward's unit.
  public func expectedReturn(of policy: some DiscretePolicy) -> Double {
    promptProbabilities.dot(expectedReturns(of: policy))
  }

  /// The mean of anything about an answer to one prompt, as a sum over all answers.
  ///
  /// - Parameters:
  ///   - prompt: In `0..<prompts.count`.
  ///   - policy: Fits ``process``.
  ///   - quantity: Of a finished answer and its reward.
  /// - Returns: In the quantity's unit.
  public func mean(
    to prompt: Int, following policy: some DiscretePolicy, of quantity: (Answer, Double) -> Double
  ) -> Double {
    check(prompt)
    process.check(policy)
    var result = 0.0
    var tokens: [Int] = []
    func extend(_ state: Int, _ probability: Double) {
      for token in vocabulary.indices {
        let chosen = probability * policy.probability(of: token, at: state)
        let outcome = process.outcomes[process.starts[state * vocabulary.count + token]]
        tokens.append(token)
        if process.isTerminal(outcome.nextState) {
          let answer = Answer(prompt: prompt, tokens: tokens, hasEnded: token == endToken)
          result += chosen * quantity(answer, outcome.reward)
        } else {
          extend(outcome.nextState, chosen)
        }
        tokens.removeLast()
      }
    }
    extend(state(of: prompt), 1)
    return result
  }

  /// The exact mean of an estimator whose groups answer one prompt each.
  ///
  ///     E[ĝ] = Σ_x P(x) E[ĝ∣all N episodes answer x]
  ///
  /// - Parameters:
  ///   - estimator: An estimator of a group.
  ///   - policy: Fits ``process``.
  /// - Returns: Shape `[d]`; `∇J` for an unbiased estimator.
  public func mean(
    of estimator: some GroupEstimator, following policy: some DiscretePolicy
  ) -> Vector {
    var result = Vector.zero(count: policy.parameterCount)
    for prompt in prompts.indices where promptProbabilities[prompt] > 0 {
      let oracle = Oracle(process(for: prompt), policy: policy, discount: 1)
      result += promptProbabilities[prompt] * oracle.mean(of: estimator)
    }
    return result
  }

  /// Draws answers to one prompt.
  ///
  /// - Parameters:
  ///   - count: How many; at least 0.
  ///   - prompt: In `0..<prompts.count`.
  ///   - policy: Fits ``process``.
  ///   - generator: The source of randomness.
  /// - Returns: As many independent episodes.
  /// - Randomness: draws what the policy draws for every token.
  public func sampleGroup(
    of count: Int, answering prompt: Int, following policy: some DiscretePolicy,
    using generator: inout RandomStream
  ) -> [Episode] {
    process.check(policy)
    let start = state(of: prompt)
    return (0..<count).map { _ in
      var episode = Episode()
      episode.clear(initialState: start)
      while !process.isTerminal(episode.finalState) {
        let state = episode.finalState
        let token = policy.sample(at: state, using: &generator)
        let outcome = process.starts[state * vocabulary.count + token]
        episode.extend(by: token, process.outcomes[outcome])
      }
      episode.status = .terminated
      return episode
    }
  }
}
