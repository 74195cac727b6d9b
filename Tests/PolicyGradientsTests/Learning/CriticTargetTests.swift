import Testing

@testable import PolicyGradients

@Suite struct CriticTargetTests {
  /// Three steps of one environment; the second ends an episode in what follows it.
  private func returns(_ target: CollectionSettings.CriticTarget, lambda: Double) -> [Float] {
    let rollout = PolicyGradients.Rollout(
      environmentCount: 1, stepCapacity: 3, observationCount: 1, keptCount: 1)
    rollout.stepCount = 3
    rollout.rows = [0, 1, 2]
    for (row, reward) in [Float(1), 2, 4].enumerated() {
      rollout.rewards.start[row] = reward
      rollout.values.start[row] = 3
      rollout.continues.start[row] = row == 1 ? 0 : 1
    }
    rollout.following.start[1] = 16
    rollout.lastValues.start[0] = 8
    rollout.estimateAdvantages(discount: 0.5, lambda: lambda, target: target)
    return (0..<3).map { rollout.returns.start[$0] }
  }

  @Test func `by hand`() {
    // R = r + R'/2: 4 + 8/2 at the end, 2 + 16/2 where the episode is cut, 1 + 10/2.
    #expect(returns(.returnToGo, lambda: 0.25) == [6, 10, 8])
    // A + V, A = δ + A'/8: the cut step's A is 2 + 16/2 − 3 = 7, the first one's δ 1 + 3/2 − 3.
    #expect(returns(.lambdaReturn, lambda: 0.25) == [3.375, 10, 8])
    // With λ = 1 they are the same.
    #expect(returns(.lambdaReturn, lambda: 1) == [6, 10, 8])
  }
}
