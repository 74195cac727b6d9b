public import VectorMath

/// One environment, as you would write it yourself.
///
///     struct Walk: Environment {
///       let actionSpace = DiscreteActions(count: 2)
///       var position = 0
///
///       mutating func reset(using generator: inout RandomStream) {
///         position = generator.integer(below: 3) - 1
///       }
///
///       mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
///         position += action == 1 ? 1 : -1
///         if position.magnitude < 5 { return .running(reward: 0) }
///         return .terminated(reward: position > 0 ? 1 : 0)
///       }
///
///       var observation: Vector { [Double(position)] }
///     }
///
///     var walks = Walk().batch(count: 8, seed: 1, timeLimit: 100)
///
/// The batch adds all that is the same for every environment: many at once, a random stream each,
/// time limits, the next episode after an end, returns and lengths.
/// ``EnvironmentBatch/normalized(limit:)`` and ``EnvironmentBatch/recorded()`` add the rest. An
/// environment cannot truncate: a limit of time is not part of the problem.
public protocol Environment<Action>: Sendable {
  /// An `Int`, or a `Double` where actions are continuous.
  associatedtype Action
  /// The kind of action space.
  associatedtype Actions: ActionSpace<Action>

  /// The actions that the environment takes; always the same.
  var actionSpace: Actions { get }

  /// What the environment shows; always as many numbers, finite as `Float`.
  ///
  /// Up to eight numbers need no memory; for more see ``writeObservation(into:)``.
  var observation: Vector { get }

  /// Writes the numbers of ``observation`` where a batch wants them.
  ///
  /// Without one of its own an environment writes what ``observation`` gives it. One that shows more
  /// than eight numbers may write them itself, and then allocates nothing in a step:
  ///
  ///     func writeObservation(into numbers: inout MutableSpan<Float>) -> Int {
  ///       for place in numbers.indices { numbers[place] = place == state ? 1 : 0 }
  ///       return numbers.count
  ///     }
  ///
  /// It may be `mutating`: then a batch calls it in place. A copy would count references to what all
  /// batches of an experiment share, and cores would wait for each other.
  ///
  /// - Parameter numbers: Room for as many numbers as the first observation had, with any in it.
  /// - Returns: How many numbers there are; if not as many as there is room for, what was written is
  ///   not read.
  mutating func writeObservation(into numbers: inout MutableSpan<Float>) -> Int

  /// Starts a new episode.
  ///
  /// - Parameter generator: The only source of randomness.
  mutating func reset(using generator: inout RandomStream)

  /// Takes a step.
  ///
  /// - Parameters:
  ///   - action: One that the action space contains.
  ///   - generator: The only source of randomness.
  /// - Returns: What the action earned, a finite number, and whether that was the end.
  mutating func step(_ action: Action, using generator: inout RandomStream) -> StepOutcome
}

/// What follows an action.
public enum StepOutcome: Equatable, Sendable {
  /// The action earned something and the episode goes on.
  case running(reward: Double)
  /// The action earned something and nothing more can be earned.
  case terminated(reward: Double)

  /// What the action earned.
  public var reward: Double {
    switch self {
    case .running(let reward), .terminated(let reward): reward
    }
  }

  /// Whether nothing more can be earned.
  public var isTerminated: Bool {
    if case .terminated = self { true } else { false }
  }
}

extension Environment {
  /// Writes what ``observation`` gives.
  ///
  /// - Parameter numbers: Room for as many numbers as the first observation had.
  /// - Returns: How many numbers there are.
  public mutating func writeObservation(into numbers: inout MutableSpan<Float>) -> Int {
    let observation = observation
    if observation.count != numbers.count { return observation.count }
    for place in numbers.indices { numbers[place] = Float(observation[place]) }
    return numbers.count
  }

  /// Many environments like this one.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  /// - Returns: A batch, each environment at the start of an episode.
  public func batch(count: Int, seed: UInt64, timeLimit: Int? = nil) -> EnvironmentArray<Self> {
    EnvironmentArray(self, count: count, seed: seed, timeLimit: timeLimit)
  }
}
