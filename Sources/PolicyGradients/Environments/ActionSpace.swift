public import VectorMath

/// The actions that an environment takes.
public protocol ActionSpace<Action>: Sendable {
  /// An `Int`, or a `Double` where actions are continuous.
  associatedtype Action: Sendable

  /// Whether an environment takes an action.
  ///
  /// - Parameter action: Any.
  /// - Returns: False for actions that would trap.
  func contains(_ action: Action) -> Bool

  /// Draws an action, all equally likely.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: An action that the space contains.
  func sample(using generator: inout RandomStream) -> Action

  /// What is wrong with an action, to follow "the action 7 of environment 3".
  ///
  /// - Parameter action: One that the space does not contain.
  /// - Returns: For example "is outside 0..<2".
  func complaint(about action: Action) -> String
}

/// The actions `0..<count`.
public struct DiscreteActions: ActionSpace, Equatable {
  /// How many actions there are.
  public let count: Int

  /// A space of numbered actions.
  ///
  /// - Parameter count: At least 1.
  public init(count: Int) {
    if count < 1 { fatalError("DiscreteActions: the count \(count) is below 1") }
    self.count = count
  }

  /// Whether an action is in `0..<count`.
  ///
  /// - Parameter action: Any number.
  /// - Returns: True inside the range.
  @inlinable public func contains(_ action: Int) -> Bool {
    UInt(bitPattern: action) < UInt(bitPattern: count)
  }

  /// Draws an action, all equally likely.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: In `0..<count`.
  /// - Randomness: draws one value, rarely more.
  public func sample(using generator: inout RandomStream) -> Int {
    generator.integer(below: count)
  }

  /// What is wrong with an action.
  ///
  /// - Parameter action: One outside the range.
  /// - Returns: The range.
  public func complaint(about action: Int) -> String { "is outside 0..<\(count)" }
}

/// Real actions, one number each, meant to lie in a range.
///
/// Numbers outside are taken too: Gymnasium's environments clip them, and say what they cost.
public struct ContinuousActions: ActionSpace, Equatable {
  /// Where actions have an effect of their own.
  public let range: ClosedRange<Double>

  /// A space of real actions.
  ///
  /// - Parameter range: Finite, not empty.
  public init(_ range: ClosedRange<Double>) {
    let width = range.upperBound - range.lowerBound
    if !(width > 0 && width.isFinite) {
      fatalError("ContinuousActions: the range \(range) is empty or not finite")
    }
    self.range = range
  }

  /// Whether an action is finite.
  ///
  /// - Parameter action: Any number.
  /// - Returns: False for infinities and NaN.
  @inlinable public func contains(_ action: Double) -> Bool { action.isFinite }

  /// Draws an action of the range, uniformly.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: In `range`, below its upper bound.
  /// - Randomness: draws exactly one value.
  public func sample(using generator: inout RandomStream) -> Double {
    generator.uniform(in: range.lowerBound..<range.upperBound)
  }

  /// What is wrong with an action.
  ///
  /// - Parameter action: One that is not finite.
  /// - Returns: That it is not finite.
  public func complaint(about action: Double) -> String { "is not finite" }
}

extension ActionSpace {
  /// Traps unless there is one action an environment and all are taken.
  @inline(__always)
  func check(_ actions: [Action], count: Int, name: @autoclosure () -> String) {
    if actions.count != count {
      fatalError("\(name()).step: \(actions.count) actions for \(count) environments")
    }
    // A count, because a loop that may stop early is not done in vector units.
    let refusedCount = actions.withUnsafeBufferPointer { actions in
      var result = 0
      for action in actions { result &+= contains(action) ? 0 : 1 }
      return result
    }
    if refusedCount != 0 { trap(actions, name: name()) }
  }

  @inline(never)
  private func trap(_ actions: [Action], name: String) {
    for (index, action) in actions.enumerated() where !contains(action) {
      fatalError(
        "\(name).step: the action \(action) of environment \(index) \(complaint(about: action))")
    }
  }
}
