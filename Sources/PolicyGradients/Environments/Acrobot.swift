public import VectorMath

/// Two linked rods that hang, with a motor at the joint between them, to be swung up: `Acrobot-v1`.
///
/// The state is (θ₁, θ₂, θ̇₁, θ̇₂): the first rod's angle from hanging down and the second's from
/// the first, in radians. The observation is (cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂) as 32-bit
/// numbers. Actions: torque −1, 0 or 1 for 0, 1 or 2. Rods have length 1, mass 1 in their middle
/// and moment of inertia 1; with g = 9.8 and τ the torque:
///
///     d₁ = ¼ + (1¼ + cos θ₂) + 2,    d₂ = 1¼ + ½ cos θ₂,    φ₂ = ½ g cos(θ₁ + θ₂ − π/2)
///     φ₁ = −½ θ̇₂² sin θ₂ − θ̇₂ θ̇₁ sin θ₂ + 1½ g cos(θ₁ − π/2) + φ₂
///     θ̈₂ = (τ + d₂/d₁ φ₁ − ½ θ̇₁² sin θ₂ − φ₂) / (1¼ − d₂²/d₁),    θ̈₁ = −(d₂ θ̈₂ + φ₁) / d₁
///
/// (the book's form), integrated over 0.2 s by one Runge–Kutta step of order 4. Then angles are
/// brought into ±π and speeds clipped to ±4π and ±9π. An episode is terminated when the tip is
/// higher than 1 above the support, −cos θ₁ − cos(θ₁ + θ₂) > 1; that step earns 0, every other −1.
/// Episodes start uniform in ±0.1 in all four numbers, as 32-bit numbers. The time limit is 500.
///
/// - SeeAlso: Sutton 1996, "Generalization in reinforcement learning"; Sutton and Barto 2018,
///   section 11.3; Gymnasium 1.4, `Acrobot-v1`.
public struct Acrobot: EnvironmentBatch {
  /// What the environments tell.
  public var ledger: EpisodeLedger

  /// Torque −1, 0 and 1.
  public var actionSpace: DiscreteActions { DiscreteActions(count: 3) }

  /// Some acrobots, each at the start of an episode.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  public init(count: Int, seed: UInt64, timeLimit: Int? = 500) {
    ledger = AcrobotDynamics.start(count: count, seed: seed, timeLimit: timeLimit)
  }

  /// Takes one action everywhere.
  ///
  /// - Parameter actions: 0, 1 or 2 for each acrobot.
  public mutating func step(_ actions: [Int]) {
    actionSpace.check(actions, count: count, name: AcrobotDynamics.name)
    AcrobotDynamics.step(&ledger, actions)
  }

  /// Starts a new episode everywhere.
  public mutating func reset() { AcrobotDynamics.reset(&ledger) }

  /// The state (θ₁, θ₂, θ̇₁, θ̇₂) of one acrobot.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: Four numbers.
  public func state(of environment: Int) -> Vector {
    AcrobotDynamics.state(of: environment, ledger)
  }

  /// Puts one acrobot into a state, at the start of an episode.
  ///
  /// - Parameters:
  ///   - state: (θ₁, θ₂, θ̇₁, θ̇₂), within ±1000.
  ///   - environment: In `0..<count`.
  public mutating func setState(_ state: Vector, of environment: Int) {
    AcrobotDynamics.setState(state, of: environment, &ledger)
  }
}

private enum AcrobotDynamics: LaneDynamics {
  static var name: String { "Acrobot" }
  static var stateCount: Int { 4 }
  static var observationCount: Int { 6 }

  static func initialState(using generator: inout RandomStream) -> SIMD4<Double> {
    var state = SIMD4<Double>.zero
    for index in 0..<4 { state[index] = Double(Float(-0.1 + generator.uniform() * 0.2)) }
    return state
  }

