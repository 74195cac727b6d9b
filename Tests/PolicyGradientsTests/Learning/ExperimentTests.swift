import Statistics
import Testing

@testable import PolicyGradients

@Suite struct ExperimentTests {
  /// A run by hand.
  ///
  /// Evaluations are steps and means: greedy returns are the mean ∓ 1, stochastic ones 1000.
  private func run(
    steps: Int, episodes: [(Int, Double)] = [], evaluations: [(Int, Double)] = [],
    ending: TrainingRun.Ending = .finished
  ) -> TrainingRun {
    var result = TrainingRun(
      A2C.rlZoo, environment: "None", actionSpace: DiscreteActions(count: 2), seed: 0)
    result.stepCount = steps
    result.ending = ending
    result.episodes = episodes.map {
      TrainingRun.EpisodeRecord(
        stepCount: $0.0, environment: 0, length: 1, undiscountedReturn: $0.1, isTerminated: true)
    }
    result.evaluations = evaluations.map {
      Evaluation(
        stepCount: $0.0, stochasticReturns: [1000, 1000], greedyReturns: [$0.1 - 1, $0.1 + 1])
    }
    return result
  }

  /// Three runs of 1,024 steps: one with ends at the bounds of stretches of 500, one that diverged
  /// after 600, one without an end in the second stretch.
  private var curved: Experiment {
    Experiment(runs: [
      run(steps: 1024, episodes: [(500, 10), (501, 20), (1000, 40), (1001, 50), (1024, 70)]),
      run(
        steps: 600, episodes: [(550, 5)],
        ending: .diverged(update: 4, stepCount: 600, cause: "by hand")),
      run(steps: 1024, episodes: [(1, 3), (1024, 9)]),
    ])
  }

  @Test func `runs that reach a mean are counted, and those within a limit`() {
    let experiment = Experiment(runs: [
      run(steps: 1000, evaluations: [(500, 480), (1000, 12)]),
      run(steps: 1000, evaluations: [(500, 100), (1000, 475)]),
      run(steps: 1000, evaluations: [(500, 100), (1000, 474)]),
      run(steps: 1000),
    ])
    // The first fell back and counts; the third has no such mean but of its stochastic returns.
    #expect(experiment.countReaching(475) == 2)
    let counts = [499, 500, 999, 1000].map { experiment.countReaching(475, within: $0) }
    #expect(counts == [0, 1, 1, 2])
    #expect([474, 476, 480, 481].map { experiment.countReaching($0) } == [3, 1, 1, 0])
  }

  @Test func `curves are means of the episodes that ended in each stretch`() {
    let curves = curved.learningCurves(every: 500)
    #expect(curves == [[10, 30, 60], [nil, 5, 5], [3, 3, 9]])
    // Negative control: with other bounds the episode at 500 is in the second stretch.
    #expect(curved.learningCurves(every: 499)[0] == [nil, 15, 160.0 / 3])
    #expect(curved.learningCurves(every: 512) == [[15, 160.0 / 3], [nil, 5], [3, 9]])
    for interval in [1024, 5000] {
      #expect(curved.learningCurves(every: interval) == [[38], [5], [6]])
    }
  }

