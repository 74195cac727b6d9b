public import VectorMath

/// A pendulum with a motor too weak to lift it at once, to be held upright: `Pendulum-v1`.
///
/// The state is (θ, θ̇), the angle from upright in radians and its speed; the observation is
/// (cos θ, sin θ, θ̇) as 32-bit numbers. The action is a torque u, clipped to ±2. A step of 0.05 s
/// costs, for the state *before* it and the clipped torque,
///
///     θ² + 0.1 θ̇² + 0.001 u²      with θ brought into ±π
///
/// and the reward is minus that. Then the speed changes first (Euler's semi-implicit rule):
///
///     θ̇ ← clip(θ̇ + (15 sin θ + 3 u) · 0.05, ±8),    θ ← θ + θ̇ · 0.05
///
/// Episodes start uniform in ±π and ±1. They are never terminated; the time limit is 200.
///
/// The bits are those of Gymnasium with 64-bit actions, up to the last places of sine and pow.
///
/// - SeeAlso: Gymnasium 1.4, `Pendulum-v1`.
public struct Pendulum: EnvironmentBatch {
  /// What the environments tell.
  public var ledger: EpisodeLedger

  /// The torque, at most 2 in magnitude.
  public var actionSpace: ContinuousActions { ContinuousActions(-2...2) }

  /// Some pendulums, each at the start of an episode.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  public init(count: Int, seed: UInt64, timeLimit: Int? = 200) {
    ledger = PendulumDynamics.start(count: count, seed: seed, timeLimit: timeLimit)
  }

  /// Takes one action everywhere.
  ///
  /// - Parameter actions: The torques, finite; clipped to ±2.
  public mutating func step(_ actions: [Double]) {
    actionSpace.check(actions, count: count, name: PendulumDynamics.name)
    PendulumDynamics.step(&ledger, actions)
  }

  /// Starts a new episode everywhere.
  public mutating func reset() { PendulumDynamics.reset(&ledger) }

  /// The state (θ, θ̇) of one pendulum.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: Two numbers.
  public func state(of environment: Int) -> Vector {
    PendulumDynamics.state(of: environment, ledger)
  }

  /// Puts one pendulum into a state, at the start of an episode.
  ///
  /// - Parameters:
  ///   - state: (θ, θ̇), within ±1000.
  ///   - environment: In `0..<count`.
  public mutating func setState(_ state: Vector, of environment: Int) {
    PendulumDynamics.setState(state, of: environment, &ledger)
  }
}

private enum PendulumDynamics: LaneDynamics {
  static var name: String { "Pendulum" }
  static var stateCount: Int { 2 }
  static var observationCount: Int { 3 }

  static func initialState(using generator: inout RandomStream) -> SIMD4<Double> {
    let angle = -Double.pi + generator.uniform() * (2 * Double.pi)
    let speed = -1 + generator.uniform() * 2
    return SIMD4(angle, speed, 0, 0)
  }

  @inline(__always)
  static func observe(_ state: LaneState) -> LaneObservation {
    let angle = LaneSineCosine(state.first)
    var shown = LaneObservation()
    shown.first = angle.cosine
    shown.second = angle.sine
    shown.third = state.second
    return shown
  }

  @inline(__always)
  static func step(
    _ state: inout LaneState, _ action: Lanes, isFirst: LaneMask
  ) -> (reward: Lanes, isTerminated: LaneMask) {
    let torque = action.limited(-2, 2)
    let angle = normalized(state.first)
    let speed = state.second
    let cost = angle * angle + 0.1 * (speed * speed) + 0.001 * (torque * torque)
    let gain = 15 * LaneSineCosine(state.first).sine + 3 * torque
    state.second = (speed + gain * 0.05).limited(-8, 8)
    state.first += state.second * 0.05
    return (-cost, LaneMask(repeating: false))
  }

  /// `(angle + π) mod 2π − π`, the remainder exact.
  @inline(__always)
  private static func normalized(_ angle: Lanes) -> Lanes {
    let turn = Lanes(repeating: 2 * Double.pi)
    let shifted = angle + Double.pi
    let turns = (shifted / turn).rounded(.down)
    var rest = shifted.addingProduct(-turns, turn)
    // The quotient may have been rounded up to the next whole turn.
    rest.replace(with: rest + turn, where: rest .< Lanes.zero)
    return rest - Double.pi
  }
}
