import PolicyGradients
import Testing

@Suite struct AsynchronousActorCriticTests {
  /// One action; from 0 to 1 for a reward of 1, from 1 to the end for 2.
  private static let chain = MarkovDecisionProcess(
    initialProbabilities: [1, 0, 0], actionCount: 1, terminalStates: [2]
  ) { state, _ in [.init(probability: 1, nextState: state + 1, reward: Double(state + 1))] }

  /// Episodes that never end.
  private static let endless = MarkovDecisionProcess.random(
    states: 3, actions: 2, horizon: nil, seed: 4)

  private func group(
    _ workerCount: Int = 1, _ schedule: AsynchronousSchedule = .roundRobin, rollout: Int = 5
  ) -> AsynchronousActorCritic {
    var group = AsynchronousActorCritic(
      workerCount: workerCount, discount: 0.5, schedule: schedule)
    group.rolloutLength = rollout
    return group
  }

  // Rollouts of a whole episode: R = (1 + 0.5 · 2, 2), so V = 0.1 R, then V + 0.1 (R − V).
  // Rollouts of one step: first R = 1 + 0.5 V(1).
  @Test func `the critic by hand`() {
    func values(_ steps: Int, rollout: Int) -> Vector {
      group(rollout: rollout).train(on: Self.chain, stepCount: steps, seed: 1).values.row()
    }
    #expect(values(1, rollout: 5) == [0, 0, 0])
    #expect(values(2, rollout: 5).isClose(to: [0.2, 0.2, 0], tolerance: 1e-15))
    #expect(values(4, rollout: 5).isClose(to: [0.38, 0.38, 0], tolerance: 1e-15))
    #expect(values(2, rollout: 1).isClose(to: [0.1, 0.2, 0], tolerance: 1e-15))
    // 0.1 + 0.1 (1 + 0.5 · 0.2 − 0.1)
    #expect(values(4, rollout: 1).isClose(to: [0.2, 0.38, 0], tolerance: 1e-15))
  }

  // A truncated episode goes on in the critic's eyes, a terminated one does not.
  @Test func `truncation bootstraps`() {
    var limited = group()
    limited.stepLimit = 1
    // State 1 is never met, so its value stays 0; a loop at 0 shows the difference.
    let loop = MarkovDecisionProcess(initialProbabilities: [1], actionCount: 1) { _, _ in
      [.init(probability: 1, nextState: 0, reward: 1)]
    }
    let truncated = limited.train(on: loop, stepCount: 2_000, seed: 1).values.value(at: 0)
    let terminated = group().train(on: loop.withHorizon(1), stepCount: 2_000, seed: 1)
      .values.value(at: 0)
    #expect((truncated - 2).magnitude < 1e-9)
    #expect((terminated - 1).magnitude < 1e-9)
  }

  // The first update of one worker is α Σ G_t ∇log π of one episode, without γᵗ.
  @Test func `the actor's update has the mean of its estimator`() {
    let uniform = TabularSoftmaxPolicy.uniform(for: .problemA)
    let oracle = Oracle(.problemA, policy: uniform, discount: 0.5)
    let count = 20_000
    var sum = Vector.zero(count: 4)
    for seed in 0..<count {
      let run = group().train(on: .problemA, stepCount: 3, seed: UInt64(seed))
      #expect(run.updateCount == 1)
      sum += run.policy.parameters
    }
    let mean = sum / (0.1 * Double(count))
    let moments = oracle.moments(of: RewardToGo(weighting: .undiscounted))
    let limits = 5 / Double(count).squareRoot() * moments.deviations
    func agrees(_ other: Vector) -> Bool {
      (mean - other).indices.allSatisfy { (mean - other)[$0].magnitude <= limits[$0] }
    }
    #expect(agrees(moments.mean))
    // With γᵗ, or from a rollout of one step, it is something else.
    #expect(!agrees(oracle.gradient))
    let zero = StateValues([0, 0])
    #expect(!agrees(oracle.mean(of: NStepAdvantage(values: zero, stepCount: 1))))
  }

