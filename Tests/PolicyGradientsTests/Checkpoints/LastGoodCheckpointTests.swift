import Foundation
import Testing

@testable import PolicyGradients

/// Earns the action's number, and NaN in a step that it counts across episodes.
private struct Fading: Environment {
  let actionSpace = DiscreteActions(count: 2)
  var stepCount = 0

  mutating func reset(using generator: inout RandomStream) {}

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    stepCount += 1
    return .running(reward: stepCount == 60 ? .nan : Double(action))
  }

  var observation: Vector { [Double(stepCount % 10) / 16] }

  static let learning = LearningEnvironment("Fading") { count, seed in
    Fading().batch(count: count, seed: seed, timeLimit: 10)
  }
}

@Suite struct LastGoodCheckpointTests {
  private static let steps = 20_000

  /// Saves a run that goes wrong, and says how it ended.
  ///
  /// What is loaded afterwards has to be the run as it was after so many updates, a multiple of
  /// three, and to go wrong in the same way again.
  private func expectTheLastGood<Action>(
    _ algorithm: any LearningAlgorithm, on environment: LearningEnvironment<Action>,
    after updateCount: Int
  ) throws -> TrainingRun.Ending {
    func training() -> Training<Action> {
      Training(algorithm, on: environment, steps: Self.steps, seed: 1)
    }
    func loaded(_ path: String) throws -> Training<Action> {
      try Training(resuming: path, algorithm, on: environment, steps: Self.steps, seed: 1)
    }
    var ending = TrainingRun.Ending.running
    try inFolder { folder in
      let path = "\(folder)/run.checkpoint"
      let bad = training()
      let run = try bad.finish(savingTo: path, every: 3)
      ending = run.ending
      let good = try loaded(path)
      let before = training()
      for _ in 0..<updateCount { before.advance() }
      let isTheSame = good.run == before.run
      #expect(isTheSame && good.run.ending == .running)
      #expect(good.run.updates.count == updateCount && updateCount % 3 == 0)
      let areFinite = good.run.parameters.allSatisfy { $0.isFinite }
      #expect(areFinite && good.run.parameters != training().run.parameters)
      let endsTheSame = good.finish() == run
      #expect(endsTheSame)
      // Negative control: one that is saved after it went wrong is over.
      try bad.save(to: path)
      let late = try loaded(path).run.ending
      #expect(late == run.ending && late.isFailure)
    }
    return ending
  }

  @Test func `a run that diverges late leaves its last good checkpoint`() throws {
    var algorithm = PPO.rlZoo
    algorithm.learningRate = .linear(from: 1e-3, to: 1e3)
    let ending = try expectTheLastGood(algorithm, on: .cartPole, after: 12)
    guard case .diverged(let update, _, _) = ending else {
      Issue.record("the run ended as \(ending)")
      return
    }
    #expect(update == 13)
  }

  @Test func `a run that fails late leaves its last good checkpoint`() throws {
    // Eight steps an update: the sixtieth is in the eighth.
    var algorithm = A2C.rlZoo
    algorithm.collection.length = .steps(8)
    let ending = try expectTheLastGood(algorithm, on: Fading.learning, after: 6)
    guard case .failed(let stepCount, let cause) = ending else {
      Issue.record("the run ended as \(ending)")
      return
    }
    #expect(stepCount == 8 * 59)
    #expect(cause.hasPrefix("Fading.step: the reward of environment 0 is nan"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a disk that is full in the middle of a run costs a checkpoint, not the run`() throws {
    let algorithm = PPO.rlZoo
    let whole = algorithm.train(on: .cartPole, steps: 2_048, seed: 2)
    #expect(whole.updates.count == 8)
    try inFolder { folder in
      let path = "\(folder)/run.checkpoint"
      let training = Training(algorithm, on: .cartPole, steps: 2_048, seed: 2)
      // After the fourth update what is to be the new file leads to a device that is always full.
      let partial = "\(path).\(ProcessInfo.processInfo.processIdentifier).partial"
      var isFilled = false
      let problem = failure {
        _ = try training.finish(savingTo: path, every: 3) { run in
          if run.updates.count != 4 { return }
          isFilled =
            (try? FileManager.default.createSymbolicLink(
              atPath: partial, withDestinationPath: "/dev/full")) != nil
        }
      }
      #expect(isFilled)
      #expect(
        problem?.description
          == "the checkpoint \(path) cannot be written: No space left on device; what was "
          + "there before is left")
      #expect(training.run.updates.count == 6 && training.run.ending == .running)
      // The device itself is no file.
      let device = failure { try training.save(to: "/dev/full") }
      #expect(
        device?.description
          == "the checkpoint /dev/full cannot be written: a device is there; name a file")
      let kept = try Training(
        resuming: path, algorithm, on: .cartPole, steps: 2_048, seed: 2)
      #expect(kept.run.updates.count == 3)
      // Negative control: a copy that has drawn one random number more ends elsewhere.
      let spoiled = try Training(
        resuming: try training.checkpoint(), algorithm, on: .cartPole, steps: 2_048, seed: 2)
      _ = spoiled.collector.random.next()
      let isSpoiled = spoiled.finish() != whole
      #expect(isSpoiled)
      // It goes on by hand, and is saved where there is room again.
      #expect(training.advance() && training.run.updates.count == 7)
      let isTheSame = try training.finish(savingTo: path, every: 3) == whole
      #expect(isTheSame)
      let saved = try Training(
        resuming: path, algorithm, on: .cartPole, steps: 2_048, seed: 2)
      #expect(saved.run.ending == .finished)
    }
  }
}
