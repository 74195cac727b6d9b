import PolicyGradients
import Testing

@Suite struct MountainCarTests {
  private func start(_ state: Vector, timeLimit: Int? = 200) -> Rollout<MountainCar> {
    var car = MountainCar(count: 1, seed: 1, timeLimit: timeLimit)
    car.setState(state, of: 0)
    return Rollout(car)
  }

  @Test func `swinging up takes 124 steps, as in Gymnasium`() {
    var rollout = start([-0.5, 0])
    rollout.run(200) { $1.state(of: 0)[1] >= 0 ? 2 : 0 }
    #expect(rollout.length == 124)
    #expect(rollout.end?.status.isTerminated == true)
    #expect(rollout.undiscountedReturn == -124)
  }

  @Test func `a random rollout, bit by bit`() {
    let actions = congruentialActions(200, below: 3, seed: 1)
    var rollout = start([-0.5, 0], timeLimit: nil)
    rollout.run(200) { t, _ in actions[t] }
    #expect(rollout.environments.state(of: 0) == [-0.4036421922704757, 0.0097104820798594])
  }

  @Test func `the left wall stops the car`() {
    var rollout = start([-1.19, -0.06])
    rollout.run(1) { _, _ in 0 }
    #expect(rollout.environments.state(of: 0) == [-1.2, 0])
  }

  @Test func `episodes start at rest in the valley`() {
    let cars = MountainCar(count: 1000, seed: 1)
    let states = (0..<1000).map { cars.state(of: $0) }
    #expect(states.allSatisfy { $0[1] == 0 && $0[0] >= -0.6 && $0[0] < -0.4 })
    #expect(states.contains { $0[0] < -0.597 } && states.contains { $0[0] > -0.403 })
  }
}
