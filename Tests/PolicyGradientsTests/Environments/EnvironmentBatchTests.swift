import PolicyGradients
import Testing

/// What holds for every environment.
@Suite struct EnvironmentBatchTests {
  /// All that a batch shows over some steps, environment by environment.
  private func history<Environments: EnvironmentBatch>(
    _ environments: Environments, _ actions: [[Environments.Action]], environment: Int
  ) -> [Vector] {
    var environments = environments
    var result = [environments.observations[environment]]
    for step in actions {
      environments.step(step)
      result.append(environments.observations[environment])
      result.append([environments.rewards[environment]])
      result += environments.status(of: environment).when(
        running: [], terminated: [[-77]], truncated: { [$0] })
    }
    return result
  }

  /// Environment i of a batch of one size shows what environment i of another size shows.
  private func expectSplit<Environments: EnvironmentBatch>(
    _ make: (Int) -> Environments, steps: Int
  ) {
    var random = RandomStream(seed: 5)
    let large = make(21)
    let actions = (0..<steps).map { _ in large.sampleActions(using: &random) }
    for size in [1, 7, 8, 9, 16] {
      let small = make(size)
      let fewer = actions.map { Array($0[0..<size]) }
      for environment in [0, size - 1] {
        #expect(
          history(large, actions, environment: environment)
            == history(small, fewer, environment: environment))
      }
    }
    // Negative control: another environment, and another seed's, show something else.
    #expect(history(large, actions, environment: 0) != history(large, actions, environment: 1))
  }

  @Test func `a batch is its environments one by one, bit for bit`() {
    expectSplit({ CartPole(count: $0, seed: 9, timeLimit: 30) }, steps: 100)
    expectSplit({ Pendulum(count: $0, seed: 9, timeLimit: 30) }, steps: 100)
    expectSplit({ MountainCar(count: $0, seed: 9, timeLimit: 30) }, steps: 100)
    expectSplit({ MountainCarContinuous(count: $0, seed: 9, timeLimit: 30) }, steps: 100)
    expectSplit({ Acrobot(count: $0, seed: 9, timeLimit: 30) }, steps: 100)
  }

  @Test func `the time limit truncates and keeps the final observation`() {
    var pendulum = Pendulum(count: 9, seed: 1, timeLimit: 3)
    let zeros = Array(repeating: 0.0, count: 9)
    for _ in 0..<2 {
      pendulum.step(zeros)
      #expect(pendulum.ends.isEmpty)
      #expect(pendulum.status(of: 8).isRunning)
    }
    var unlimited = pendulum
    pendulum.step(zeros)
    #expect(pendulum.ends.map(\.environment) == Array(0..<9))
    #expect(pendulum.ends.allSatisfy { $0.length == 3 })
    // The final observation is what the third step led to, not the next episode's first.
    var longer = Pendulum(count: 9, seed: 1, timeLimit: nil)
    for _ in 0..<3 { longer.step(zeros) }
    #expect(pendulum.ends[8].status.isTruncated(at: longer.observations[8]))
    #expect(pendulum.observations[8] != longer.observations[8])
    #expect(pendulum.ends[8].undiscountedReturn < pendulum.rewards[8])
    // The copy did not move.
    #expect(unlimited.ends.isEmpty && unlimited.episodeLength(of: 0) == 2)
    unlimited.step(zeros)
    #expect(unlimited.ends.map { "\($0)" } == pendulum.ends.map { "\($0)" })
    pendulum.step(zeros)
    #expect(pendulum.ends.isEmpty && pendulum.episodeLength(of: 8) == 1)
  }

  @Test func `a termination at the limit is a termination`() {
    var cartPole = CartPole(count: 1, seed: 1, timeLimit: 10)
    cartPole.setState([0.01, -0.02, 0.03, 0.04], of: 0)
    for _ in 0..<10 { cartPole.step([1]) }
    #expect(cartPole.status(of: 0).isTerminated)
    #expect(cartPole.status(of: 0).bootstrapValue(running: 5) { _ in 7 } == 0)
    cartPole = CartPole(count: 1, seed: 1, timeLimit: 9)
    cartPole.setState([0.01, -0.02, 0.03, 0.04], of: 0)
    for _ in 0..<9 { cartPole.step([1]) }
    #expect(cartPole.status(of: 0).bootstrapValue(running: 5) { _ in 7 } == 7)
  }

  @Test func `a seed decides everything, another seed otherwise`() {
    func first(_ seed: UInt64) -> Vector { CartPole(count: 4, seed: seed).observations[3] }
    #expect(first(1) == first(1))
    #expect(first(1) != first(2))
    var cartPole = CartPole(count: 4, seed: 1)
    let start = cartPole.observations[3]
    cartPole.reset()
    #expect(cartPole.observations[3] != start)
    #expect(cartPole.rewards.allSatisfy { $0 == 0 })
  }

  @Test func `columns hold feature after feature`() {
    let cartPole = CartPole(count: 9, seed: 1)
    cartPole.observations.withColumns { numbers, stride in
      #expect(stride == 16 && numbers.count == 64)
      for environment in 0..<9 {
        for feature in 0..<4 {
          #expect(
            Double(numbers[feature * stride + environment])
              == cartPole.observations[environment][feature])
        }
      }
    }
  }
}
