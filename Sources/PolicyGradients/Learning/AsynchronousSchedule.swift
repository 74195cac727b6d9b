import VectorMath

/// Who goes next where several workers share one set of parameters.
///
/// On threads the order is whatever the machine makes of it. Here it is chosen, so that a run can be
/// repeated to the bit, and so that the order can be varied while all else stays the same.
public enum AsynchronousSchedule: Equatable, Sendable {
  /// All workers read, all play their rollout, all updates are added at once: no asynchrony.
  ///
  /// That is A2C; the order of the turns has no effect.
  case synchronous
  /// Turn by turn in the order of their numbers: asynchronous, but regular.
  case roundRobin
  /// Each turn goes to a worker drawn with a probability proportional to its speed.
  ///
  /// One speed above 0 for every worker; none at all stands for equal speeds.
  case random(seed: UInt64, speeds: [Double] = [])

  /// Traps unless the speeds fit the workers.
  func check(workerCount: Int) {
    guard case .random(_, let speeds) = self, !speeds.isEmpty else { return }
    if speeds.count != workerCount {
      fatalError(
        "AsynchronousSchedule: there are \(speeds.count) speeds for \(workerCount) workers")
    }
    if let speed = speeds.first(where: { !($0 > 0 && $0.isFinite) }) {
      fatalError("AsynchronousSchedule: the speed \(speed) is not above 0")
    }
  }
}

/// The turns of a schedule, one after the other.
struct TurnOrder {
  private let workerCount: Int
  /// Who may be drawn, if the order is random.
  private let workers: Categorical?
  private var random = RandomStream(seed: 0)
  private var turn = 0

  init(_ schedule: AsynchronousSchedule, workerCount: Int) {
    self.workerCount = workerCount
    guard case .random(let seed, let speeds) = schedule else {
      workers = nil
      return
    }
    let weights = speeds.isEmpty ? Array(repeating: 1.0, count: workerCount) : speeds
    let total = weights.reduce(0, +)
    workers = Categorical(Vector(weights.map { $0 / total }))
    random = RandomStream(seed: seed, label: "AsynchronousSchedule")
  }

  /// The number of the worker whose turn it is.
  mutating func next() -> Int {
    if let workers { return workers.sample(using: &random) }
    defer { turn += 1 }
    return turn % workerCount
  }
}
