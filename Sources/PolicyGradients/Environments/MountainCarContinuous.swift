public import VectorMath

/// The car in the valley with a pedal in place of a switch: `MountainCarContinuous-v0`.
///
/// The state is (x, ẋ); the observation is the same. The action is a force f, clipped to ±1:
///
///     ẋ ← clip(ẋ + 0.0015 f − 0.0025 cos 3x, ±0.07),    x ← clip(x + ẋ, −1.2, 0.6)
///
/// and a car that hits the left end stops. A step costs 0.1 a² of the action a *before* clipping,
/// and earns 100 when the car arrives: x ≥ 0.45 with ẋ ≥ 0, which terminates the episode. Episodes
/// start at rest, x uniform in −0.6 … −0.4. The time limit is 999.
///
/// Gymnasium stores this state as 32-bit numbers after each step, and NumPy then computes in 32
/// bits wherever only Python's own numbers meet them: when the force was clipped, for the new
/// speed, and when that was clipped, for the new place. So does this, for 64-bit actions.
///
/// - SeeAlso: Moore 1990, "Efficient memory-based learning for robot control"; Gymnasium 1.4,
///   `MountainCarContinuous-v0`; NumPy enhancement proposal 50.
public struct MountainCarContinuous: EnvironmentBatch {
  /// What the environments tell.
  public var ledger: EpisodeLedger

  /// The force, at most 1 in magnitude.
  public var actionSpace: ContinuousActions { ContinuousActions(-1...1) }

  /// Some cars, each at the start of an episode.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - seed: Decides all that is random.
  ///   - timeLimit: After how many steps an episode is cut; `nil` for never.
  public init(count: Int, seed: UInt64, timeLimit: Int? = 999) {
    ledger = MountainCarContinuousDynamics.start(count: count, seed: seed, timeLimit: timeLimit)
  }

  /// Takes one action everywhere.
  ///
  /// - Parameter actions: The forces, finite; clipped to ±1, but paid for as given.
  public mutating func step(_ actions: [Double]) {
    actionSpace.check(actions, count: count, name: MountainCarContinuousDynamics.name)
    MountainCarContinuousDynamics.step(&ledger, actions)
  }

  /// Starts a new episode everywhere.
  public mutating func reset() { MountainCarContinuousDynamics.reset(&ledger) }

  /// The state (x, ẋ) of one car.
  ///
  /// - Parameter environment: In `0..<count`.
  /// - Returns: Two numbers.
  public func state(of environment: Int) -> Vector {
    MountainCarContinuousDynamics.state(of: environment, ledger)
  }

  /// Puts one car into a state, at the start of an episode.
  ///
  /// - Parameters:
  ///   - state: (x, ẋ), within ±1000.
  ///   - environment: In `0..<count`.
  public mutating func setState(_ state: Vector, of environment: Int) {
    MountainCarContinuousDynamics.setState(state, of: environment, &ledger)
  }
}

private enum MountainCarContinuousDynamics: LaneDynamics {
  static var name: String { "MountainCarContinuous" }
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
    // The state is 32 bits wide from the second step of an episode on.
    let isNarrow = .!isFirst
    let force = action.limited(-1, 1)
    let isClipped = isNarrow .& (force .!= action)
    let tripled = (3 * state.first).replacing(with: narrow(3 * state.first), where: isNarrow)
    let push = force * 0.0015 - 0.0025 * LaneSineCosine(tripled).cosine
    var speed = (state.second + push)
      .replacing(with: narrow(state.second + narrow(push)), where: isClipped)

    let fastest = Lanes(repeating: 0.07)
    let limit = fastest.replacing(with: narrow(fastest), where: isClipped)
    let isFast = (speed .> limit) .| (speed .< -limit)
    speed.replace(with: fastest, where: speed .> limit)
    speed.replace(with: -fastest, where: speed .< -limit)

    // From here on `isSingle` says where the place is a 32-bit number.
    let isSingle = isNarrow .& (isClipped .| isFast)
    func bound(_ value: Double) -> Lanes {
      let wide = Lanes(repeating: value)
      return wide.replacing(with: narrow(wide), where: isSingle)
    }
    var place = (state.first + speed)
      .replacing(with: narrow(state.first + narrow(speed)), where: isSingle)
    place.replace(with: bound(-1.2), where: place .< bound(-1.2))
    place.replace(with: bound(0.6), where: place .> bound(0.6))
    speed.replace(with: Lanes.zero, where: (place .== bound(-1.2)) .& (speed .< Lanes.zero))
    let arrives = (place .>= bound(0.45)) .& (speed .>= Lanes.zero)
    state.first = narrow(place)
    state.second = narrow(speed)
    let prize = Lanes.zero.replacing(with: Lanes(repeating: 100), where: arrives)
    return (prize - action * action * 0.1, arrives)
  }

  /// The nearest 32-bit numbers.
  @inline(__always)
  private static func narrow(_ value: Lanes) -> Lanes { Lanes(value.singles) }
}
