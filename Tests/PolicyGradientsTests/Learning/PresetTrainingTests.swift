import Testing

@testable import PolicyGradients

/// A preset that is trained for as long as one update takes.
private struct PresetRun: Sendable, CustomStringConvertible {
  var description: String
  var steps: Int
  /// How many gradient steps the policy may make.
  var gradientStepCounts: ClosedRange<Int>
  var run: @Sendable (_ steps: Int) -> (run: TrainingRun, initial: [Float])

  init<Action>(
    _ description: String, _ algorithm: any LearningAlgorithm,
    on environment: LearningEnvironment<Action>, steps: Int, gradientSteps: ClosedRange<Int>
  ) {
    self.description = description
    self.steps = steps
    gradientStepCounts = gradientSteps
    run = { steps in
      let training = Training(algorithm, on: environment, steps: steps, seed: 1)
      let initial = training.run.parameters
      return (training.finish(), initial)
    }
  }

  static let all: [PresetRun] = [
    // Ended early where KL is above 0.015.
    PresetRun(
      "PPO.spinningUp", PPO.spinningUp, on: .cartPole, steps: 4000, gradientSteps: 1...80),
    PresetRun(
      "PPO.spinningUp", PPO.spinningUp, on: .pendulum, steps: 4000, gradientSteps: 1...80),
    // 10 epochs of 32 minibatches.
    PresetRun(
      "PPO.stableBaselines3", PPO.stableBaselines3, on: .cartPole, steps: 2048,
      gradientSteps: 320...320),
    PresetRun(
      "PPO.cleanRLContinuous", PPO.cleanRLContinuous, on: .pendulum, steps: 2048,
      gradientSteps: 320...320),
    PresetRun(
      "TRPO.spinningUp", TRPO.spinningUp, on: .cartPole, steps: 4000, gradientSteps: 1...1),
    PresetRun(
      "TRPO.stableBaselines3", TRPO.stableBaselines3, on: .cartPole, steps: 2048,
      gradientSteps: 1...1),
    PresetRun(
      "TRPO.rlZooAcrobot", TRPO.rlZooAcrobot, on: .acrobot, steps: 2048, gradientSteps: 1...1),
    PresetRun(
      "NaturalPolicyGradient.spinningUp", NaturalPolicyGradient.spinningUp, on: .cartPole,
      steps: 4000, gradientSteps: 1...1),
  ]
}

@Suite struct PresetTrainingTests {
  /// What is wrong with a run of one update; empty if nothing is.
  private func problems(
    _ preset: PresetRun, _ result: (run: TrainingRun, initial: [Float])
  ) -> [String] {
    let (run, initial) = result
    var problems: [String] = []
    func check(_ isRight: Bool, _ words: String) {
      if !isRight { problems.append(words) }
    }
    check(run.ending == .finished, "the run ended as \(run.ending)")
    check(run.stepCount == preset.steps && run.updates.count == 1, "\(run.updates.count) updates")
    let moves = zip(run.parameters, initial).map { ($0 - $1).magnitude }
    check(moves.contains { $0 > 1e-4 }, "nothing was learned")
    check(run.parameters.allSatisfy(\.isFinite), "parameters are not finite")
    for record in run.updates {
      check(preset.gradientStepCounts.contains(record.gradientStepCount), "count of steps")
      let numbers = [
        record.surrogate, record.valueError, record.entropy, record.klDivergence,
        record.gradientNorm, record.explainedVariance,
      ]
      check(numbers.allSatisfy(\.isFinite), "\(numbers)")
      check(record.valueError > 0 && record.klDivergence > 0, "\(numbers)")
    }
    return problems
  }

  @Test(arguments: PresetRun.all)
  private func `an update of a preset runs`(preset: PresetRun) {
    #expect(problems(preset, preset.run(preset.steps)) == [])
  }

  @Test func `a run that goes wrong, goes on or does not learn is seen`() {
    // Negative control.
    var wild = PPO.stableBaselines3
    wild.learningRate = .constant(1e6)
    var idle = PPO.stableBaselines3
    idle.learningRate = .constant(1e-30)
    var brief = PPO.stableBaselines3
    brief.epochCount = 9
    for (algorithm, words) in [
      (wild, "the run ended as diverged"), (idle, "nothing was learned"), (brief, "count of steps"),
    ] {
      let preset = PresetRun(
        "", algorithm, on: .cartPole, steps: 2048, gradientSteps: 320...320)
      let found = problems(preset, preset.run(2048))
      #expect(found.contains { $0.hasPrefix(words) }, "\(words): \(found)")
    }
    let preset = PresetRun.all[2]
    #expect(problems(preset, preset.run(2049)).contains("2 updates"))
  }
}
