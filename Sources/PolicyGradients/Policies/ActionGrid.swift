/// A range of real actions cut into bins of equal width, so that a softmax can choose among them.
///
///     let grid = ActionGrid(-2...2, count: 5)
///     let action = grid[policy.sample(using: &random)]
///
/// Unlike a normal policy, a softmax over bins can prefer two distant actions at once.
public struct ActionGrid: Equatable, Sendable {
  /// The range of actions.
  public let range: ClosedRange<Double>

  /// How many bins there are.
  public let count: Int

  /// A grid.
  ///
  /// - Parameters:
  ///   - range: Finite, not empty.
  ///   - count: At least 1.
  public init(_ range: ClosedRange<Double>, count: Int) {
    let width = range.upperBound - range.lowerBound
    if count < 1 || !(width > 0 && width.isFinite) {
      fatalError("ActionGrid: \(count) bins of the range \(range)")
    }
    self.range = range
    self.count = count
  }

  /// The width of a bin.
  public var width: Double { (range.upperBound - range.lowerBound) / Double(count) }

  /// The middle of a bin.
  ///
  /// - Parameter bin: In `0..<count`.
  public subscript(bin: Int) -> Double {
    if !(0..<count).contains(bin) { trapOnAction(bin, count: count) }
    return range.lowerBound + (Double(bin) + 0.5) * width
  }

  /// The bin that holds an action; the nearest for actions outside the range.
  ///
  /// - Parameter action: A number.
  /// - Returns: In `0..<count`.
  public func bin(of action: Double) -> Int {
    if action.isNaN { fatalError("ActionGrid.bin: the action is NaN") }
    let position = ((action - range.lowerBound) / width).rounded(.down)
    return Int(min(max(position, 0), Double(count - 1)))
  }

  /// The middles of all bins, in order.
  public var actions: [Double] { (0..<count).map { self[$0] } }
}
