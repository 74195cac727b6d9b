public import VectorMath

/// A number for every state and action and, where a problem has a horizon, for every step: Q or A.
public struct ActionValues: Equatable, Sendable {
  /// How many states there are, S.
  public let stateCount: Int

  /// How many actions there are, A.
  public let actionCount: Int

  /// Whether the numbers are the same at every step.
  public let isStationary: Bool

  /// One row of S·A numbers a step; a single row when the numbers do not depend on time.
  var numbers: [Double]

  /// Numbers that do not depend on time.
  ///
  /// - Parameter values: One vector a state, one number an action; shape `[S][A]`.
  public init(_ values: [Vector]) {
    guard let first = values.first else { fatalError("ActionValues: there are no states") }
    for (state, row) in values.enumerated() where row.count != first.count {
      fatalError("ActionValues: state \(state) has \(row.count) actions, state 0 \(first.count)")
    }
    self.init(
      stateCount: values.count, actionCount: first.count, isStationary: true,
      numbers: values.flatMap { Array($0) })
  }

  init(stateCount: Int, actionCount: Int, isStationary: Bool, numbers: [Double]) {
    if actionCount == 0 { fatalError("ActionValues: there are no actions") }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      let (row, action) = index.quotientAndRemainder(dividingBy: actionCount)
      fatalError(
        "ActionValues: the value of action \(action) at state \(row % stateCount), step "
          + "\(row / stateCount), is \(numbers[index])")
    }
    self.stateCount = stateCount
    self.isStationary = isStationary
    self.actionCount = actionCount
    self.numbers = numbers
  }

  /// For how many steps there are numbers: T, or 1.
  public var stepCount: Int { numbers.count / (stateCount * actionCount) }

  /// The number of an action in a state at a step.
  ///
  /// - Parameters:
  ///   - action: In `0..<actionCount`.
  ///   - state: In `0..<stateCount`.
  ///   - step: t, at least 0.
  /// - Returns: 0 from the horizon on.
  public func value(of action: Int, at state: Int, step: Int = 0) -> Double {
    if !(0..<stateCount).contains(state) { trapOnState(state, count: stateCount) }
    if !(0..<actionCount).contains(action) { trapOnAction(action, count: actionCount) }
    let row = state * actionCount + action
    if isStationary { return numbers[row] }
    let index = step * stateCount * actionCount + row
    return index < numbers.count ? numbers[index] : 0
  }

  /// All actions' numbers in a state at a step.
  ///
  /// - Parameters:
  ///   - state: In `0..<stateCount`.
  ///   - step: t, at least 0.
  /// - Returns: Shape `[A]`.
  public func row(at state: Int, step: Int = 0) -> Vector {
    Vector((0..<actionCount).map { value(of: $0, at: state, step: step) })
  }

  /// These action values less a state's number: advantages, if Q and V.
  func subtracting(_ values: StateValues) -> ActionValues {
    var result = self
    for index in numbers.indices { result.numbers[index] -= values.numbers[index / actionCount] }
    return result
  }

  func check(fits problem: MarkovDecisionProcess, _ name: String) {
    if stateCount != problem.stateCount || actionCount != problem.actionCount {
      fatalError(
        "\(name): values of \(stateCount) states and \(actionCount) actions, the problem has "
          + "\(problem.stateCount) and \(problem.actionCount)")
    }
  }
}

extension ActionValues: CustomStringConvertible {
  /// One line a step and state, with five significant digits.
  public var description: String {
    (0..<stepCount).flatMap { step in
      (0..<stateCount).map { row(at: $0, step: step).description }
    }.joined(separator: "\n")
  }
}
