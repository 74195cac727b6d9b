public import VectorMath

/// How an agent that learns action values behaves and learns.
public struct ActionValueLearning: Equatable, Sendable {
  /// γ, in `0...1`.
  public var discount: Double

  /// α, in `0...1`.
  public var learningRate: Double

  /// ε, the probability of a uniformly random action, in `0...1`.
  public var exploration: Double

  /// After how many steps an episode is truncated; `nil` if never.
  public var stepLimit: Int?

  /// What an unvisited action is worth.
  public var initialValue: Double

  /// A way to learn.
  ///
  /// - Parameters:
  ///   - discount: γ, in `0...1`.
  ///   - learningRate: α, in `0...1`.
  ///   - exploration: ε, in `0...1`.
  ///   - stepLimit: After how many steps an episode is truncated.
  ///   - initialValue: What an unvisited action is worth; high values explore.
  public init(
    discount: Double, learningRate: Double = 0.1, exploration: Double = 0.1,
    stepLimit: Int? = nil, initialValue: Double = 0
  ) {
    for (name, number) in [
      ("discount", discount), ("learning rate", learningRate), ("exploration", exploration),
    ] where !(number >= 0 && number <= 1) {
      fatalError("ActionValueLearning: the \(name) \(number) is outside 0...1")
    }
    self.discount = discount
    self.learningRate = learningRate
    self.exploration = exploration
    self.stepLimit = stepLimit
    self.initialValue = initialValue
  }

  /// What was learned.
  public struct Result: Sendable {
    /// Q, learned; it does not depend on time.
    public let actionValues: ActionValues
    /// The undiscounted return of every episode, in order.
    public let returns: [Double]
  }

  /// Learns by Q-learning: off-policy, one-step.
  ///
  ///     Q(s_t, a_t) ← Q(s_t, a_t) + α (r_t + γ max_a Q(s_{t+1}, a) − Q(s_t, a_t))
  ///
  /// After a terminated step the next value is 0; after a truncated one it is the maximum as usual.
  ///
  /// - Parameters:
  ///   - problem: The problem; its horizon, if it has one, terminates.
  ///   - episodeCount: How many episodes.
  ///   - generator: The source of randomness.
  /// - Returns: Q and the episodes' returns.
  /// - SeeAlso: Watkins 1989; Sutton and Barto 2018, eq. 6.8.
  public func qLearning(
    on problem: MarkovDecisionProcess, episodeCount: Int, using generator: inout RandomStream
  ) -> Result {
    var numbers = initialNumbers(problem)
    var returns: [Double] = []
    for _ in 0..<episodeCount {
      var state = problem.sampleInitialState(using: &generator)
      var status = EpisodeStatus<Int>.running
      var (length, sum) = (0, 0.0)
      while status.goesOn {
        let action = choose(numbers, problem.actionCount, state, using: &generator)
        let outcome = problem.sampleOutcome(of: action, at: state, using: &generator)
        length += 1
        sum += outcome.reward
        status = problem.status(at: outcome.nextState, after: length, stepLimit: stepLimit)
        let next = status.bootstrapValue(
          running: largest(numbers, problem.actionCount, outcome.nextState),
          truncated: { largest(numbers, problem.actionCount, $0) })
        let row = state * problem.actionCount + action
        numbers[row] += learningRate * (outcome.reward + discount * next - numbers[row])
        state = outcome.nextState
      }
      returns.append(sum)
    }
    return result(problem, numbers, returns)
  }

  /// Learns by Monte-Carlo control: the returns of whole episodes, every visit.
  ///
  ///     Q(s_t, a_t) ← Q(s_t, a_t) + α (G_t − Q(s_t, a_t))
  ///
  /// It learns the values of the exploring policy.
  ///
  /// - Parameters:
  ///   - problem: The problem; every episode must end, or a step limit be set.
  ///   - episodeCount: How many episodes.
  ///   - cutEpisodes: What to make of those that the step limit cuts.
  ///   - generator: The source of randomness.
  /// - Returns: Q and the episodes' returns.
  /// - SeeAlso: Sutton and Barto 2018, section 5.4, with constant step size.
  public func monteCarloControl(
    on problem: MarkovDecisionProcess, episodeCount: Int, cutEpisodes: CutEpisodes,
    using generator: inout RandomStream
  ) -> Result {
    var numbers = initialNumbers(problem)
    var returns: [Double] = []
    var episode = Episode()
    for _ in 0..<episodeCount {
      var state = problem.sampleInitialState(using: &generator)
      episode.clear(initialState: state)
      while episode.status.goesOn {
        let action = choose(numbers, problem.actionCount, state, using: &generator)
        let outcome = problem.sampleOutcome(of: action, at: state, using: &generator)
        episode.extend(by: action, outcome)
        state = outcome.nextState
        episode.status = problem.status(at: state, after: episode.length, stepLimit: stepLimit)
      }
      returns.append(episode.undiscountedReturn)
      let following: Double? = episode.status.when(
        running: nil, terminated: 0,
        truncated: { state in
          switch cutEpisodes {
          case .bootstrapped: exploringValue(numbers, problem.actionCount, state)
          case .leftOut: nil
          case .takenAsTerminated: 0
          }
        })
      guard var returnToGo = following else { continue }
      for t in stride(from: episode.length - 1, through: 0, by: -1) {
        returnToGo = episode.rewards[t] + discount * returnToGo
        let row = episode.states[t] * problem.actionCount + episode.actions[t]
        numbers[row] += learningRate * (returnToGo - numbers[row])
      }
    }
    return result(problem, numbers, returns)
  }

  /// What Monte Carlo makes of an episode that the step limit cut.
  public enum CutEpisodes: Equatable, Sendable {
    /// What was not seen is worth what the exploring policy is believed to earn from the final state.
    case bootstrapped
    /// Nothing is learned from it: biased towards what short episodes earn.
    case leftOut
    /// What was not seen counts as 0, as if the problem had ended: biased.
    case takenAsTerminated
  }

  private func initialNumbers(_ problem: MarkovDecisionProcess) -> [Double] {
    Array(repeating: initialValue, count: problem.stateCount * problem.actionCount)
  }

  private func result(
    _ problem: MarkovDecisionProcess, _ numbers: [Double], _ returns: [Double]
  ) -> Result {
    let values = ActionValues(
      stateCount: problem.stateCount, actionCount: problem.actionCount, isStationary: true,
      numbers: numbers)
    return Result(actionValues: values, returns: returns)
  }

  /// The first of the best actions, or with probability ε any.
  private func choose(
    _ numbers: [Double], _ actionCount: Int, _ state: Int, using generator: inout RandomStream
  ) -> Int {
    if generator.bernoulli(exploration) { return generator.integer(below: actionCount) }
    var best = 0
    for action in 1..<max(actionCount, 1)
    where numbers[state * actionCount + action] > numbers[state * actionCount + best] {
      best = action
    }
    return best
  }

  /// `(1 − ε) max_a Q(s, a) + ε mean_a Q(s, a)`.
  private func exploringValue(_ numbers: [Double], _ actionCount: Int, _ state: Int) -> Double {
    var sum = 0.0
    for action in 0..<actionCount { sum += numbers[state * actionCount + action] }
    return (1 - exploration) * largest(numbers, actionCount, state)
      + exploration * sum / Double(actionCount)
  }

  private func largest(_ numbers: [Double], _ actionCount: Int, _ state: Int) -> Double {
    var result = numbers[state * actionCount]
    for action in 1..<max(actionCount, 1) {
      result = max(result, numbers[state * actionCount + action])
    }
    return result
  }
}
