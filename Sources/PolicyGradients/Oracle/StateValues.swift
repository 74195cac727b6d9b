public import VectorMath

/// A number for every state and, where a problem has a horizon, for every step: V, or a baseline.
public struct StateValues: Equatable, Sendable {
  /// How many states there are, S.
  public let stateCount: Int

  /// Whether the numbers are the same at every step.
  public let isStationary: Bool

  /// One row of S numbers a step; a single row when the numbers do not depend on time.
  @usableFromInline var numbers: [Double]

  /// Numbers that do not depend on time.
  ///
  /// - Parameter values: One a state; shape `[S]`.
  public init(_ values: Vector) {
    self.init(stateCount: values.count, isStationary: true, numbers: Array(values))
  }

  /// Numbers that depend on time.
  ///
  /// - Parameter steps: One vector a step; shape `[T][S]`, at least one row. After the last row the
  ///   numbers are 0.
  public init(steps: [Vector]) {
    guard let first = steps.first else { fatalError("StateValues: there are no steps") }
    for (step, row) in steps.enumerated() where row.count != first.count {
      fatalError(
        "StateValues: step \(step) has \(row.count) values, step 0 has \(first.count)")
    }
    self.init(
      stateCount: first.count, isStationary: false, numbers: steps.flatMap { Array($0) })
  }

  init(stateCount: Int, isStationary: Bool, numbers: [Double]) {
    if stateCount == 0 { fatalError("StateValues: there are no states") }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      fatalError(
        "StateValues: the value of state \(index % stateCount) at step \(index / stateCount) is "
          + "\(numbers[index])")
    }
    self.stateCount = stateCount
    self.isStationary = isStationary
    self.numbers = numbers
  }

  /// For how many steps there are numbers: T, or 1.
  public var stepCount: Int { numbers.count / stateCount }

  /// The number of a state at a step.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - step: t, at least 0.
  /// - Returns: 0 from the horizon on.
  @inlinable public func value(at state: Int, step: Int = 0) -> Double {
    if UInt(bitPattern: state) >= UInt(bitPattern: stateCount) {
      trapOnState(state, count: stateCount)
    }
    if isStationary { return numbers[state] }
    let index = step * stateCount + state
    return index < numbers.count ? numbers[index] : 0
  }

  /// All states' numbers at a step.
  ///
  /// - Parameter step: t, at least 0.
  /// - Returns: Shape `[S]`.
  public func row(_ step: Int = 0) -> Vector {
    Vector((0..<stateCount).map { value(at: $0, step: step) })
  }

  /// Adds numbers to every step's row: a critic that is wrong by these.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - errors: One a state; shape `[S]`.
  /// - Returns: As many steps.
  public static func + (values: StateValues, errors: Vector) -> StateValues {
    if errors.count != values.stateCount {
      fatalError("StateValues: \(errors.count) errors for \(values.stateCount) states")
    }
    var result = values
    for index in result.numbers.indices { result.numbers[index] += errors[index % errors.count] }
    return result
  }

  /// The numbers times a factor.
  ///
  /// - Parameters:
  ///   - scale: The factor.
  ///   - values: The values.
  /// - Returns: As many steps.
  public static func * (scale: Double, values: StateValues) -> StateValues {
    var result = values
    for index in result.numbers.indices { result.numbers[index] *= scale }
    return result
  }

  /// The value that follows an episode's last step.
  ///
  /// - Parameter episode: The episode, ended or cut.
  /// - Returns: 0 after an end, the final state's value after a cut.
  public func bootstrapValue(of episode: LimitedEpisode) -> Double {
    episode.status.bootstrapValue(
      running: value(at: episode.finalState, step: episode.length),
      truncated: { value(at: $0, step: episode.length) })
  }

  func check(fits stateCount: Int, _ name: String) {
    if self.stateCount != stateCount {
      fatalError("\(name): values of \(self.stateCount) states, the problem has \(stateCount)")
    }
  }
}

extension StateValues: CustomStringConvertible {
  /// One line a step, with five significant digits.
  public var description: String {
    (0..<stepCount).map { row($0).description }.joined(separator: "\n")
  }
}
