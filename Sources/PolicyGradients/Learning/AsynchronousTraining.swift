import VectorMath

/// The shared numbers and the workers of a run of ``AsynchronousActorCritic``.
struct AsynchronousTraining {
  /// Logits and values.
  private struct Tables {
    var logits: [Double]
    var values: [Double]
    /// How many updates are contained.
    var updateCount = 0

    mutating func add(_ update: Tables) {
      for index in logits.indices { logits[index] += update.logits[index] }
      for index in values.indices { values[index] += update.values[index] }
      updateCount += 1
    }
  }

  private struct Worker {
    var random: RandomStream
    /// The state it is in; `nil` before an episode.
    var state: Int?
    var episodeLength = 0
    var copy: Tables
    /// How many updates had been made when the copy was.
    var readAt = 0
    var rollout: [(state: Int, score: ScoreBlock, reward: Double)] = []
    /// What is to be stored, with racing.
    var pending: Tables?
  }

  private let settings: AsynchronousActorCritic
  private let problem: MarkovDecisionProcess
  private var shared: Tables
  private var workers: [Worker]
  private var stalenessCounts: [Int] = []
  private var updateCount = 0
  private(set) var stepCount = 0

  init(_ settings: AsynchronousActorCritic, on problem: MarkovDecisionProcess, seed: UInt64) {
    self.settings = settings
    self.problem = problem
    shared = Tables(
      logits: Array(repeating: 0, count: problem.stateCount * problem.actionCount),
      values: Array(repeating: 0, count: problem.stateCount))
    let random = RandomStream(seed: seed, label: "AsynchronousActorCritic")
    let beginning = shared
    workers = (0..<settings.workerCount).map {
      Worker(random: random.split($0), copy: beginning)
    }
  }

  private var policy: TabularSoftmaxPolicy {
    let actionCount = problem.actionCount
    return TabularSoftmaxPolicy(
      logits: (0..<problem.stateCount).map {
        Vector(Array(shared.logits[$0 * actionCount..<($0 + 1) * actionCount]))
      })
  }

  var record: AsynchronousActorCritic.Record { .init(stepCount: stepCount, policy: policy) }

  func run(_ records: [AsynchronousActorCritic.Record]) -> AsynchronousActorCritic.Run {
    .init(
      records: records, policy: policy, values: StateValues(Vector(shared.values)),
      stalenessCounts: stalenessCounts, lostUpdateCount: updateCount - shared.updateCount)
  }

  /// One turn of one worker: a step, with the update if it ends the rollout, or a store.
  mutating func takeTurn(_ index: Int) {
    if let pending = workers[index].pending {
      shared = pending
      workers[index].pending = nil
      noteUpdate(staleness: updateCount - workers[index].readAt)
      read(index)
      return
    }
    guard let update = step(index) else { return }
    if settings.writing == .racing {
      var sum = shared
      sum.add(update)
      workers[index].pending = sum
    } else {
      shared.add(update)
      noteUpdate(staleness: updateCount - workers[index].readAt)
      read(index)
    }
  }

  /// Copies the shared numbers, as a thread does as soon as it has written.
  private mutating func read(_ index: Int) {
    workers[index].copy = shared
    workers[index].readAt = updateCount
  }

  /// One rollout of every worker, all with the same numbers, and then all updates.
  mutating func playTogether() {
    var updates: [Tables] = []
    for index in workers.indices {
      while true {
        if let update = step(index) {
          updates.append(update)
          break
        }
      }
    }
    for update in updates {
      shared.add(update)
      noteUpdate(staleness: 0)
    }
    for index in workers.indices { read(index) }
  }

  private mutating func noteUpdate(staleness: Int) {
    updateCount += 1
    while stalenessCounts.count <= staleness { stalenessCounts.append(0) }
    stalenessCounts[staleness] += 1
    if !shared.logits.allSatisfy(\.isFinite) || !shared.values.allSatisfy(\.isFinite) {
      fatalError(
        "AsynchronousActorCritic: after \(updateCount) updates a number is not finite; the learning "
          + "rates, \(settings.actorLearningRate) and \(settings.criticLearningRate), are too large"
      )
    }
  }

  /// One environment step; the update, if the rollout ends with it.
  private mutating func step(_ index: Int) -> Tables? {
    let copy = workers[index].copy
    let actionCount = problem.actionCount
    let state =
      workers[index].state ?? problem.sampleInitialState(using: &workers[index].random)
    let choice = SoftmaxPolicy(
      logits: Vector(Array(copy.logits[state * actionCount..<(state + 1) * actionCount])))
    let action = choice.sample(using: &workers[index].random)
    let outcome = problem.sampleOutcome(of: action, at: state, using: &workers[index].random)
    stepCount += 1
    workers[index].episodeLength += 1
    workers[index].rollout.append(
      (
        state, ScoreBlock(offset: state * actionCount, components: choice.score(of: action)),
        outcome.reward
      ))
    let status = problem.status(
      at: outcome.nextState, after: workers[index].episodeLength, stepLimit: settings.stepLimit)
    let isOver = status.when(running: false, terminated: true, truncated: { _ in true })
    workers[index].state = isOver ? nil : outcome.nextState
    if isOver { workers[index].episodeLength = 0 }
    if !isOver && workers[index].rollout.count < settings.rolloutLength { return nil }
    let update = update(
      of: workers[index].rollout, copy,
      endValue: status.bootstrapValue(
        running: copy.values[outcome.nextState], truncated: { copy.values[$0] }))
    workers[index].rollout.removeAll(keepingCapacity: true)
    return update
  }

  private func update(
    of rollout: [(state: Int, score: ScoreBlock, reward: Double)], _ copy: Tables,
    endValue: Double
  ) -> Tables {
    var update = Tables(
      logits: Array(repeating: 0, count: copy.logits.count),
      values: Array(repeating: 0, count: copy.values.count))
    var returnToGo = endValue
    for step in rollout.reversed() {
      returnToGo = step.reward + settings.discount * returnToGo
      let advantage = returnToGo - copy.values[step.state]
      for (index, component) in step.score.components.enumerated() {
        update.logits[step.score.offset + index] +=
          settings.actorLearningRate * advantage * component
      }
      update.values[step.state] += settings.criticLearningRate * advantage
    }
    return update
  }
}
