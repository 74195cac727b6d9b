import PolicyGradients
import Testing

@Suite struct CartPoleTests {
  private func start(_ count: Int = 1) -> CartPole {
    var cartPole = CartPole(count: count, seed: 1)
    for index in 0..<count { cartPole.setState([0.01, -0.02, 0.03, 0.04], of: index) }
    return cartPole
  }

  @Test func `right and left five times, as in Gymnasium`() {
    var rollout = Rollout(start())
    rollout.run(10) { t, _ in 1 - t % 2 }
    let expected: Vector = [
      0.025170769805637132, -0.023430405247453573, 0.01625361377584819, 0.115669558396537,
    ]
    #expect(isClose(rollout.environments.state(of: 0), expected, 1e-16))
    // What is shown are 32-bit numbers.
    let shown: Vector = [
      0.025170769542455673, -0.02343040518462658, 0.01625361293554306, 0.11566955596208572,
    ]
    #expect(rollout.environments.observations[0] == shown)
    // Negative control: where Gymnasium ends with its semi-implicit rule, by which places move at
    // the new speeds.
    let semiImplicit: Vector = [
      0.02513555783304561, -0.023106707584560404, 0.017008309109291346, 0.10833280685541821,
    ]
    #expect(!isClose(rollout.environments.state(of: 0), semiImplicit, 1e-16))
  }

  @Test func `pushed right alone it ends at step 10, which earns 1`() {
    var rollout = Rollout(start())
    rollout.run(20) { _, _ in 1 }
    #expect(rollout.end?.status.isTerminated == true)
    #expect(rollout.length == 10)
    #expect(rollout.end?.length == 10)
    #expect(rollout.undiscountedReturn == 10)
    #expect(rollout.environments.rewards[0] == 1)
    #expect(rollout.environments.episodeLength(of: 0) == 0)
  }

  @Test func `a random rollout ends with Gymnasium's`() {
    let actions = congruentialActions(200, below: 2, seed: 1)
    var rollout = Rollout(start())
    rollout.run(28) { t, _ in actions[t] }
    #expect(rollout.end == nil)
    rollout.run(1) { _, _ in actions[28] }
    #expect(rollout.end?.status.isTerminated == true)
  }

  @Test func `a controller keeps it up for 500 steps`() {
    func action(_ cartPole: CartPole) -> Int {
      let state = cartPole.state(of: 0)
      return state[2] + 0.25 * state[3] + 0.02 * state[0] + 0.05 * state[1] > 0 ? 1 : 0
    }
    var rollout = Rollout(start())
    rollout.run(499) { action($1) }
    #expect(rollout.end == nil)
    rollout.run(1) { action($1) }
    guard let final = rollout.end?.status.finalObservation else {
      Issue.record("the episode was not cut")
      return
    }
    // Gymnasium's state at step 500; the final observation has 32 bits.
    let expected: Vector = [
      0.9570666035793431, -0.014592515736910255, -0.001906050210171371, -0.07930798338662082,
    ]
    #expect(isClose(final, expected, 1e-7))
    #expect(rollout.end?.undiscountedReturn == 500)
  }

  @Test func `episodes start within ±0.05`() {
    let cartPole = CartPole(count: 1000, seed: 3)
    let numbers = (0..<1000).flatMap { Array(cartPole.state(of: $0)) }
    #expect(numbers.allSatisfy { $0.magnitude < 0.05 })
    // 4,000 uniform numbers leave a gap of 0.0005 at an end with probability below 1e-8.
    #expect((numbers.min() ?? 0) < -0.0495 && (numbers.max() ?? 0) > 0.0495)
    #expect(Set(numbers).count == 4000)
  }

  @Test func `beyond each limit it ends, at it not`() {
    for (state, ends) in [
      ([2.4, 0.0, 0, 0], false), ([2.4000001, 0, 0, 0], true), ([-2.4000001, 0, 0, 0], true),
      ([0, 0, 0.2094, 0], false), ([0, 0, 0.20944, 0], true), ([0, 0, -0.20944, 0], true),
    ] {
      var cartPole = CartPole(count: 1, seed: 1)
      cartPole.setState(Vector(state), of: 0)
      cartPole.step([0])
      #expect(cartPole.status(of: 0).isTerminated == ends, "\(state)")
    }
  }

  @Test func `wrong actions are named`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var cartPole = CartPole(count: 3, seed: 1)
        cartPole.step([0, 1, 2])
      }, says: "CartPole.step: the action 2 of environment 2 is outside 0..<2")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var cartPole = CartPole(count: 3, seed: 1)
        cartPole.step([0, -1, 0])
      }, says: "CartPole.step: the action -1 of environment 1 is outside 0..<2")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var cartPole = CartPole(count: 3, seed: 1)
        cartPole.step([0])
      }, says: "CartPole.step: 1 actions for 3 environments")
  }

  @Test func `impossible batches and states are named`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = CartPole(count: 0, seed: 1)
      }, says: "CartPole: the count of environments 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = CartPole(count: 1, seed: 1, timeLimit: 0)
      }, says: "CartPole: the time limit 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var cartPole = CartPole(count: 1, seed: 1)
        cartPole.setState([0, .nan, 0, 0], of: 0)
      }, says: "contains nan, which is outside ±1000")
  }
}
