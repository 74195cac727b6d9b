import VectorMath

/// Draws actions from distributions that stand row by row.
///
/// Actions are kept as `Float`: an action's number, or what was drawn before it is squashed or clipped.
protocol RowSampler<Action>: AnyObject {
  associatedtype Action: Sendable

  /// Draws what actions of several steps have in common; called before those of a step of a rollout
  /// are drawn.
  func explore(step: Int, rowCount: Int, using random: inout RandomStream)

  /// Draws from a row; returns the action and its log probability.
  func sample(_ row: Int, using random: inout RandomStream) -> (
    action: Float, logProbability: Float
  )

  /// Draws from all rows in order; receives what ``sample(_:using:)`` returns.
  func sample(
    rowCount: Int, using random: inout RandomStream, actions: UnsafeMutablePointer<Float>,
    logProbabilities: UnsafeMutablePointer<Float>)

  /// The most probable action of a row.
  func mode(_ row: Int) -> Float

  /// What the environment is given for an action.
  func action(_ action: Float) -> Action

  /// Replaces what the environments were given by what they are given for these actions.
  func write(_ actions: UnsafePointer<Float>, rowCount: Int, into given: inout [Action])
}

extension RowSampler {
  /// Actions have nothing in common.
  func explore(step: Int, rowCount: Int, using random: inout RandomStream) {}

  func sample(
    rowCount: Int, using random: inout RandomStream, actions: UnsafeMutablePointer<Float>,
    logProbabilities: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      (actions[row], logProbabilities[row]) = sample(row, using: &random)
    }
  }

  func write(_ actions: UnsafePointer<Float>, rowCount: Int, into given: inout [Action]) {
    given.removeAll(keepingCapacity: true)
    for row in 0..<rowCount { given.append(action(actions[row])) }
  }
}
