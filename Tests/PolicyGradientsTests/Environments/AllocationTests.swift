#if os(Linux)
import Testing

@testable import PolicyGradients

/// Shows as many numbers as it is told, by `observation` alone; ends after ten steps.
private struct Wide: Environment {
  let actionSpace = DiscreteActions(count: 2)
  let numberCount: Int
  var length = 0

  mutating func reset(using generator: inout RandomStream) { length = 0 }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    length += 1
    return length == 10 ? .terminated(reward: 1) : .running(reward: 0)
  }

  var observation: Vector { Vector(repeating: Double(length), count: numberCount) }
}

/// The same numbers, written in place.
private struct Written: Environment {
  var wide = Wide(numberCount: 9)
  var actionSpace: DiscreteActions { wide.actionSpace }
  mutating func reset(using generator: inout RandomStream) { wide.reset(using: &generator) }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    wide.step(action, using: &generator)
  }

  var observation: Vector { wide.observation }

  func writeObservation(into numbers: inout MutableSpan<Float>) -> Int {
    numbers.update(repeating: Float(wide.length))
    return numbers.count
  }
}

/// Keeps what it has seen.
private struct Hoard: Environment {
  let actionSpace = DiscreteActions(count: 2)
  var kept: [UnsafeMutablePointer<Double>] = []

  mutating func reset(using generator: inout RandomStream) { kept.reserveCapacity(4_096) }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    kept.append(.allocate(capacity: 100))
    return .running(reward: 0)
  }

  var observation: Vector { [Double(kept.count)] }
}

extension Hoard: @unchecked Sendable {}

@Suite struct AllocationTests {
  private static let stepCount = 1_200

  /// What so many steps of a batch allocate, many episodes' ends among them.
  private static func allocated<Batch: EnvironmentBatch>(
    _ batch: Batch, actions: [[Batch.Action]]
  ) -> (objectCount: Int, byteCount: Int) {
    var batch = batch
    // What is made once is made here.
    for index in 0..<100 { batch.step(actions[index % actions.count]) }
    return allocations {
      for index in 0..<stepCount { batch.step(actions[index % actions.count]) }
    }
  }

  private static func allocated(
    _ batch: some EnvironmentBatch<Int>
  ) -> (objectCount: Int, byteCount: Int) {
    allocated(batch, actions: [Array(repeating: 0, count: 16), Array(repeating: 1, count: 16)])
  }

  private static func allocated(
    _ batch: some EnvironmentBatch<Double>
  ) -> (objectCount: Int, byteCount: Int) {
    allocated(batch, actions: [Array(repeating: -0.5, count: 16), Array(repeating: 1, count: 16)])
  }

  @Test func `stepping allocates nothing`() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      func finite(_ encoding: FiniteEnvironment.Encoding) -> EnvironmentArray<FiniteEnvironment> {
        FiniteEnvironment(.cliffWalking(), encoding: encoding)
          .batch(count: 16, seed: 1, timeLimit: 30)
      }
      for (name, found) in [
        ("CartPole", Self.allocated(CartPole(count: 16, seed: 1))),
        ("Acrobot", Self.allocated(Acrobot(count: 16, seed: 1))),
        ("MountainCar", Self.allocated(MountainCar(count: 16, seed: 1))),
        ("MountainCarContinuous", Self.allocated(MountainCarContinuous(count: 16, seed: 1))),
        ("Pendulum", Self.allocated(Pendulum(count: 16, seed: 1))),
        ("normalised", Self.allocated(CartPole(count: 16, seed: 1).normalized())),
        ("numbered states", Self.allocated(finite(.number))),
        ("one-hot states", Self.allocated(finite(.oneHot))),
        ("eight numbers", Self.allocated(Wide(numberCount: 8).batch(count: 16, seed: 1))),
        ("nine, written in place", Self.allocated(Written().batch(count: 16, seed: 1))),
      ] where found != (0, 0) {
        print("\(name) allocates \(found)")
      }
    }
    let text = result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) } ?? ""
    let lines = text.split(separator: "\n").filter { $0.contains("allocates") }
    #expect(lines == [])
  }

  @Test func `what an environment allocates is seen`() async {
    // Negative controls: memory that is given back, and memory that is kept.
    await #expect(processExitsWith: .success) {
      let wide = Self.allocated(Wide(numberCount: 9).batch(count: 16, seed: 1))
      precondition(wide.objectCount >= 16 * Self.stepCount && wide.byteCount == 0, "\(wide)")
      #if arch(x86_64)
      let hoard = Self.allocated(Hoard().batch(count: 16, seed: 1))
      precondition(hoard.byteCount >= 16 * Self.stepCount * 800, "\(hoard)")
      #endif
    }
  }
}
#endif
