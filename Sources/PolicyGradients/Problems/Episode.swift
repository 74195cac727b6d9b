public import VectorMath

/// What happened from the start of a finite problem to an end: τ = (s₀, a₀, r₀, s₁, …, s_T).
///
/// T actions and T rewards lie between T + 1 states. The reward `rewards[t]` follows the action
/// `actions[t]`. The end is the problem's own, a terminal state or the horizon, so that nothing
/// follows it; what was played under a step limit from outside is a ``LimitedEpisode``.
///
/// Looping over an episode gives its steps:
///
///     for step in episode { gradient += step.reward * policy.score(of: step) }
public struct Episode: Sendable {
  /// The states s₀ … s_T, the final one included; shape `[T + 1]`.
  public internal(set) var states: [Int]

  /// The actions a₀ … a_{T−1}; shape `[T]`.
  public internal(set) var actions: [Int]

  /// The rewards r₀ … r_{T−1}; shape `[T]`.
  public internal(set) var rewards: [Double]

  /// How it ended.
  ///
  /// Not public: only the library's own walks play on, or cut, what has this type, and they hand it
  /// out as a ``LimitedEpisode``.
  var status = EpisodeStatus<Int>.terminated

  /// An episode of given steps, after which the problem ended.
  ///
  /// - Parameters:
  ///   - states: s₀ … s_T, one more than there are actions.
  ///   - actions: a₀ … a_{T−1}.
  ///   - rewards: r₀ … r_{T−1}.
  public init(states: [Int], actions: [Int], rewards: [Double]) {
    if states.count != actions.count + 1 || rewards.count != actions.count {
      fatalError(
        "Episode: \(states.count) states, \(actions.count) actions and \(rewards.count) rewards; "
          + "T steps need T + 1, T and T")
    }
    self.states = states
    self.actions = actions
    self.rewards = rewards
  }

  /// An episode that has not begun.
  init() {
    states = [0]
    actions = []
    rewards = []
    status = .running
  }

  /// How many steps there are, T.
  @inlinable public var length: Int { actions.count }

  /// The state after the last step, s_T.
  @inlinable public var finalState: Int { states[actions.count] }
}

extension Episode: Equatable {
  /// Whether two episodes have the same states, actions and rewards.
  ///
  /// - Parameters:
  ///   - left: An episode.
  ///   - right: Another one.
  /// - Returns: Whether all agree.
  public static func == (left: Episode, right: Episode) -> Bool {
    left.states == right.states && left.actions == right.actions && left.rewards == right.rewards
  }
}

/// One step of an episode.
public struct Step: Equatable, Sendable {
  /// t, from 0.
  public let index: Int
  /// s_t.
  public let state: Int
  /// a_t.
  public let action: Int
  /// r_t.
  public let reward: Double
  /// s_{t+1}.
  public let nextState: Int

  @inlinable init(index: Int, state: Int, action: Int, reward: Double, nextState: Int) {
    self.index = index
    self.state = state
    self.action = action
    self.reward = reward
    self.nextState = nextState
  }
}

extension Episode: RandomAccessCollection {
  /// The index of the first step: 0.
  @inlinable public var startIndex: Int { 0 }

  /// The number of steps, T.
  @inlinable public var endIndex: Int { actions.count }

  /// One step.
  ///
  /// - Parameter t: In `0..<length`.
  @inlinable public subscript(t: Int) -> Step {
    Step(
      index: t, state: states[t], action: actions[t], reward: rewards[t], nextState: states[t + 1])
  }
}

extension Episode {
  /// The return `Σ_t γᵗ r_t`.
  ///
  /// - Parameter discount: γ, in `0...1`.
  /// - Returns: In the reward's unit.
  public func discountedReturn(_ discount: Double) -> Double {
    var result = 0.0
    for t in stride(from: length - 1, through: 0, by: -1) {
      result = rewards[t] + discount * result
    }
    return result
  }

  /// The return `Σ_t r_t`.
  public var undiscountedReturn: Double { discountedReturn(1) }

  /// The returns-to-go `G_t = Σ_{k ≥ t} γ^{k−t} r_k = r_t + γ G_{t+1}`, each discounted from its own
  /// step on.
  ///
  /// - Parameter discount: γ, in `0...1`.
  /// - Returns: One a step; shape `[T]`.
  public func returnsToGo(_ discount: Double) -> [Double] {
    var result = rewards
    setReturnsToGo(discount, in: &result)
    return result
  }

  /// Writes the returns-to-go into the first T of some numbers.
  ///
  /// - Parameters:
  ///   - discount: γ.
  ///   - numbers: At least T.
  ///   - following: The value of what follows the last step.
  @inline(__always)
  func setReturnsToGo(_ discount: Double, in numbers: inout [Double], following: Double = 0) {
    var returnToGo = following
    for t in stride(from: length - 1, through: 0, by: -1) {
      returnToGo = rewards[t] + discount * returnToGo
      numbers[t] = returnToGo
    }
  }

  /// The sum over steps of a vector that depends on the step, such as a weighted score.
  ///
  /// - Parameter term: The vector of one step; all of one count.
  /// - Returns: The sum; an episode without steps has none, so there must be at least one.
  public func sum(_ term: (Step) -> Vector) -> Vector {
    if isEmpty { fatalError("Episode.sum: the episode has no steps") }
    var result = term(self[0])
    for t in 1..<length { result += term(self[t]) }
    return result
  }
}