  // Both actions pay 1, and β = 1: after the first update V is exact, every advantage 0, and the
  // actor stays where the first update has put it.
  @Test func `the actor is pushed by advantages, not by returns`() {
    let same = MarkovDecisionProcess(
      initialProbabilities: [1], transitions: [[[1], [1]]], rewards: [[1, 1]], horizon: 1)
    var group = group()
    group.criticLearningRate = 1
    let (first, later) = (
      group.train(on: same, stepCount: 1, seed: 1), group.train(on: same, stepCount: 100, seed: 1)
    )
    #expect(first.policy.parameters.norm > 0.05)
    #expect(later.policy.parameters == first.policy.parameters)
    #expect(later.values.row() == [1])
    group.criticLearningRate = 0
    #expect(
      group.train(on: same, stepCount: 100, seed: 1).policy.parameters != first.policy.parameters)
  }

  @Test func `one worker has nothing to be asynchronous with`() {
    let schedules: [AsynchronousSchedule] = [.synchronous, .roundRobin, .random(seed: 7)]
    let runs = schedules.map {
      group(1, $0).train(on: Self.endless, stepCount: 500, seed: 3)
    }
    #expect(runs.allSatisfy { $0.policy.parameters == runs[0].policy.parameters })
    #expect(runs.allSatisfy { $0.stalenessCounts == [100] })
    #expect(runs[0].policy.parameters != .zero(count: 6))
  }

  // In turn, every copy is W − 1 updates old, but for the first round.
  @Test func `staleness of a regular order`() {
    let run = group(4).train(on: Self.endless, stepCount: 4 * 5 * 25, seed: 1)
    #expect(run.updateCount == 100)
    #expect(run.stalenessCounts == [1, 1, 1, 97])
    #expect(run.meanStaleness == 2.94)  // (1 + 2 + 97 · 3) / 100
    let together = group(4, .synchronous).train(on: Self.endless, stepCount: 500, seed: 1)
    #expect(together.stalenessCounts == [100])
    #expect(together.policy.parameters != run.policy.parameters)
  }

  @Test func `a slow worker writes what is long out of date`() {
    let slow = group(4, .random(seed: 1, speeds: [1, 1, 1, 0.05]))
      .train(on: Self.endless, stepCount: 5_000, seed: 1)
    let equal = group(4, .random(seed: 1)).train(on: Self.endless, stepCount: 5_000, seed: 1)
    #expect(slow.stalenessCounts.count > 2 * equal.stalenessCounts.count)
    #expect((equal.meanStaleness - 3).magnitude < 0.2)
  }

  @Test func `the seeds decide, and nothing else`() {
    func parameters(_ schedule: UInt64, _ seed: UInt64) -> Vector {
      group(3, .random(seed: schedule)).train(on: Self.endless, stepCount: 300, seed: seed)
        .policy.parameters
    }
    #expect(parameters(1, 1) == parameters(1, 1))
    #expect(parameters(2, 1) != parameters(1, 1))
    #expect(parameters(1, 2) != parameters(1, 1))
  }

  // Two workers in turn, one step a rollout: both load, then both store, so half is lost.
  @Test func `updates that race are lost`() {
    var racing = group(2, rollout: 1)
    racing.writing = .racing
    let run = racing.train(on: Self.endless, stepCount: 100, seed: 1)
    #expect(run.updateCount == 98)
    #expect(run.lostUpdateCount == 49)
    racing.schedule = .synchronous
    #expect(racing.train(on: Self.endless, stepCount: 100, seed: 1).lostUpdateCount == 0)
    racing = group(2, rollout: 1)
    #expect(racing.train(on: Self.endless, stepCount: 100, seed: 1).lostUpdateCount == 0)
    racing = group(1, rollout: 1)
    racing.writing = .racing
    #expect(racing.train(on: Self.endless, stepCount: 100, seed: 1).lostUpdateCount == 0)
  }

  @Test(arguments: [AsynchronousSchedule.synchronous, .roundRobin, .random(seed: 2)])
  func `it learns`(schedule: AsynchronousSchedule) {
    let corridor = MarkovDecisionProcess.corridor(length: 4, horizon: 10)
    var group = AsynchronousActorCritic(workerCount: 4, discount: 0.95, schedule: schedule)
    group.actorLearningRate = 0.3
    let run = group.train(on: corridor, stepCount: 5_000, recordInterval: 1_000, seed: 5)
    let returns = run.records.map {
      Oracle(corridor, policy: $0.policy, discount: 0.95).expectedReturn
    }
    let best = -(1 + 0.95 + 0.95 * 0.95)
    #expect(returns.count == 6)
    #expect(run.records[0].stepCount == 0)
    #expect(run.records[3].stepCount >= 3_000 && run.records[3].stepCount < 3_040)
    #expect(returns[0] < best - 2)
    #expect(returns[5] > best - 0.1)
  }

  @Test func `numbers out of range are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = AsynchronousActorCritic(workerCount: 0, discount: 0.5, schedule: .roundRobin)
          .train(on: .problemA, stepCount: 1, seed: 1)
      }, says: "the worker count 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = AsynchronousActorCritic(
          workerCount: 2, discount: 0.5, schedule: .random(seed: 1, speeds: [1])
        ).train(on: .problemA, stepCount: 1, seed: 1)
      }, says: "there are 1 speeds for 2 workers")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = AsynchronousActorCritic(workerCount: 1, discount: .nan, schedule: .roundRobin)
          .train(on: .problemA, stepCount: 1, seed: 1)
      }, says: "the discount nan is outside 0...1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var group = AsynchronousActorCritic(
          workerCount: 1, discount: 1, schedule: .roundRobin)
        group.criticLearningRate = 1e200
        _ = group.train(on: .problemA, stepCount: 1_000, seed: 1)
      }, says: "updates a number is not finite; the learning rates, 0.1 and 1e+200, are too large")
  }

  @Test func `one learning rate may be 0, but not both`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var group = AsynchronousActorCritic(
          workerCount: 2, discount: 0.5, schedule: .roundRobin)
        group.actorLearningRate = 0
        group.criticLearningRate = 0
        _ = group.train(on: .problemA, stepCount: 1, seed: 1)
      }, says: "the learning rates of actor and critic are both 0: nothing would be learned")
    var group = self.group(2)
    group.actorLearningRate = 0
    let still = group.train(on: Self.endless, stepCount: 100, seed: 1)
    #expect(still.policy.parameters.allSatisfy { $0 == 0 })
    #expect(still.values.row().contains { $0 != 0 })
    (group.actorLearningRate, group.criticLearningRate) = (0.1, 0)
    let moved = group.train(on: Self.endless, stepCount: 100, seed: 1)
    #expect(moved.policy.parameters.contains { $0 != 0 })
    #expect(moved.values.row().allSatisfy { $0 == 0 })
  }
}
