/// What a training run was: its log and the policy it ended with.
///
/// The same algorithm, environment, steps and seed give the same run, bit for bit.
public struct TrainingRun: Equatable, Sendable {
  /// An episode that ended during training.
  public struct EpisodeRecord: Equatable, Sendable {
    /// How many steps had been taken when the rollout's step was over, of all environments.
    public let stepCount: Int
    /// Which environment.
    public let environment: Int
    /// How many steps the episode had.
    public let length: Int
    /// `Σ_t r_t`, before any normalisation.
    public let undiscountedReturn: Double
    /// Whether the problem ended; otherwise a time limit cut the episode.
    public let isTerminated: Bool
  }

  /// Why a run is over.
  public enum Ending: Equatable, Sendable {
    /// It is not.
    case running
    /// All steps were taken.
    case finished
    /// An evaluation reached its target.
    case reachedTarget
    /// An update, or a policy of one's own in its rollout, gave numbers that are not finite or too
    /// large, or an update was the fifth running after which the critic's error was out of proportion
    /// with all returns; ``parameters`` are those before it.
    case diverged(update: Int, stepCount: Int, cause: String)
    /// An environment of one's own gave a number that is not finite, or showed more or fewer numbers
    /// than at first, after so many steps; log and ``parameters`` are those of the last update.
    case failed(stepCount: Int, cause: String)

    /// Whether something went wrong.
    public var isFailure: Bool {
      switch self {
      case .running, .finished, .reachedTarget: false
      case .diverged, .failed: true
      }
    }
  }

  /// The algorithm, for example "PPO".
  public let algorithm: String

  /// The environment, for example "CartPole-v1".
  public let environment: String

  /// Decides all that is random.
  public let seed: UInt64

  /// How many steps of environments were taken.
  public internal(set) var stepCount = 0

  /// The updates, in order.
  public internal(set) var updates: [UpdateRecord] = []

  /// The episodes that ended, in the order in which they did.
  public internal(set) var episodes: [EpisodeRecord] = []

  /// The evaluations, in order.
  public internal(set) var evaluations: [Evaluation] = []

  /// Why it is over.
  public internal(set) var ending = Ending.running

  /// The parameters of policy and critic, as they are now; ``policy(on:)`` acts with them.
  public internal(set) var parameters: [Float] = []

  /// The mean and variance by which observations are shown to the policy, as they were when
  /// ``parameters`` were found; nil if they are shown as they are.
  public internal(set) var observationNormalizer: ObservationNormalizer?

  let form: PolicyForm

  /// After how many steps the environment cuts an episode; nil for never.
  let timeLimit: Int?

  init(
    _ algorithm: any LearningAlgorithm, environment: String, actionSpace: any Sendable,
    seed: UInt64, timeLimit: Int? = nil
  ) {
    self.algorithm = algorithm.name
    form = PolicyForm(algorithm, actionSpace: actionSpace)
    self.environment = environment
    self.seed = seed
    self.timeLimit = timeLimit
  }

  /// The mean undiscounted return of the last episodes.
  ///
  /// - Parameter count: Of how many; 100 in Stable-Baselines3's logs.
  /// - Returns: Nil before the first episode has ended, and so for ever where episodes never end; for
  ///   a return such an environment wants a time limit,
  ///   ``Environment/batch(count:seed:timeLimit:)``.
  public func meanReturn(ofLast count: Int = 100) -> Double? {
    let last = episodes.suffix(count)
    if last.isEmpty { return nil }
    return last.reduce(0) { $0 + $1.undiscountedReturn } / Double(last.count)
  }

  /// After how many steps an evaluation first had this mean of greedy returns.
  ///
  /// - Parameter target: The mean.
  /// - Returns: Nil if none had.
  public func stepsToReach(_ target: Double) -> Int? {
    evaluations.first { $0.greedyMean >= target }?.stepCount
  }
}
