public import VectorMath

/// A car too weak to climb a hill, which must swing up from the other side: `MountainCar-v0`.
///
/// The state is (x, ẋ); the observation is the same as 32-bit numbers. Actions: 0 pushes left, 1
/// does not push, 2 pushes right. A step:
///
///     ẋ ← clip(ẋ + 0.001 (a − 1) − 0.0025 cos 3x, ±0.07),    x ← clip(x + ẋ, −1.2, 0.6)
///
/// and a car that hits the left end at x = −1.2 stops. Episodes start at rest, x uniform in
/// −0.6 … −0.4, and are terminated when x ≥ 0.5 with ẋ ≥ 0. Every step earns −1. The time limit is 200.
///
/// - SeeAlso: Moore 1990, "Efficient memory-based learning for robot control"; Gymnasium 1.4,
///   `MountainCar-v0`.
public struct MountainCar: EnvironmentBatch {
  /// What the environments tell.
  public var ledger: EpisodeLedger

  /// Left, nothing, right.
  public var actionSpace: DiscreteActions { DiscreteActions(count: 3) }

  /// Some cars, each at the start of an episode.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  public init(count: Int, seed: UInt64, timeLimit: Int? = 200) {
    ledger = MountainCarDynamics.start(count: count, seed: seed, timeLimit: timeLimit)
  }

  /// Takes one action everywhere.
  ///
  /// - Parameter actions: 0, 1 or 2 for each car.
  public mutating func step(_ actions: [Int]) {
    actionSpace.check(actions, count: count, name: MountainCarDynamics.name)
    MountainCarDynamics.step(&ledger, actions)
  }

  /// Starts a new episode everywhere.
  public mutating func reset() { MountainCarDynamics.reset(&ledger) }

  /// The state (x, ẋ) of one car.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: Two numbers.
  public func state(of environment: Int) -> Vector {
    MountainCarDynamics.state(of: environment, ledger)
  }

  /// Puts one car into a state, at the start of an episode.
  ///
  /// - Parameters:
  ///   - state: (x, ẋ), within ±1000.
  ///   - environment: In `0..<count`.
  public mutating func setState(_ state: Vector, of environment: Int) {
    MountainCarDynamics.setState(state, of: environment, &ledger)
  }
}

private enum MountainCarDynamics: LaneDynamics {
  static var name: String { "MountainCar" }
  static var stateCount: Int { 2 }
  static var observationCount: Int { 2 }

  static func initialState(using generator: inout RandomStream) -> SIMD4<Double> {
    SIMD4(-0.6 + generator.uniform() * 0.2, 0, 0, 0)
  }

  @inline(__always)
  static func observe(_ state: LaneState) -> LaneObservation {
    var shown = LaneObservation()
    shown.first = state.first
    shown.second = state.second
    return shown
  }

  @inline(__always)
  static func step(
    _ state: inout LaneState, _ action: Lanes, isFirst: LaneMask
  ) -> (reward: Lanes, isTerminated: LaneMask) {
    let push = (action - 1) * 0.001
    let slope = LaneSineCosine(3 * state.first).cosine * -0.0025
    var speed = (state.second + (push + slope)).limited(-0.07, 0.07)
    let place = (state.first + speed).limited(-1.2, 0.6)
    let hits = (place .== Lanes(repeating: -1.2)) .& (speed .< Lanes.zero)
    speed.replace(with: Lanes.zero, where: hits)
    state.first = place
    state.second = speed
    let arrives = (place .>= Lanes(repeating: 0.5)) .& (speed .>= Lanes.zero)
    return (Lanes(repeating: -1), arrives)
  }
}
