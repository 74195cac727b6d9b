import PolicyGradients
import Testing

@Suite struct OracleTests {
  static let a = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 0.8)
  static let z = Oracle(.problemZ, policy: TabularSoftmaxPolicy.problemZ, discount: 0.8)

  @Test func `one step by hand`() {
    // One state, one step, rewards 1 and 0 with probabilities ¾ and ¼.
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1], transitions: [[[1], [1]]], rewards: [[1, 0]], horizon: 1)
    let oracle = Oracle(
      problem, policy: SoftmaxPolicy(probabilities: [0.75, 0.25]), discount: 0.5)
    #expect(oracle.expectedReturn == 0.75)
    #expect(oracle.values.row() == [0.75])
    #expect(oracle.actionValues.row(at: 0) == [1, 0])
    #expect(oracle.advantages.row(at: 0) == [0.25, -0.75])
    #expect(oracle.gradient.isClose(to: [0.1875, -0.1875], tolerance: 1e-16))
    #expect(oracle.trajectoryCount.trajectories == 2)
  }

  // FACTS (c): golden numbers, to their printed digits.
  @Test func `problem A`() {
    let oracle = Self.a
    #expect((oracle.expectedReturn - 1.398040606774).magnitude < 5e-13)
    #expect((oracle.expectedUndiscountedReturn - 1.717646939393).magnitude < 5e-13)
    #expect(
      oracle.gradient.isClose(
        to: [0.492749648150, -0.492749648150, 0.346404175710, -0.346404175710],
        tolerance: 5e-13))
    #expect(
      oracle.withDiscount(1).gradient.isClose(
        to: [0.602573682155, -0.602573682155, 0.426566855824, -0.426566855824],
        tolerance: 5e-13))
    #expect(oracle.values.row(0).isClose(to: [1.279395290647, 1.576008580966], tolerance: 5e-13))
    #expect(oracle.trajectoryCount.trajectories == 128)
    #expect((oracle.expectedReturn(from: 1) - 1.576008580966).magnitude < 5e-13)
  }

  // FACTS (d).
  @Test func `problem Z`() {
    let oracle = Self.z
    #expect(oracle.trajectoryCount.trajectories == 27_063)
    #expect((oracle.expectedLength - 2.621909593080).magnitude < 5e-13)
    #expect((oracle.expectedReturn - 0.474645542889).magnitude < 5e-13)
    #expect(
      oracle.values.row(0).isClose(
        to: [0.389458777014, 0.603259108073, 0.494692109801, 0], tolerance: 5e-13))
    let gradient: Vector = [
      0.082629603402, 0.140042561617, -0.222672165019, 0.148448030086, -0.301352322034,
      0.152904291948, -0.207382540568, 0.073273724162, 0.134108816405,
    ]
    #expect(oracle.gradient.isClose(to: gradient, tolerance: 5e-13))
    #expect((oracle.gradient.norm - 0.527838949915).magnitude < 5e-13)
  }

  @Test func `enumeration agrees with dynamic programming`() {
    let oracle = Self.z
    var (mass, length) = (0.0, 0.0)
    oracle.forEachTrajectory { episode, probability in
      mass += probability
      length += probability * Double(episode.length)
    }
    #expect((mass - 1).magnitude < 1e-13)
    #expect((length - oracle.expectedLength).magnitude < 1e-13)
    let mean = oracle.mean { $0.discountedReturn(0.8) }
    #expect((mean - oracle.expectedReturn).magnitude < 1e-14)
    #expect(oracle.stateProbabilities(at: 0) == oracle.problem.initialProbabilities)
    let third = oracle.mean { $0.length > 2 && $0.states[2] == 1 ? 1.0 : 0 }
    #expect((oracle.stateProbabilities(at: 2)[1] - third).magnitude < 1e-15)
    #expect(oracle.stateProbabilities(at: 4) == .zero(count: 4))
    let visits = oracle.mean { episode -> Vector in
      var (result, factor) = (Vector.zero(count: 4), 1.0)
      for step in episode {
        result[step.state] += factor
        factor *= 0.8
      }
      return result
    }
    #expect(visits.isClose(to: oracle.discountedVisits, tolerance: 1e-14))
    #expect((oracle.discountedStateDistribution.sum - 1).magnitude < 1e-15)
  }

  // The Bellman equation is what the solver solves; the horizon's limit is an independent check.
  @Test func `without horizon the values are the limit of long horizons`() {
    let problem = MarkovDecisionProcess.random(
      states: 4, actions: 3, horizon: nil, seed: 3)
    let policy = TabularSoftmaxPolicy.random(for: problem, seed: 4)
    let oracle = Oracle(problem, policy: policy, discount: 0.7)
    let long = Oracle(problem.withHorizon(100), policy: policy, discount: 0.7)
    #expect(oracle.values.isStationary)
    #expect(oracle.values.row().isClose(to: long.values.row(0), tolerance: 1e-13))
    #expect(oracle.gradient.isClose(to: long.gradient, tolerance: 1e-13))
    #expect(oracle.discountedVisits.isClose(to: long.discountedVisits, tolerance: 1e-13))
    #expect((oracle.discountedVisits.sum - 1 / 0.3).magnitude < 1e-13)
  }

  @Test func `a large problem is solved by sweeps`() {
    var random = RandomStream(seed: 1)
    let problem = MarkovDecisionProcess(
      initialProbabilities: .unit(7, count: 2_000), actionCount: 2
    ) { _, _ in
      (0..<2).map { _ in
        .init(
          probability: 0.5, nextState: random.integer(below: 2_000), reward: random.normal())
      }
    }
    let policy = TabularSoftmaxPolicy.random(for: problem, seed: 2)
    let oracle = Oracle(problem, policy: policy, discount: 0.7)
    let long = Oracle(problem.withHorizon(90), policy: policy, discount: 0.7)
    #expect(oracle.values.row().isClose(to: long.values.row(0), tolerance: 1e-12))
    #expect(oracle.gradient.isClose(to: long.gradient, tolerance: 1e-12))
    #expect(oracle.gradient.norm > 0.1)
  }

  @Test func `a step limit cuts trajectories`() {
    let problem = MarkovDecisionProcess.random(states: 2, actions: 2, horizon: nil, seed: 3)
    let policy = TabularSoftmaxPolicy.random(for: problem, seed: 4)
    let whole = Oracle(problem, policy: policy, discount: 0.7)
    let cut = whole.withStepLimit(3)
    #expect(cut.trajectoryCount.trajectories == 128)
    #expect(cut.expectedLength == 3)
    cut.forEachTrajectory { episode, _ in
      #expect(episode.status.isTruncated(at: episode.finalState))
    }
  }

  @Test func `an enumeration that is too long is refused with its size`() async {
    let long = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let problem = MarkovDecisionProcess.problemZ.withHorizon(12)
      let oracle = Oracle(problem, policy: TabularSoftmaxPolicy.problemZ, discount: 1)
      print(oracle.gradientFromTrajectories)
    }
    expectTrap(
      long,
      says: "there are 1165021837983 trajectories, 1270932914160 steps, and the enumeration limit")
    let endless = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let problem = MarkovDecisionProcess.problemA.withHorizon(nil)
      let oracle = Oracle(problem, policy: TabularSoftmaxPolicy.problemA, discount: 0.9)
      print(oracle.mean(of: TotalReturn()))
    }
    expectTrap(endless, says: "the trajectories cannot be enumerated: their length has no bound")
    let group = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let oracle = Oracle(.problemZ, policy: TabularSoftmaxPolicy.problemZ, discount: 1)
      print(oracle.moments(groupSize: 2) { _ in [0] })
    }
    expectTrap(group, says: "the groups of 2 trajectories cannot be enumerated: the walk has")
  }

  @Test func `a problem whose paths are finite needs no limit`() {
    let problem = MarkovDecisionProcess(
      initialProbabilities: [1, 0, 0], actionCount: 2, terminalStates: [2]
    ) { state, action in
      [.init(probability: 1, nextState: min(state + 1 + action, 2), reward: 1)]
    }
    let oracle = Oracle(problem, policy: TabularSoftmaxPolicy.uniform(for: problem), discount: 1)
    #expect(oracle.trajectoryCount.trajectories == 3)
    #expect(oracle.trajectoryCount.steps == 4)
    #expect(oracle.expectedReturn == 1.5)
    #expect((oracle.expectedLength - 1.5).magnitude < 1e-15)
  }

  // One trajectory, longer than a call stack is deep.
  @Test func `a very long trajectory`() {
    let loop = MarkovDecisionProcess(
      initialProbabilities: [1], actionCount: 2, horizon: 300_000
    ) { _, action in [.init(probability: 1, nextState: 0, reward: Double(action))] }
    let oracle = Oracle(loop, policy: SoftmaxPolicy(logits: [0, 2_000]), discount: 1)
    #expect(oracle.trajectoryCount.trajectories == 1)
    #expect(oracle.mean { $0.undiscountedReturn } == 300_000)
    #expect(oracle.expectedReturn == 300_000)
  }

  // An action whose probability underflows to 0 is never taken.
  @Test func `impossible actions are left out`() {
    let oracle = Oracle(
      .problemA, policy: TabularSoftmaxPolicy(logits: [[0, 2_000], [1, 0]]), discount: 0.8)
    var (mass, count) = (0.0, 0)
    oracle.forEachTrajectory { episode, probability in
      #expect(!episode.contains { $0.state == 0 && $0.action == 0 })
      mass += probability
      count += 1
    }
    #expect((mass - 1).magnitude < 1e-14)
    #expect(Double(count) == oracle.trajectoryCount.trajectories)
    #expect(oracle.gradientFromTrajectories.isClose(to: oracle.gradient, tolerance: 1e-14))
  }

  @Test func `bad arguments are refused`() async {
    let discount = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 1.01)
    }
    expectTrap(discount, says: "the discount 1.01 is outside 0...1")
    let policy = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemZ, discount: 1)
    }
    expectTrap(policy, says: "the policy has 3 states and 3 actions, the problem 2 and 2")
    let endless = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Oracle(
        MarkovDecisionProcess.problemA.withHorizon(nil), policy: TabularSoftmaxPolicy.problemA,
        discount: 1)
    }
    expectTrap(endless, says: "some state never leads to an end")
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Oracle(.problemA, policy: TabularSoftmaxPolicy.problemA, discount: 1).withStepLimit(0)
    }
    expectTrap(limit, says: "the step limit 0 is below 1")
  }
}