  @inline(__always)
  static func observe(_ state: LaneState) -> LaneObservation {
    let (upper, lower) = (LaneSineCosine(state.first), LaneSineCosine(state.second))
    var shown = LaneObservation()
    shown.first = upper.cosine
    shown.second = upper.sine
    shown.third = lower.cosine
    shown.fourth = lower.sine
    shown.fifth = state.third
    shown.sixth = state.fourth
    return shown
  }

  @inline(__always)
  static func step(
    _ state: inout LaneState, _ action: Lanes, isFirst: LaneMask
  ) -> (reward: Lanes, isTerminated: LaneMask) {
    let torque = action - 1
    let interval = 0.2
    let rate1 = rate(state, torque)
    let rate2 = rate(moved(state, rate1, by: interval / 2), torque)
    let rate3 = rate(moved(state, rate2, by: interval / 2), torque)
    let rate4 = rate(moved(state, rate3, by: interval), torque)
    let sixth = interval / 6
    state.first = wrapped(
      state.first + sixth * sum(rate1.first, rate2.first, rate3.first, rate4.first))
    state.second = wrapped(
      state.second + sixth * sum(rate1.second, rate2.second, rate3.second, rate4.second))
    state.third = (state.third + sixth * sum(rate1.third, rate2.third, rate3.third, rate4.third))
      .limited(-4 * Double.pi, 4 * Double.pi)
    state.fourth =
      (state.fourth + sixth * sum(rate1.fourth, rate2.fourth, rate3.fourth, rate4.fourth))
      .limited(-9 * Double.pi, 9 * Double.pi)
    let height =
      -LaneSineCosine(state.first).cosine - LaneSineCosine(state.second + state.first).cosine
    let isUp = height .> Lanes(repeating: 1)
    return (Lanes(repeating: -1).replacing(with: Lanes.zero, where: isUp), isUp)
  }

  /// The derivative of a state.
  @inline(never)
  private static func rate(_ state: LaneState, _ torque: Lanes) -> LaneState {
    let (speed1, speed2) = (state.third, state.fourth)
    let joint = LaneSineCosine(state.second)
    let quarter = Double.pi / 2
    let inertia1 = 0.25 + (1.25 + joint.cosine) + 1 + 1
    let inertia2 = 0.25 + 0.5 * joint.cosine + 1
    let load2 = 4.9 * LaneSineCosine(state.first + state.second - quarter).cosine
    let load1 =
      -0.5 * (speed2 * speed2) * joint.sine - speed2 * speed1 * joint.sine
      + 1.5 * 9.8 * LaneSineCosine(state.first - quarter).cosine + load2
    let ratio = inertia2 / inertia1
    let numerator = torque + ratio * load1 - 0.5 * (speed1 * speed1) * joint.sine - load2
    var result = LaneState()
    result.first = speed1
    result.second = speed2
    result.fourth = numerator / (1.25 - inertia2 * inertia2 / inertia1)
    result.third = -(inertia2 * result.fourth + load1) / inertia1
    return result
  }

  @inline(__always)
  private static func sum(_ first: Lanes, _ second: Lanes, _ third: Lanes, _ fourth: Lanes) -> Lanes
  {
    first + 2 * second + 2 * third + fourth
  }

  @inline(__always)
  private static func moved(_ state: LaneState, _ rate: LaneState, by time: Double) -> LaneState {
    var result = LaneState()
    result.first = state.first + time * rate.first
    result.second = state.second + time * rate.second
    result.third = state.third + time * rate.third
    result.fourth = state.fourth + time * rate.fourth
    return result
  }

  /// Brought into ±π, one turn after another.
  @inline(__always)
  private static func wrapped(_ angle: Lanes) -> Lanes {
    var angle = angle
    let (half, turn) = (Lanes(repeating: Double.pi), 2 * Double.pi)
    while (angle .> half).bits != 0 { angle.replace(with: angle - turn, where: angle .> half) }
    while (angle .< -half).bits != 0 { angle.replace(with: angle + turn, where: angle .< -half) }
    return angle
  }
}
