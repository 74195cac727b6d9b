import VectorMath

/// How actions of a policy of one's own are kept as `Float`.
struct PolicyActions<Action: Sendable>: Sendable {
  /// How many numbered actions there are; nil if they are continuous.
  let count: Int?
  /// All numbered actions, or real ones that divide a range evenly.
  let candidates: [Action]
  let kept: @Sendable (Action) -> Float
  let action: @Sendable (Float) -> Action
}

extension PolicyActions where Action == Int {
  init(numbered count: Int) {
    self.init(
      count: count, candidates: Array(0..<count), kept: { Float($0) }, action: { Int($0) })
  }
}

extension PolicyActions where Action == Double {
  init(within range: ClosedRange<Double>) {
    let width = range.upperBound - range.lowerBound
    self.init(
      count: nil, candidates: (0...1000).map { range.lowerBound + width * Double($0) / 1000 },
      kept: { Float($0) }, action: { Double($0) })
  }
}
