import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct SaturatedPolicyTests {
  private static let note =
    "the policy's entropy is 0: in each state it draws one action only, and learns no more; its "
    + "returns are not clearly better than the first: unless there are none better, lower the "
    + "learning rate "

  @Test func `a learning rate far too high is named`() {
    var algorithm = A2C.rlZoo
    algorithm.learningRate = .constant(10)
    let run = algorithm.train(on: .cartPole, steps: 5_000, seed: 1)
    #expect(run.ending == .finished)
    #expect(run.updates[0].entropy > 0.6 && run.updates.last?.entropy == 0)
    #expect(run.description.split(separator: "\n").last ?? "" == Self.note + "10")
    // Negative control: while it is not over, and with the zoo's own.
    let training = Training(algorithm, on: .cartPole, steps: 5_000, seed: 1)
    for _ in 0..<100 { training.advance() }
    #expect(training.run.updates.last?.entropy == 0 && training.run.complaintAboutEntropy == nil)
    let usual = A2C.rlZoo.train(on: .cartPole, steps: 5_000, seed: 1)
    #expect(usual.ending == .finished && usual.complaintAboutEntropy == nil)
    #expect(!usual.description.contains("entropy"))
  }

  /// A run with these entropies, one an update, and returns.
  private func complaint(
    _ entropies: [Double], returns: [Double], learningRate: Double = 0.5, isNatural: Bool = false,
    ending: TrainingRun.Ending = .finished
  ) -> String? {
    var run = TrainingRun(
      A2C.rlZoo, environment: "CartPole-v1", actionSpace: DiscreteActions(count: 2), seed: 1)
    run.ending = ending
    run.updates = entropies.map {
      var record = UpdateRecord()
      record.entropy = $0
      record.learningRate = learningRate
      if isNatural {
        record.naturalGradient = NaturalGradientRecord(
          iterationCount: 1, residual: 0, ending: .converged, predictedDivergence: 0,
          predictedImprovement: 0)
      }
      return record
    }
    run.episodes = returns.map {
      TrainingRun.EpisodeRecord(
        stepCount: 1, environment: 0, length: 1, undiscountedReturn: $0, isTerminated: true)
    }
    return run.complaintAboutEntropy
  }

  @Test func `what is no sign of it is not taken for one`() {
    let still = [0.69] + Array(repeating: 0.0, count: 10)
    let worse = Array(repeating: 20.0, count: 10) + Array(repeating: 9.0, count: 100)
    #expect(complaint(still, returns: worse) == Self.note + "0.5")
    #expect(complaint([0.69] + still.dropFirst().map { $0 + 9e-7 }, returns: worse) != nil)
    #expect(
      complaint(still, returns: worse, learningRate: 0, isNatural: true)?
        .hasSuffix("lower the divergence limit") == true)
    #expect(complaint(still, returns: Array(repeating: 9, count: 20)) != nil)
    // An entropy that is low, that has been 0 for a few updates only, or that was never there.
    #expect(complaint([0.69] + still.dropFirst().map { $0 + 2e-6 }, returns: worse) == nil)
    #expect(complaint([0.69, 0.69] + Array(repeating: 0, count: 9), returns: worse) == nil)
    #expect(complaint(Array(repeating: 0, count: 11), returns: worse) == nil)
    // A density's, which may be negative.
    #expect(complaint([1.4] + Array(repeating: -2, count: 10), returns: worse) == nil)
    // Returns that are better, by more than chance, and too few episodes to tell.
    let better = Array(repeating: 20.0, count: 10) + Array(repeating: 500.0, count: 100)
    #expect(complaint(still, returns: better) == nil)
    #expect(complaint(still, returns: Array(repeating: 9, count: 19)) == nil)
    let chance = [1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 9, 9.0]
    #expect(complaint(still, returns: chance) != nil)
    // A run that is not over, or ended for another reason.
    for ending in [TrainingRun.Ending.running, .reachedTarget] {
      #expect(complaint(still, returns: worse, ending: ending) == nil)
    }
  }
}
