import PolicyGradients
import Testing

@Suite struct PendulumTests {
  private func start(_ state: Vector) -> Rollout<Pendulum> {
    var pendulum = Pendulum(count: 1, seed: 1)
    pendulum.setState(state, of: 0)
    return Rollout(pendulum)
  }

  @Test func `a sine of torques, as in Gymnasium`() {
    var rollout = start([1, 0.5])
    rollout.run(200) { t, _ in 2 * Double.sin(0.3 * Double(t)) }
    // Seen: 6.3e-12.
    #expect((rollout.undiscountedReturn - -916.7996919923617).magnitude < 1e-10)
    // Negative control: the explicit rule, by which the angle moves at the old speed.
    #expect(!((rollout.undiscountedReturn - -762.6759052839277).magnitude < 1e-10))
    guard let final = rollout.end?.status.finalObservation else {
      Issue.record("the episode was not cut at 200")
      return
    }
    let expected: Vector = [-0.9378855228424072, -0.3469449281692505, -5.749770641326904]
    #expect(isClose(final, expected, 1e-7))
  }

  @Test func `torques beyond the range are clipped, and cost what was left of them`() {
    var rollout = start([3, -1])
    rollout.run(200) { t, _ in Double((t * 7) % 11 - 5) }
    #expect((rollout.undiscountedReturn - -1762.0540947495538).magnitude < 1e-10)
    var other = start([3, -1])
    other.run(200) { t, _ in min(max(Double((t * 7) % 11 - 5), -2), 2) }
    #expect(other.undiscountedReturn == rollout.undiscountedReturn)
  }

  @Test func `the cost is that of the state before the step`() {
    var rollout = start([2, 0])
    rollout.run(1) { _, _ in 0 }
    #expect(rollout.undiscountedReturn == -4)
  }

  @Test func `infinite torques are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var pendulum = Pendulum(count: 2, seed: 1)
        pendulum.step([0, .nan])
      }, says: "Pendulum.step: the action nan of environment 1 is not finite")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var pendulum = Pendulum(count: 1, seed: 1)
        pendulum.step([.infinity])
      }, says: "Pendulum.step: the action inf of environment 0 is not finite")
  }
}
