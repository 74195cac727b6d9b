import PolicyGradients
import Testing

@Suite struct FiniteEnvironmentTests {
  @Test func `along the cliff the return is −13`() {
    var cliff = FiniteEnvironment(.cliffWalking()).batch(count: 1, seed: 1, timeLimit: 100)
    #expect(cliff.observations[0] == [36])
    for action in [0] + Array(repeating: 1, count: 11) + [2] { cliff.step([action]) }
    #expect(cliff.status(of: 0).isTerminated)
    #expect(cliff.ends[0].undiscountedReturn == -13)
    #expect(cliff.ends[0].length == 13)
  }

  @Test func `the fall costs 100 and leads back without an end`() {
    var cliff = FiniteEnvironment(.cliffWalking()).batch(count: 1, seed: 1, timeLimit: 2)
    cliff.step([1])
    #expect(cliff.rewards[0] == -100)
    #expect(cliff.status(of: 0).isRunning)
    #expect(cliff.observations[0] == [36])
    cliff.step([0])
    #expect(cliff.status(of: 0).isTruncated(at: [24]))
  }

  @Test func `on the ice a step goes one of three ways`() {
    let count = 30_000
    var lake = FiniteEnvironment(.frozenLake()).batch(count: count, seed: 1)
    lake.step(Array(repeating: 2, count: count))
    var counts = [0, 0, 0]
    for index in 0..<count {
      // To the right from the corner: down, right, or up against the edge.
      switch lake.observations[index][0] {
      case 4: counts[0] += 1
      case 1: counts[1] += 1
      default: counts[2] += 1
      }
    }
    // 6 standard deviations of √(n ⅓ ⅔) = 81.6: wrong for one seed in 10⁸.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 490 })
    // Negative control: a wind of 5 % would be seen.
    #expect(abs(10_500 - 10_000) >= 490)
  }

  @Test func `a horizon terminates, a time limit truncates`() {
    var own = FiniteEnvironment(.cliffWalking(horizon: 3)).batch(count: 1, seed: 1)
    var outer = FiniteEnvironment(.cliffWalking()).batch(count: 1, seed: 1, timeLimit: 3)
    for _ in 0..<3 {
      own.step([0])
      outer.step([0])
    }
    #expect(own.status(of: 0).isTerminated)
    #expect(outer.status(of: 0).isTruncated(at: [0]))
  }

  @Test func `one-hot observations name the state`() {
    let cliff = FiniteEnvironment(.cliffWalking(), encoding: .oneHot).batch(count: 2, seed: 1)
    #expect(cliff.observationCount == 48)
    #expect(cliff.observations[1] == .unit(36, count: 48))
  }

  @Test(arguments: [FiniteEnvironment.Encoding.number, .oneHot])
  func `what is written is what is shown`(encoding: FiniteEnvironment.Encoding) {
    var cliff = FiniteEnvironment(.cliffWalking(), encoding: encoding)
    var batch = cliff.batch(count: 1, seed: 1)
    var generator = RandomStream(seed: 1).split(0)
    cliff.reset(using: &generator)
    var random = RandomStream(seed: 2)
    var states: Set<Int> = []
    for _ in 0..<200 {
      let shown = cliff.observation
      // What was there before is not left.
      var numbers = Array(repeating: Float(7), count: shown.count)
      var span = numbers.mutableSpan
      #expect(cliff.writeObservation(into: &span) == shown.count)
      #expect(numbers.map(Double.init) == Array(shown) && batch.observations[0] == shown)
      states.insert(cliff.state)
      let action = random.integer(below: 4)
      _ = cliff.step(action, using: &generator)
      if cliff.problem.isTerminal(cliff.state) { cliff.reset(using: &generator) }
      batch.step([action])
    }
    #expect(states.count > 10)
  }
}
