import VectorMath

/// The shared numbers and the workers of a run of ``AsynchronousActorCritic``.
///
/// Classes, because a step changes a worker's stream while it reads the problem: with structures the
/// compiler copies everything first, which was two thirds of the time.
final class AsynchronousTraining {
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

    // In place: an assignment would share the memory, and the next change copy all of it.
    mutating func set(_ other: Tables) {
      for index in logits.indices { logits[index] = other.logits[index] }
      for index in values.indices { values[index] = other.values[index] }
    }

    mutating func clear() {
      for index in logits.indices { logits[index] = 0 }
      for index in values.indices { values[index] = 0 }
    }
  }

  private final class Worker {
    var random: RandomStream
    /// The state it is in; `nil` before an episode.
    var state: Int?
    var episodeLength = 0
    var copy: Tables
    /// What the last rollout makes of it.
    var update: Tables
    /// How many updates had been made when the copy was.
    var readAt = 0
    var rollout: [(state: Int, action: Int, reward: Double)] = []
    /// What is to be stored, with racing.
    var pending: Tables?

    init(random: RandomStream, beginning: Tables) {
      self.random = random
      copy = beginning
      update = beginning
    }
  }

  private let settings: AsynchronousActorCritic
  private let problem: MarkovDecisionProcess
  private var shared: Tables
  private let workers: [Worker]
  private var stalenessCounts: [Int] = []
  private var updateCount = 0
  private(set) var stepCount = 0
  /// π(·∣s) of the state that is looked at.
  private var probabilities: [Double]

  init(_ settings: AsynchronousActorCritic, on problem: MarkovDecisionProcess, seed: UInt64) {
    self.settings = settings
    self.problem = problem
    shared = Tables(
      logits: Array(repeating: 0, count: problem.stateCount * problem.actionCount),
      values: Array(repeating: 0, count: problem.stateCount))
    let random = RandomStream(seed: seed, label: "AsynchronousActorCritic")
    let beginning = shared
    workers = (0..<settings.workerCount).map {
      Worker(random: random.split($0), beginning: beginning)
    }
    probabilities = Array(repeating: 0, count: problem.actionCount)
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
  func takeTurn(_ index: Int) {
    let worker = workers[index]
    if let pending = worker.pending {
      shared = pending
      worker.pending = nil
    } else {
      guard endsRollout(worker) else { return }
      if settings.writing == .racing {
        var sum = shared
        sum.add(worker.update)
        worker.pending = sum
        return
      }
      shared.add(worker.update)
    }
    noteUpdate(staleness: updateCount - worker.readAt)
    // A thread reads again as soon as it has written.
    read(worker)
  }

  /// One rollout of every worker, all with the same numbers, and then all updates.
  func playTogether() {
    for worker in workers {
      while !endsRollout(worker) {}
    }
    for worker in workers {
      shared.add(worker.update)
      noteUpdate(staleness: 0)
    }
    for worker in workers { read(worker) }
  }

  private func read(_ worker: Worker) {
    worker.copy.set(shared)
    worker.readAt = updateCount
  }

  private func noteUpdate(staleness: Int) {
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

  /// Makes one environment step, and the update if the rollout ends with it.
  private func endsRollout(_ worker: Worker) -> Bool {
    let state =
      worker.state ?? problem.sampleInitialState(using: &worker.random)
    setProbabilities(at: state, worker.copy.logits)
    let action = sample(worker.random.uniform())
    let outcome = problem.sampleOutcome(of: action, at: state, using: &worker.random)
    stepCount += 1
    worker.episodeLength += 1
    worker.rollout.append((state, action, outcome.reward))
    let status = problem.status(
      at: outcome.nextState, after: worker.episodeLength, stepLimit: settings.stepLimit)
    let isOver = status.when(running: false, terminated: true, truncated: { _ in true })
    worker.state = isOver ? nil : outcome.nextState
    if isOver { worker.episodeLength = 0 }
    if !isOver && worker.rollout.count < settings.rolloutLength { return false }
    let values = worker.copy.values
    setUpdate(
      worker,
      endValue: status.bootstrapValue(
        running: values[outcome.nextState], truncated: { values[$0] }))
    worker.rollout.removeAll(keepingCapacity: true)
    return true
  }

  private func setUpdate(_ worker: Worker, endValue: Double) {
    let actionCount = problem.actionCount
    worker.update.clear()
    var returnToGo = endValue
    for step in worker.rollout.reversed() {
      returnToGo = step.reward + settings.discount * returnToGo
      let advantage = returnToGo - worker.copy.values[step.state]
      let weight = settings.actorLearningRate * advantage
      setProbabilities(at: step.state, worker.copy.logits)
      for action in 0..<actionCount {
        let score = (action == step.action ? 1 : 0) - probabilities[action]
        worker.update.logits[step.state * actionCount + action] += weight * score
      }
      worker.update.values[step.state] += settings.criticLearningRate * advantage
    }
  }

  // As `SoftmaxPolicy`, without the tables that it prepares for many draws: here a policy serves one.

  private func setProbabilities(at state: Int, _ logits: [Double]) {
    let row = state * probabilities.count
    var largest = logits[row]
    for action in probabilities.indices { largest = max(largest, logits[row + action]) }
    var sum = 0.0
    for action in probabilities.indices {
      probabilities[action] = Double.exp(logits[row + action] - largest)
      sum += probabilities[action]
    }
    for action in probabilities.indices { probabilities[action] /= sum }
  }

  private func sample(_ uniform: Double) -> Int {
    var rest = uniform
    for action in 0..<probabilities.count - 1 {
      rest -= probabilities[action]
      if rest < 0 { return action }
    }
    return probabilities.count - 1
  }
}