  @Test func `the curve is the interquartile mean, from where all runs have ended an episode`() {
    var random = RandomStream(seed: 1)
    let points = curved.learningCurve(every: 500, using: &random)
    // The last stretch is shorter: it ends with the longest run, not at 1,500.
    #expect(points.map(\.stepCount) == [1000, 1024])
    // Of three scores the middle counts, and a quarter of each other.
    let expected: [Double] = [(0.75 + 5 + 7.5) / 1.5, (1.25 + 9 + 15) / 1.5]
    for (point, value) in zip(points, expected) {
      #expect((point.meanReturn.estimate - value).magnitude < 1e-12)
    }
    var again = RandomStream(seed: 1)
    let bootstrap = StratifiedBootstrap(resampleCount: 500)
    let mean = InterquartileMean()
    for (point, scores) in zip(points, [[30.0, 5, 3], [60, 5, 9]]) {
      #expect(point.meanReturn == bootstrap.interval(of: scores, using: &again) { mean($0) })
      let least = scores.min() ?? .nan
      let largest = scores.max() ?? .nan
      #expect(point.meanReturn.lowerBound == least && point.meanReturn.upperBound == largest)
    }
    // Where the interval divides the longest run no stretch is shorter.
    #expect(curved.learningCurve(every: 512, using: &random).map(\.stepCount) == [1024])
    #expect(
      curved.learningCurve(every: 256, using: &random).map(\.stepCount) == [768, 1024])
    // Negative control: with a run in which no episode ended there is no point.
    let endless = Experiment(runs: curved.runs + [run(steps: 1024)])
    #expect(endless.learningCurve(every: 500, using: &random).isEmpty)
  }

  @Test func `the final return is of the last greedy evaluations`() {
    let runs = [
      run(steps: 1000, evaluations: [(500, 7), (1000, 100)]),
      run(steps: 1000, evaluations: [(500, 9), (1000, 500)]),
      run(
        steps: 700, evaluations: [(500, 300)],
        ending: .diverged(update: 4, stepCount: 700, cause: "by hand")),
      run(steps: 800, evaluations: [(500, 8), (800, 400)], ending: .reachedTarget),
    ]
    var random = RandomStream(seed: 2)
    let result = Experiment(runs: runs).finalReturn(using: &random)
    #expect(result.estimate == 350)
    #expect(result.lowerBound >= 100 && result.upperBound <= 500)
    #expect(result.lowerBound < 350 && result.upperBound > 350)
    // Negative control: without the run that diverged the mean is another, (25 + 400 + 125) / 1.5.
    let others = Experiment(runs: [runs[0], runs[1], runs[3]]).finalReturn(using: &random)
    #expect((others.estimate - 1100.0 / 3).magnitude < 1e-12)
    // Equal runs leave nothing to be unsure of.
    let equal = Experiment(runs: Array(repeating: runs[0], count: 5)).finalReturn(using: &random)
    #expect([equal.estimate, equal.lowerBound, equal.upperBound] == [100, 100, 100])
  }

  @Test func `runs that went wrong are listed with their cause`() async {
    let ending = TrainingRun.Ending.diverged(update: 4, stepCount: 600, cause: "by hand")
    #expect(curved.failures == [Experiment.Failure(seed: 0, ending: ending)])
    #expect("\(ending)" == "diverged after 600 steps, in update 4: by hand")
    // Negative control.
    let good = Experiment(runs: [run(steps: 1000), run(steps: 1000, ending: .reachedTarget)])
    #expect(good.failures.isEmpty)
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var wild = A2C.rlZoo
        wild.learningRate = .constant(1e6)
        let experiment = wild.experiment(
          on: .cartPole, steps: 10_000, seeds: 2, evaluation: EvaluationSettings(every: 9_000))
        var random = RandomStream(seed: 1)
        _ = experiment.finalReturn(using: &random)
      },
      says: "Experiment: the run of seed 0 was never evaluated: it diverged after ",
      "; lower the learning rate 1000000.0",
      " (1 of 1 other runs went wrong too: failures)")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let experiment = A2C.rlZoo.experiment(on: .cartPole, steps: 40, seeds: 1)
        var random = RandomStream(seed: 1)
        _ = experiment.finalReturn(using: &random)
      },
      says: "seed 0 was never evaluated: it finished after 40 steps; give the experiment an "
        + "evaluation that is due within its steps")
  }

  @Test func `any number of threads makes the same runs`() {
    let evaluation = EvaluationSettings(every: 200, episodeCount: 2)
    func experiment(_ threadCount: Int) -> Experiment {
      A2C.rlZoo.experiment(
        on: .cartPole, steps: 400, seeds: 5, evaluation: evaluation, threadCount: threadCount)
    }
    let alone = experiment(1)
    for threadCount in 2...4 { #expect(experiment(threadCount) == alone) }
    #expect(alone.runs.map(\.seed) == [0, 1, 2, 3, 4])
    for (seed, run) in alone.runs.enumerated() {
      let expected = A2C.rlZoo.train(
        on: .cartPole, steps: 400, seed: UInt64(seed), evaluation: evaluation)
      #expect(run == expected)
    }
    // Negative control: the seeds make different runs.
    for (run, next) in zip(alone.runs, alone.runs.dropFirst()) {
      #expect(run.parameters != next.parameters && run.episodes != next.episodes)
    }
  }
}
