import VectorMath

/// Asynchronous advantage actor-critic, A3C, on a finite problem: a simulation of its threads in which
/// a seed decides who goes next.
///
/// Each worker copies the shared logits θ and values V, plays a rollout of a few steps with the copy,
/// and adds what the copy makes of it to the shared ones, which others may have changed meanwhile:
///
///     R ← 0 if terminated, else V′(s_end);   from the last step to the first: R ← r + γ R
///     θ ← θ + α Σ (R − V′(s)) ∇log π′(a∣s),   V(s) ← V(s) + β Σ (R − V′(s))
///
/// Primes mark the copy. The steps of a rollout have returns of different lengths, from the rollout's
/// down to 1, and carry no γᵗ. The paper's RMSprop and entropy bonus are left out: plain steps show
/// the asynchrony alone.
///
/// Policy and critic are tables, without networks, and the simulation is saved to no checkpoint:
/// played again from its seeds, it gives the same.
///
/// - SeeAlso: Mnih et al. 2016, arXiv:1602.01783, algorithm S3.
public struct AsynchronousActorCritic: Equatable, Sendable {
  /// How an update gets into the shared numbers.
  public enum Writing: Equatable, Sendable {
    /// In one turn: none is lost.
    case atomic
    /// In two turns, one that loads and adds, one that stores; what others stored between is lost.
    ///
    /// Harsher than threads without locks, which lose single numbers, not whole tables.
    case racing
  }

  /// How many workers.
  public var workerCount: Int

  /// γ, in `0...1`.
  public var discount: Double

  /// Who goes next.
  public var schedule: AsynchronousSchedule

  /// The most steps of a rollout, t_max; it ends earlier where the episode does.
  public var rolloutLength = 5

  /// α, at least 0; 0 leaves the policy as it is, and is refused if β is 0 too.
  public var actorLearningRate = 0.1

  /// β, at least 0; 0 leaves the values as they are.
  public var criticLearningRate = 0.1

  /// How an update gets into the shared numbers; a synchronous schedule always adds atomically.
  public var writing = Writing.atomic

  /// After how many steps an episode is truncated; `nil` if never.
  public var stepLimit: Int?

  /// A group of workers.
  ///
  /// - Parameters:
  ///   - workerCount: How many, at least 1.
  ///   - discount: γ, in `0...1`.
  ///   - schedule: Who goes next.
  public init(workerCount: Int, discount: Double, schedule: AsynchronousSchedule) {
    self.workerCount = workerCount
    self.discount = discount
    self.schedule = schedule
  }

  /// The policy after some steps of all workers together.
  public struct Record: Sendable {
    /// How many environment steps had been made.
    public let stepCount: Int
    /// The shared policy then.
    public let policy: TabularSoftmaxPolicy
  }

  /// What happened.
  public struct Run: Sendable {
    /// The policy at the beginning and after every interval.
    public let records: [Record]
    /// The shared policy at the end.
    public let policy: TabularSoftmaxPolicy
    /// The shared critic at the end.
    public let values: StateValues
    /// How many updates had each staleness: `stalenessCounts[k]` were made with a copy that k updates
    /// of others had made old.
    public let stalenessCounts: [Int]
    /// How many updates were overwritten; 0 unless ``Writing/racing``.
    public let lostUpdateCount: Int

    /// How many updates were made.
    public var updateCount: Int { stalenessCounts.reduce(0, +) }

    /// The mean staleness; 0 without updates.
    public var meanStaleness: Double {
      let sum = stalenessCounts.enumerated().reduce(0) { $0 + $1.offset * $1.element }
      return updateCount == 0 ? 0 : Double(sum) / Double(updateCount)
    }
  }

  /// Learns, from logits and values of 0.
  ///
  /// - Parameters:
  ///   - problem: The problem; its horizon, if it has one, terminates.
  ///   - stepCount: How many environment steps all workers make together, at least; rollouts that are
  ///     not finished then are dropped.
  ///   - recordInterval: After how many steps the policy is recorded; `nil` for never.
  ///   - seed: The seed of actions and outcomes. The schedule has its own.
  /// - Returns: The policy, and what happened. The same numbers and seeds give the same bits.
  public func train(
    on problem: MarkovDecisionProcess, stepCount: Int, recordInterval: Int? = nil, seed: UInt64
  ) -> Run {
    check(stepCount: stepCount, recordInterval: recordInterval)
    let training = AsynchronousTraining(self, on: problem, seed: seed)
    var order = TurnOrder(schedule, workerCount: workerCount)
    var records = [training.record]
    while training.stepCount < stepCount {
      if schedule == .synchronous {
        training.playTogether()
      } else {
        training.takeTurn(order.next())
      }
      if let recordInterval,
        training.stepCount / recordInterval > records[records.count - 1].stepCount / recordInterval
      {
        records.append(training.record)
      }
    }
    return training.run(records)
  }

  private func check(stepCount: Int, recordInterval: Int?) {
    func refuse(_ problem: String) -> Never { fatalError("AsynchronousActorCritic: \(problem)") }
    for (name, number) in [
      ("worker count", workerCount), ("rollout length", rolloutLength), ("step count", stepCount),
      ("step limit", stepLimit ?? 1), ("record interval", recordInterval ?? 1),
    ] where number < 1 {
      refuse("the \(name) \(number) is below 1")
    }
    if !(discount >= 0 && discount <= 1) { refuse("the discount \(discount) is outside 0...1") }
    for (name, number) in [("actor", actorLearningRate), ("critic", criticLearningRate)]
    where !(number >= 0 && number.isFinite) {
      refuse("the learning rate \(number) of the \(name) is not a number of at least 0")
    }
    if actorLearningRate == 0 && criticLearningRate == 0 {
      refuse("the learning rates of actor and critic are both 0: nothing would be learned")
    }
    schedule.check(workerCount: workerCount)
  }
}
