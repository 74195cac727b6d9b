import Statistics
import Testing

@testable import PolicyGradients

/// Neither ends nor is cut.
private struct Endless: Environment {
  let actionSpace = DiscreteActions(count: 2)

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    .running(reward: 1)
  }

  var observation: Vector { [1] }
}

@Suite struct TrainingDescriptionsTests {
  private func run(
    seed: UInt64 = 7, steps: Int = 30_720, returns: [Double] = [], greedy: [Double]? = nil,
    timeLimit: Int? = nil, ending: TrainingRun.Ending = .finished
  ) -> TrainingRun {
    var result = TrainingRun(
      PPO.rlZoo, environment: "CartPole-v1", actionSpace: DiscreteActions(count: 2), seed: seed,
      timeLimit: timeLimit)
    result.stepCount = steps
    result.ending = ending
    result.episodes = returns.map {
      TrainingRun.EpisodeRecord(
        stepCount: 1, environment: 0, length: 1, undiscountedReturn: $0, isTerminated: true)
    }
    if let greedy {
      result.evaluations = [
        Evaluation(stepCount: steps, stochasticReturns: [1, 1.5], greedyReturns: greedy)
      ]
    }
    return result
  }

  @Test func `a run is a few lines`() {
    #expect(
      run(returns: Array(repeating: 100 / 3.0, count: 1_243), greedy: [475, 475.5]).description
        == """
        PPO on CartPole-v1, seed 7: finished after 30,720 steps
        mean return of the last 100 of 1,243 episodes: 33.33
        last evaluation, after 30,720 steps: mean return 475.2 greedy, 1.25 drawn, 2 episodes each
        """)
    #expect(
      run(steps: 512, returns: [8], ending: .reachedTarget).description == """
        PPO on CartPole-v1, seed 7: reached its target after 512 steps
        mean return of 1 episode: 8
        """)
    let cause = "the gradient's norm is nan; lower the learning rate 100.0"
    let diverged = run(
      returns: [8, 9], ending: .diverged(update: 3, stepCount: 1_024, cause: cause))
    #expect(
      diverged.description == """
        PPO on CartPole-v1, seed 7: diverged after 1,024 steps, in update 3: \(cause)
        mean return of 2 episodes: 8.5
        """)
  }

  @Test func `a run in which no episode ended says so, and what to do`() {
    #expect(
      run(steps: 5_000).description == """
        PPO on CartPole-v1, seed 7: finished after 5,000 steps
        no episode ended in 5,000 steps; give the environment a time limit: \
        batch(count:seed:timeLimit:)
        """)
    #expect(
      run(steps: 40, timeLimit: 500, ending: .running).description == """
        PPO on CartPole-v1, seed 7: running, 40 steps so far
        no episode ended in 40 steps; the time limit is 500 steps of an environment
        """)
    let endless = LearningEnvironment("Endless") { Endless().batch(count: $0, seed: UInt64($1)) }
    let trained = A2C.rlZoo.train(on: endless, steps: 80, seed: 1)
    #expect(trained.meanReturn() == nil)
    #expect(
      trained.description == """
        A2C on Endless, seed 1: finished after 80 steps
        no episode ended in 80 steps; give the environment a time limit: \
        batch(count:seed:timeLimit:)
        """)
  }

  @Test func `a training tells how many steps there will be`() {
    let training = Training(A2C.rlZoo, on: .cartPole, steps: 120, seed: 1)
    #expect("\(training)" == "A2C on CartPole-v1, seed 1: running, 0 of 120 steps")
    training.advance()
    #expect(
      "\(training)" == """
        A2C on CartPole-v1, seed 1: running, 40 of 120 steps
        no episode ended in 40 steps; the time limit is 500 steps of an environment
        """)
    #expect(
      "\(training.finish())".hasPrefix("A2C on CartPole-v1, seed 1: finished after 120 steps"))
    #expect("\(training)" == "\(training.run)")
  }

  @Test func `an experiment is a line a seed`() {
    let experiment = Experiment(runs: [
      run(seed: 0, returns: [20, 30], greedy: [400, 500]),
      run(seed: 1, returns: [8], ending: .diverged(update: 3, stepCount: 768, cause: "nan")),
      run(seed: 2, steps: 512),
      run(seed: 3, steps: 25_000, returns: [490], greedy: [500], ending: .reachedTarget),
      run(seed: 4, steps: 64, ending: .failed(stepCount: 70, cause: "nan")),
    ])
    #expect(
      experiment.description == """
        PPO on CartPole-v1, 5 seeds: 2 finished, 1 reached the target, 1 diverged, 1 failed
        seed 0: finished after 30,720 steps, mean return 25, last evaluation 450
        seed 1: diverged after 768 steps, in update 3, mean return 8
        seed 2: finished after 512 steps, no episode ended
        seed 3: reached its target after 25,000 steps, mean return 490, last evaluation 500
        seed 4: failed after 70 steps, no episode ended
        """)
  }

  @Test(arguments: [(24, 25, "seed 23: "), (25, 25, "and 2 more seeds"), (1_024, 25, "and 1,001 ")])
  func `an experiment has 25 lines at most`(seeds: Int, count: Int, last: String) {
    let runs = (0..<seeds).map { run(seed: UInt64($0), returns: [8]) }
    let lines = Experiment(runs: runs).description.split(separator: "\n")
    #expect(lines.count == count && lines.last?.hasPrefix(last) == true)
  }

  @Test func `records are one line`() {
    var update = UpdateRecord()
    update.update = 1_000
    update.stepCount = 256_000
    update.learningRate = 3e-4
    update.surrogate = -0.0123456
    update.valueError = 34.5678
    update.entropy = 0.5
    update.klDivergence = 0.00456789
    update.gradientNorm = 1
    update.explainedVariance = 0.98765
    let always =
      "update 1,000, after 256,000 steps: surrogate -0.01235, value error 34.57, entropy 0.5, "
      + "KL 0.004568, gradient norm 1, explained variance 0.9877, learning rate 0.0003"
    #expect(update.description == always)
    update.clipFraction = 0.125
    update.meanReturn = 21.25
    update.naturalGradient = NaturalGradientRecord(
      iterationCount: 1, residual: 1.23456e-7, ending: .converged, predictedDivergence: 0,
      predictedImprovement: 0)
    func attempt(_ outcome: TrustRegionStep.Outcome) -> TrustRegionStep.Try {
      .init(scale: 1, measurement: .init(improvement: 1, divergence: 1), outcome: outcome)
    }
    update.lineSearch = LineSearchRecord(tries: [attempt(.tooFar), attempt(.accepted)])
    #expect(
      update.description == always
        + ", clipped 12.5 %, conjugate gradients converged in 1 iteration with residual 1.235e-7, "
        + "line search accepted the last of 2 tries, mean return 21.25")
    #expect(
      LineSearchRecord(tries: [attempt(.tooFar)]).description == "line search refused all of 1 try")
    let episode = TrainingRun.EpisodeRecord(
      stepCount: 9, environment: 2, length: 1_000, undiscountedReturn: -1234.5,
      isTerminated: false)
    #expect(episode.description == "return -1234 in 1,000 steps, cut by the time limit")
  }

  @Test func `points of a curve, policies and environments are one line`() {
    var random = RandomStream(seed: 1)
    let runs = (0..<3).map { _ in run(steps: 1_000, returns: [8, 8]) }
    let points = Experiment(runs: runs).learningCurve(every: 1_000, using: &random)
    #expect(points.map(\.description) == ["after 1,000 steps: 8 (95 %: 8 to 8)"])
    #expect("\(LearningEnvironment.cartPole)" == "CartPole-v1")
    var algorithm = A2C.rlZoo
    algorithm.collection.normalizesObservations = true
    let policy = Training(algorithm, on: .cartPole, steps: 1, seed: 1).policy
    #expect(
      "\(policy)" == "policy on CartPole-v1, trained for 0 steps: 9,155 parameters, "
        + "observations normalised")
    let asynchronous = AsynchronousActorCritic.Run(
      records: [], policy: TabularSoftmaxPolicy(logits: [[0, 0]]), values: StateValues([0]),
      stalenessCounts: [1, 2], lostUpdateCount: 0)
    #expect("\(asynchronous)" == "3 updates, mean staleness 0.6667, 0 lost, 0 records")
  }
}
