/// The columns of one row of a tile: one, two or four vectors.
protocol LaneColumns {
  static var zero: Self { get }

  /// How many columns there are.
  static var laneCount: Int { get }

  init(at address: UnsafePointer<Float>)

  /// The first numbers from an address, zeros after them; `count` as in ``store(at:first:)``.
  init(at address: UnsafePointer<Float>, first count: Int)

  /// Adds a scalar times some columns, each with one rounding.
  mutating func addProduct(_ scalar: Float, _ factor: Self)

  /// The columns times the derivative of an activation, told by its outputs: 1 − y² for tanh, 1 where
  /// y > 0 and else 0 for ReLU.
  func timesDerivative(of activation: DenseLayer.Activation, outputs: Self) -> Self

  /// Writes the first numbers; `count` fills the last vector or, of one or two, part of it.
  func store(at address: UnsafeMutablePointer<Float>, first count: Int)
}

extension FloatLanes: LaneColumns {
  @inline(__always)
  static var laneCount: Int { scalarCount }

  @inline(__always)
  mutating func addProduct(_ scalar: Float, _ factor: FloatLanes) {
    self = addingProduct(FloatLanes(repeating: scalar), factor)
  }

  @inline(__always)
  func timesDerivative(
    of activation: DenseLayer.Activation, outputs: FloatLanes
  ) -> FloatLanes {
    switch activation {
    case .none: self
    case .tanh: self * FloatLanes(repeating: 1).addingProduct(outputs, outputs * -1)
    case .relu: replacing(~outputs.exceeds(0), by: 0)
    }
  }
}

/// Columns and as many after them.
struct LaneTwins<Half: LaneColumns>: LaneColumns {
  @inline(__always)
  static var zero: LaneTwins { LaneTwins(first: .zero, second: .zero) }

  @inline(__always)
  static var laneCount: Int { 2 * Half.laneCount }

  var first: Half
  var second: Half

  @inline(__always)
  init(first: Half, second: Half) {
    self.first = first
    self.second = second
  }

  @inline(__always)
  init(at address: UnsafePointer<Float>) {
    first = Half(at: address)
    second = Half(at: address + Half.laneCount)
  }

  @inline(__always)
  init(at address: UnsafePointer<Float>, first count: Int) {
    first = Half(at: address)
    second = Half(at: address + Half.laneCount, first: LaneTwins.secondCount(count))
  }

  /// How many of the second half's columns count: four vectors are never cut.
  @inline(__always)
  private static func secondCount(_ count: Int) -> Int {
    Half.laneCount > FloatLanes.scalarCount ? Half.laneCount : count - Half.laneCount
  }

  @inline(__always)
  mutating func addProduct(_ scalar: Float, _ factor: LaneTwins) {
    first.addProduct(scalar, factor.first)
    second.addProduct(scalar, factor.second)
  }

  @inline(__always)
  func timesDerivative(of activation: DenseLayer.Activation, outputs: LaneTwins) -> LaneTwins {
    LaneTwins(
      first: first.timesDerivative(of: activation, outputs: outputs.first),
      second: second.timesDerivative(of: activation, outputs: outputs.second))
  }

  @inline(__always)
  func store(at address: UnsafeMutablePointer<Float>, first count: Int) {
    first.store(at: address, first: Half.laneCount)
    second.store(at: address + Half.laneCount, first: LaneTwins.secondCount(count))
  }
}

typealias LanePair = LaneTwins<FloatLanes>
typealias LaneQuad = LaneTwins<LanePair>
