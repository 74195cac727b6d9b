import LessonKit
import PolicyGradients
import VectorMath

/// Exact sums over all trajectories, and exact values of large problems; one core.
struct OracleBenchmarks {
  private let oracle: Oracle
  private let small: TabularSoftmaxPolicy
  private let large: MarkovDecisionProcess
  private let policy: TabularSoftmaxPolicy

  init() {
    let problem = MarkovDecisionProcess.random(states: 3, actions: 3, horizon: 6, seed: 1)
    small = .random(for: problem, seed: 1)
    oracle = Oracle(problem, policy: small, discount: 0.9)
    // Each action leads to one of three states: the problem has 10,000 states and is sparse.
    var random = RandomStream(seed: 1)
    let count = 10_000
    let targets = (0..<count * 6).map { _ in random.integer(below: count) }
    let rewards = (0..<count * 2).map { _ in random.normal() }
    large = MarkovDecisionProcess(
      initialProbabilities: Vector(Array(repeating: 1 / Double(count), count: count)),
      actionCount: 2
    ) { state, action in
      let row = state * 2 + action
      return [0.5, 0.3, 0.2].enumerated().map { index, probability in
        MarkovDecisionProcess.Outcome(
          probability: probability, nextState: targets[row * 3 + index], reward: rewards[row])
      }
    }
    policy = .random(for: large, seed: 2)
  }

  var rows: [Row] {
    let count = Int(oracle.trajectoryCount.trajectories)
    return [
      Row(
        "exact mean and covariance over \(count) trajectories, reward-to-go", .seconds, reach: 1
      ) { _ in
        try seconds { oracle.moments(of: RewardToGo()).totalVariance > 0 }
      },
      Row("the same, a student's closure", .seconds) { _ in
        try seconds {
          oracle.moments { episode in
            let returns = episode.returnsToGo(0.9)
            return episode.sum { returns[$0.index] * small.score(of: $0.action, at: $0.state) }
          }.totalVariance > 0
        }
      },
      Row("values of a policy, 10,000 states, to 1e-9", .seconds, reach: 1) { _ in
        try seconds { large.iteratedValues(of: policy, discount: 0.99).value(at: 0).isFinite }
      },
    ]
  }

  private func seconds(_ work: () -> Bool) throws -> Double {
    let start = ContinuousClock.now
    guard work() else { throw TimedProgram.Failure(description: "the sum came out otherwise") }
    return (ContinuousClock.now - start).inSeconds
  }
}
