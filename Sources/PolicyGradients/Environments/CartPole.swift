public import VectorMath

/// A pole on a cart, to be kept upright by pushing the cart left or right: `CartPole-v1`.
///
/// The state is (x, ẋ, θ, θ̇), metres and radians, x the cart's place and θ the pole's angle from
/// upright; the observation is the same as 32-bit numbers. Actions: 0 pushes left, 1 right, with
/// 10 N. With F the force, m_p = 0.1 and m = 1.1 the pole's and the whole mass, ½ the half length:
///
///     w  = (F + ½ m_p θ̇² sin θ) / m
///     θ̈ = (9.8 sin θ − w cos θ) / (½ (4/3 − m_p cos² θ / m))
///     ẍ  = w − ½ m_p θ̈ cos θ / m
///
/// and 0.02 s pass by Euler's explicit rule: places move by the *old* speeds. Episodes start
/// uniform in ±0.05 in all four numbers and are terminated when |x| > 2.4 or |θ| > 12°. Every step
/// earns 1, the last one too, so the return is the length. The time limit is 500.
///
/// - SeeAlso: Barto, Sutton and Anderson 1983, "Neuronlike adaptive elements"; Florian 2007,
///   "Correct equations for the dynamics of the cart-pole system"; Gymnasium 1.4, `CartPole-v1`.
public struct CartPole: EnvironmentBatch {
  /// What the environments tell.
  public var ledger: EpisodeLedger

  /// Left and right.
  public var actionSpace: DiscreteActions { DiscreteActions(count: 2) }

  /// Some carts, each at the start of an episode.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  public init(count: Int, seed: UInt64, timeLimit: Int? = 500) {
    ledger = CartPoleDynamics.start(count: count, seed: seed, timeLimit: timeLimit)
  }

  /// Pushes every cart.
  ///
  /// - Parameter actions: 0 or 1 for each cart.
  public mutating func step(_ actions: [Int]) {
    actionSpace.check(actions, count: count, name: CartPoleDynamics.name)
    CartPoleDynamics.step(&ledger, actions)
  }

  /// Starts a new episode everywhere.
  public mutating func reset() { CartPoleDynamics.reset(&ledger) }

  /// The state (x, ẋ, θ, θ̇) of one cart.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: Four numbers.
  public func state(of environment: Int) -> Vector {
    CartPoleDynamics.state(of: environment, ledger)
  }

  /// Puts one cart into a state, at the start of an episode.
  ///
  /// - Parameters:
  ///   - state: (x, ẋ, θ, θ̇), within ±1000.
  ///   - environment: In `0..<count`.
  public mutating func setState(_ state: Vector, of environment: Int) {
    CartPoleDynamics.setState(state, of: environment, &ledger)
  }
}

private enum CartPoleDynamics: LaneDynamics {
  static var name: String { "CartPole" }
  static var stateCount: Int { 4 }
  static var observationCount: Int { 4 }

  static func initialState(using generator: inout RandomStream) -> SIMD4<Double> {
    let first = -0.05 + generator.uniform() * 0.1
    let second = -0.05 + generator.uniform() * 0.1
    let third = -0.05 + generator.uniform() * 0.1
    let fourth = -0.05 + generator.uniform() * 0.1
    return SIMD4(first, second, third, fourth)
  }

  @inline(__always)
  static func observe(_ state: LaneState) -> LaneObservation {
    var shown = LaneObservation()
    shown.first = state.first
    shown.second = state.second
    shown.third = state.third
    shown.fourth = state.fourth
    return shown
  }

  @inline(__always)
  static func step(
    _ state: inout LaneState, _ action: Lanes, isFirst: LaneMask
  ) -> (reward: Lanes, isTerminated: LaneMask) {
    let poleMass = 0.1
    let mass = 0.1 + 1.0
    let poleMoment = 0.1 * 0.5
    let interval = 0.02
    let force = 20 * action - 10
    let angle = LaneSineCosine(state.third)
    let (sine, cosine) = (angle.sine, angle.cosine)
    let spin = state.fourth
    let push = (force + poleMoment * (spin * spin) * sine) / mass
    let spinRate =
      (9.8 * sine - cosine * push) / (0.5 * (4.0 / 3.0 - poleMass * (cosine * cosine) / mass))
    let acceleration = push - poleMoment * spinRate * cosine / mass
    state.first += interval * state.second
    state.second += interval * acceleration
    state.third += interval * state.fourth
    state.fourth += interval * spinRate

    let widest = 12 * 2 * Double.pi / 360
    let isTerminated =
      (state.first .< Lanes(repeating: -2.4)) .| (state.first .> Lanes(repeating: 2.4))
      .| (state.third .< Lanes(repeating: -widest)) .| (state.third .> Lanes(repeating: widest))
    return (Lanes(repeating: 1), isTerminated)
  }
}
