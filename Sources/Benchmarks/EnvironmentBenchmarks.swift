import LessonKit
import PolicyGradients
import VectorMath

/// Steps of each environment a second, on one core, in a batch of 1,024 with random actions.
///
/// The actions are drawn before the clock starts; what ends, starts anew within the step.
struct EnvironmentBenchmarks {
  private static let count = 1024
  private static let setCount = 64

  var rows: [Row] {
    [
      row(
        "CartPole", CartPole(count: Self.count, seed: 1), steps: 10_000, reach: 100e6,
        others: "PufferLib 52 M/s, Gymnasium vectorised 17.6 M/s, Gymnasium 0.21 M/s"),
      row("MountainCar", MountainCar(count: Self.count, seed: 1), steps: 5000),
      row("MountainCarContinuous", MountainCarContinuous(count: Self.count, seed: 1), steps: 5000),
      row("Pendulum", Pendulum(count: Self.count, seed: 1), steps: 5000),
      row(
        "Acrobot", Acrobot(count: Self.count, seed: 1), steps: 1000, others: "Gymnasium 0.034 M/s"),
      row(
        "CliffWalking", FiniteEnvironment(.cliffWalking()).batch(count: Self.count, seed: 1),
        steps: 500),
      row(
        "FrozenLake",
        FiniteEnvironment(.frozenLake()).batch(
          count: Self.count, seed: 1, timeLimit: FrozenLakeMap.small.timeLimit),
        steps: 500),
    ]
  }

  private func row<Environments: EnvironmentBatch>(
    _ name: String, _ start: Environments, steps: Int, reach: Double? = nil, others: String = ""
  ) -> Row {
    var random = RandomStream(seed: 1)
    let actions = (0..<Self.setCount).map { _ in start.sampleActions(using: &random) }
    return Row(
      "environment steps, 1,024 at once: \(name)", .perSecond, reach: reach, others: others
    ) { _ in
      var environments = start
      environments.reset()
      let clock = ContinuousClock.now
      for t in 0..<steps { environments.step(actions[t % Self.setCount]) }
      return Double(steps * Self.count) / (ContinuousClock.now - clock).inSeconds
    }
  }
}
