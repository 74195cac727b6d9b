import LessonKit
import PolicyGradients
import VectorMath

/// Steps of each environment a second, in a batch of 1,024 with random actions; a batch a core.
///
/// The actions are drawn before the clock starts; what ends, starts anew within the step.
struct EnvironmentBenchmarks {
  private static let count = 1024
  private static let setCount = 64

  var rows: [Row] {
    rows(
      "CartPole", CartPole(count: Self.count, seed: 1), steps: 10_000, reach: 100e6,
      others: "PufferLib 52 M/s, Gymnasium vectorised 17.6 M/s, Gymnasium 0.21 M/s")
      + rows("MountainCar", MountainCar(count: Self.count, seed: 1), steps: 5000)
      + rows(
        "MountainCarContinuous", MountainCarContinuous(count: Self.count, seed: 1), steps: 5000)
      + rows("Pendulum", Pendulum(count: Self.count, seed: 1), steps: 5000)
      + rows(
        "Acrobot", Acrobot(count: Self.count, seed: 1), steps: 1000, others: "Gymnasium 0.034 M/s")
      + rows(
        "CliffWalking", FiniteEnvironment(.cliffWalking()).batch(count: Self.count, seed: 1),
        steps: 500)
      + rows(
        "FrozenLake",
        FiniteEnvironment(.frozenLake()).batch(
          count: Self.count, seed: 1, timeLimit: FrozenLakeMap.small.timeLimit),
        steps: 500)
  }

  /// On one core and on all.
  private func rows<Environments: EnvironmentBatch>(
    _ name: String, _ start: Environments, steps: Int, reach: Double? = nil, others: String = ""
  ) -> [Row] where Environments.Action: Sendable {
    var random = RandomStream(seed: 1)
    let actions = (0..<Self.setCount).map { _ in start.sampleActions(using: &random) }
    func row(_ suffix: String, _ batchCount: Int, reach: Double?, others: String) -> Row {
      Row(
        "environment steps, 1,024 at once: \(name)\(suffix)", .perSecond, reach: reach,
        others: others
      ) { _ in
        let clock = ContinuousClock.now
        let counts = ParallelLoop.map(batchCount) { _ in
          var environments = start
          environments.reset()
          for t in 0..<steps { environments.step(actions[t % Self.setCount]) }
          return steps * Self.count
        }
        return Double(counts.reduce(0, +)) / (ContinuousClock.now - clock).inSeconds
      }
    }
    let coreCount = ParallelLoop.coreCount
    return [
      row("", 1, reach: reach, others: others),
      row(", a batch on each of \(coreCount) cores", coreCount, reach: nil, others: ""),
    ]
  }
}
