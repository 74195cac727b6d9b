import PolicyGradients
import Testing

@Suite struct MountainCarContinuousTests {
  private func start(_ state: Vector) -> Rollout<MountainCarContinuous> {
    var car = MountainCarContinuous(count: 1, seed: 1)
    car.setState(state, of: 0)
    return Rollout(car)
  }

  @Test(arguments: [(1.0, 113, 93.31699999999998), (1.5, 107, 85.76425000000002)])
  func `swinging up, as in Gymnasium`(scale: Double, length: Int, expected: Double) {
    var rollout = start([-0.5, 0])
    rollout.run(999) { t, car in
      scale * (car.state(of: 0)[1] >= 0 ? 1 : -1) * (t % 3 != 0 ? 0.9 : 0.4)
    }
    #expect(rollout.length == length)
    #expect(rollout.end?.status.isTerminated == true)
    // Actions beyond the range are paid for as given: for the clipped ones 1.5 would return
    // 91.6.
    #expect((rollout.undiscountedReturn - expected).magnitude < 1e-12)
  }

  @Test func `the state is stored as 32-bit numbers`() {
    var rollout = start([-0.5, 0])
    rollout.run(150) { t, _ in Double((t * 7) % 11 - 5) / 4 }
    let state = rollout.environments.state(of: 0)
    // Bit by bit.
    #expect(state == [-0.5051212906837463, 1.4558697785105323e-06])
    // Negative controls: 64-bit numbers throughout, and 64-bit sums of a 32-bit state where NumPy
    // adds in 32 bits.
    #expect(state != [-0.5051212327304198, 1.4477351662624087e-06])
    #expect(state != [-0.5051212906837463, 1.4476883052338962e-06])
    #expect(state.allSatisfy { Double(Float($0)) == $0 })
    #expect((rollout.undiscountedReturn - -9.4625).magnitude < 1e-12)
  }

  @Test func `the left wall stops the car`() {
    var rollout = start([-1.19, -0.06])
    rollout.run(1) { _, _ in -1 }
    #expect(rollout.environments.state(of: 0) == [Double(Float(-1.2)), 0])
    #expect(rollout.undiscountedReturn == -0.1)
  }
}
