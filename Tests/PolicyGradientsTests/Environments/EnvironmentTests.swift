import PolicyGradients
import Testing

/// The environment of the protocol's documentation.
private struct Walk: Environment {
  let actionSpace = DiscreteActions(count: 2)
  var position = 0

  mutating func reset(using generator: inout RandomStream) {
    position = generator.integer(below: 3) - 1
  }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    position += action == 1 ? 1 : -1
    if position.magnitude < 5 { return .running(reward: 0) }
    return .terminated(reward: position > 0 ? 1 : 0)
  }

  var observation: Vector { [Double(position)] }
}

/// An environment that does what its action says, also what is wrong.
private struct Broken: Environment {
  let actionSpace = ContinuousActions(-1...1)
  var place = 0.0
  var numberCount = 1

  mutating func reset(using generator: inout RandomStream) { place = 0 }

  mutating func step(_ action: Double, using generator: inout RandomStream) -> StepOutcome {
    if action == 1 { numberCount = 2 }
    if action == 2 { place = 1e300 }
    return .running(reward: action == 3 ? .nan : 0)
  }

  var observation: Vector { Vector(repeating: place, count: numberCount) }
}

/// Writes other numbers than it shows: what its action says, and as many as it says.
private struct Miswriting: Environment {
  let actionSpace = DiscreteActions(count: 4)
  var last = 0

  mutating func reset(using generator: inout RandomStream) { last = 0 }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    last = action
    return action == 3 ? .terminated(reward: 0) : .running(reward: 0)
  }

  var observation: Vector { [1, 2] }

  func writeObservation(into numbers: inout MutableSpan<Float>) -> Int {
    numbers[0] = 5
    numbers[1] = last == 2 ? .nan : 7
    return last == 1 ? 1 : 2
  }
}

@Suite struct EnvironmentTests {
  @Test func `a walk to the right ends where it must`() {
    var walks = Walk().batch(count: 8, seed: 1, timeLimit: 100)
    let starts = (0..<8).map { walks.observations[$0][0] }
    #expect(Set(starts).isSubset(of: [-1, 0, 1]) && Set(starts).count > 1)
    for t in 1...6 {
      walks.step(Array(repeating: 1, count: 8))
      for index in 0..<8 {
        let isOver = starts[index] + Double(t) == 5
        #expect(walks.status(of: index).isTerminated == isOver)
        if isOver { #expect(walks.rewards[index] == 1) }
      }
      for end in walks.ends { #expect(end.length == t && end.undiscountedReturn == 1) }
    }
  }

  @Test func `the time limit truncates what goes on`() {
    var walks = Walk().batch(count: 3, seed: 1, timeLimit: 4)
    let starts = (0..<3).map { walks.observations[$0] }
    for t in 0..<4 { walks.step(Array(repeating: t % 2, count: 3)) }
    for index in 0..<3 {
      #expect(walks.ends[index].status.isTruncated(at: starts[index]))
    }
  }

  @Test func `a batch is its environments one by one`() {
    var random = RandomStream(seed: 3)
    var many = Walk().batch(count: 20, seed: 7, timeLimit: 15)
    var few = Walk().batch(count: 3, seed: 7, timeLimit: 15)
    var ended = 0
    for _ in 0..<200 {
      let actions = many.sampleActions(using: &random)
      many.step(actions)
      few.step(Array(actions[0..<3]))
      for index in 0..<3 {
        #expect(few.observations[index] == many.observations[index])
        #expect("\(few.status(of: index))" == "\(many.status(of: index))")
      }
      ended += few.ends.count
    }
    #expect(ended > 10)
  }

  @Test func `what an environment does wrong is named`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var broken = Broken().batch(count: 2, seed: 1)
        broken.step([0, 1])
      }, says: "Broken: the observation of environment 1 has 2 numbers, the first one had 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var broken = Broken().batch(count: 2, seed: 1)
        broken.step([2, 0])
      }, says: "of environment 0 is not finite")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var broken = Broken().batch(count: 2, seed: 1)
        broken.step([0, 3])
      }, says: "Broken.step: the reward of environment 1 is nan")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var broken = Broken().batch(count: 2, seed: 1)
        broken.step([0, .infinity])
      }, says: "Broken.step: the action inf of environment 1 is not finite")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Broken().batch(count: 0, seed: 1)
      }, says: "Broken: the count of environments 0 is below 1")
  }

  @Test func `what is written counts, not what would be shown`() async {
    var batch = Miswriting().batch(count: 2, seed: 1)
    batch.step([0, 3])
    #expect(batch.observations[0] == [5, 7] && batch.observations[1] == [5, 7])
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var batch = Miswriting().batch(count: 2, seed: 1)
        batch.step([0, 1])
      }, says: "Miswriting: the observation of environment 1 has 1 numbers, the first one had 2")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var batch = Miswriting().batch(count: 2, seed: 1)
        batch.step([2, 0])
      }, says: "Miswriting: the observation [5, nan] of environment 0 is not finite")
  }
}
