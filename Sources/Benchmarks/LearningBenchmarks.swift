import Foundation
import LessonKit
import PolicyGradients
import VectorMath

/// Training, from the first parameters to the last: steps of environments a second.
struct LearningBenchmarks {
  /// A training run: an algorithm in an environment.
  private struct Task {
    let name: String
    let train: @Sendable (_ steps: Int, _ seed: UInt64) -> TrainingRun

    init<Action>(
      _ name: String, _ algorithm: some LearningAlgorithm,
      on environment: LearningEnvironment<Action>
    ) {
      self.name = name
      train = { algorithm.train(on: environment, steps: $0, seed: $1) }
    }
  }

  var rows: [Row] {
    let zoo = Task("PPO, RL-Zoo's settings, CartPole", PPO.rlZoo, on: .cartPole)
    let cleanRL = Task("PPO, CleanRL's settings, CartPole", PPO.cleanRL, on: .cartPole)
    let a2c = Task("A2C, RL-Zoo's settings, CartPole", A2C.rlZoo, on: .cartPole)
    let pendulum = Task("PPO, RL-Zoo's settings, Pendulum", PPO.rlZooPendulum, on: .pendulum)
    let reinforce = Task(
      "REINFORCE, 16 episodes, leave-one-out, CartPole",
      REINFORCE(
        episodeCount: 16, discount: 0.99, learningRate: .constant(1e-2), baseline: .leaveOneOut),
      on: .cartPole)
    let trpo = Task("TRPO, RL-Zoo's settings, CartPole", TRPO.rlZoo, on: .cartPole)
    return [
      oneThread(
        zoo, steps: 25_600, reach: 100e3, limit: limitName(zoo),
        others: "SBX (JAX) 8.9 k/s, Stable-Baselines3 6.5 k/s"),
      limit(zoo, PPO.rlZoo),
      allCores(
        zoo, steps: 25_600, reach: 180e3, limit: limitName(zoo, on: ParallelLoop.coreCount)),
      limit(zoo, PPO.rlZoo, on: ParallelLoop.coreCount),
      oneThread(
        cleanRL, steps: 51_200, reach: 400e3, limit: limitName(cleanRL),
        others: "PureJaxRL 230 k/s, CleanRL 8.1 k/s"),
      limit(cleanRL, PPO.cleanRL),
      allCores(cleanRL, steps: 51_200),
      oneThread(a2c, steps: 40_000, reach: 300e3),
      allCores(a2c, steps: 40_000),
      oneThread(pendulum, steps: 32_768),
      allCores(pendulum, steps: 32_768),
      oneThread(trpo, steps: 40_960),
      allCores(trpo, steps: 40_960),
      oneThread(reinforce, steps: 50_000),
      allCores(reinforce, steps: 50_000),
      Row("20 runs of PPO, RL-Zoo's settings, 100,000 steps each", .seconds, reach: 15) { _ in
        let clock = ContinuousClock.now
        let experiment = PPO.rlZoo.experiment(on: .cartPole, steps: 100_000, seeds: 20)
        precondition(experiment.runs.count == 20)
        return (ContinuousClock.now - clock).inSeconds
      },
      Row("peak memory of a program that trains PPO on CartPole", .bytes, reach: 40e6) { _ in
        let program = try TimedProgram(CommandLine.arguments[0], [Self.memoryWord])
        guard let kilobytes = Double(program.output.trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw TimedProgram.Failure(description: "no number: \(program.output)") }
        return kilobytes * 1024
      },
    ]
  }

  private func oneThread(
    _ task: Task, steps: Int, reach: Double? = nil, limit: String? = nil, others: String = ""
  ) -> Row {
    Row(
      "training steps: \(task.name)", .perSecond, reach: reach, limit: limit, others: others
    ) { round in
      let clock = ContinuousClock.now
      let run = task.train(steps, UInt64(round))
      return Double(run.stepCount) / (ContinuousClock.now - clock).inSeconds
    }
  }

  private func limitName(_ task: Task, on coreCount: Int = 1) -> String {
    "limit of training: multiply-adds of \(task.name), in registers"
      + (coreCount > 1 ? " of \(coreCount) cores" : "")
  }

  /// Steps a second if products of rows and weights were all there is to do on CartPole.
  ///
  /// A row goes forward once in the rollout and once an epoch; the gradients of weights and of inputs,
  /// but for those of the observations, take as much again each.
  private func limit(_ task: Task, _ algorithm: PPO, on coreCount: Int = 1) -> Row {
    Row(limitName(task, on: coreCount), .perSecond) { _ in
      func products(_ widths: [Int]) -> Int {
        zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let hidden = algorithm.network.hidden
      let all = products([4] + hidden + [2]) + products([4] + hidden + [1])
      let first = 2 * products([4] + hidden.prefix(1))
      let count = all + algorithm.epochCount * (3 * all - first)
      let cores = ParallelLoop.map(coreCount) { _ in
        Result { try MultiplyAddLimit.operationsPerSecond() }
      }
      return try cores.reduce(0) { try $0 + $1.get() } / Double(2 * count)
    }
  }

  /// As many runs as there are cores, side by side.
  private func allCores(
    _ task: Task, steps: Int, reach: Double? = nil, limit: String? = nil
  ) -> Row {
    let count = ParallelLoop.coreCount
    return Row(
      "training steps: \(task.name), \(count) runs on \(count) cores", .perSecond, reach: reach,
      limit: limit
    ) { round in
      let clock = ContinuousClock.now
      let runs = ParallelLoop.map(count) { task.train(steps, UInt64(round * count + $0)) }
      let steps = runs.reduce(0) { $0 + $1.stepCount }
      return Double(steps) / (ContinuousClock.now - clock).inSeconds
    }
  }

  private static let memoryWord = "--peak-memory"

  /// Whether this process was started to tell its memory.
  static var isMemoryProbe: Bool { CommandLine.arguments.dropFirst().first == memoryWord }

  /// Trains, and prints how many kilobytes the process had at most.
  static func probeMemory() {
    let run = PPO.rlZoo.train(on: .cartPole, steps: 25_600, seed: 1)
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    print(run.stepCount > 0 && words.count > 1 ? words[1] : "none")
  }
}
