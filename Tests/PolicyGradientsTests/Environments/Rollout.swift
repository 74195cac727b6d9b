import PolicyGradients

/// What the tests of the environments share: rollouts of one environment.
///
/// The numbers they are compared with were printed by Gymnasium 1.4.0 with NumPy 2.4.6, Python
/// 3.11, by setting `env.unwrapped.state` and stepping with 64-bit actions.
struct Rollout<Environments: EnvironmentBatch> {
  var environments: Environments
  private(set) var undiscountedReturn = 0.0
  private(set) var length = 0
  private(set) var end: EpisodeEnd?

  init(_ environments: Environments) {
    self.environments = environments
  }

  /// Steps until the episode ends, at most `limit` times.
  mutating func run(_ limit: Int, _ action: (Int, Environments) -> Environments.Action) {
    for t in 0..<limit where end == nil {
      environments.step([action(t, environments)])
      undiscountedReturn += environments.rewards[0]
      length += 1
      end = environments.ends.first
    }
  }
}

/// Numbers that a line of Python draws too: `s = (s * 1103515245 + 12345) % 2**31; (s >> 16) % k`.
func congruentialActions(_ count: Int, below bound: Int, seed: Int) -> [Int] {
  var state = seed
  return (0..<count).map { _ in
    state = (state &* 1_103_515_245 &+ 12345) % 2_147_483_648
    return (state >> 16) % bound
  }
}

/// Whether two vectors agree to a few units in the last place of numbers around 1.
///
/// Gymnasium takes sines and cosines from NumPy or the C library, which round some of them
/// otherwise than `Double.sin` does; rollouts then part slowly. The tolerances of the tests are at
/// most some twenty times the largest difference seen.
func isClose(_ value: Vector, _ expected: Vector, _ tolerance: Double) -> Bool {
  value.isClose(to: expected, tolerance: tolerance)
}
