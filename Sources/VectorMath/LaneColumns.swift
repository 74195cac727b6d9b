/// The columns of one row of a tile: one, two or four vectors.
protocol LaneColumns {
  init(at address: UnsafePointer<Float>)

  /// The first numbers from an address, zeros after them; `count` as in ``store(at:first:)``.
  init(at address: UnsafePointer<Float>, first count: Int)

  /// Adds a scalar times some columns, each with one rounding.
  mutating func addProduct(_ scalar: Float, _ factor: Self)

  /// The columns times the derivative of an activation, told by its outputs: 1 − y² for tanh, 1 where
  /// y > 0 and else 0 for ReLU.
  func timesDerivative(of activation: DenseLayer.Activation, outputs: Self) -> Self

  /// Writes the first numbers; `count` fills the last vector or part of it.
  func store(at address: UnsafeMutablePointer<Float>, first count: Int)
}

extension FloatLanes: LaneColumns {
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

struct LanePair: LaneColumns {
  @inline(__always)
  static var zero: LanePair { LanePair(first: .zero, second: .zero) }

  var first: FloatLanes
  var second: FloatLanes

  @inline(__always)
  init(first: FloatLanes, second: FloatLanes) {
    self.first = first
    self.second = second
  }

  @inline(__always)
  init(at address: UnsafePointer<Float>) {
    first = FloatLanes(at: address)
    second = FloatLanes(at: address + FloatLanes.scalarCount)
  }

  @inline(__always)
  init(at address: UnsafePointer<Float>, first count: Int) {
    let width = FloatLanes.scalarCount
    first = FloatLanes(at: address)
    second = FloatLanes(at: address + width, first: count - width)
  }

  @inline(__always)
  mutating func addProduct(_ scalar: Float, _ factor: LanePair) {
    let lanes = FloatLanes(repeating: scalar)
    first = first.addingProduct(lanes, factor.first)
    second = second.addingProduct(lanes, factor.second)
  }

  @inline(__always)
  func timesDerivative(of activation: DenseLayer.Activation, outputs: LanePair) -> LanePair {
    LanePair(
      first: first.timesDerivative(of: activation, outputs: outputs.first),
      second: second.timesDerivative(of: activation, outputs: outputs.second))
  }

  @inline(__always)
  func store(at address: UnsafeMutablePointer<Float>, first count: Int) {
    first.store(at: address)
    second.store(at: address + FloatLanes.scalarCount, first: count - FloatLanes.scalarCount)
  }
}

struct LaneQuad: LaneColumns {
  @inline(__always)
  static var zero: LaneQuad { LaneQuad(low: .zero, high: .zero) }

  var low: LanePair
  var high: LanePair

  @inline(__always)
  init(low: LanePair, high: LanePair) {
    self.low = low
    self.high = high
  }

  @inline(__always)
  init(at address: UnsafePointer<Float>) {
    low = LanePair(at: address)
    high = LanePair(at: address + 2 * FloatLanes.scalarCount)
  }

  @inline(__always)
  init(at address: UnsafePointer<Float>, first count: Int) {
    let width = 2 * FloatLanes.scalarCount
    low = LanePair(at: address)
    high = LanePair(at: address + width, first: count - width)
  }

  @inline(__always)
  mutating func addProduct(_ scalar: Float, _ factor: LaneQuad) {
    low.addProduct(scalar, factor.low)
    high.addProduct(scalar, factor.high)
  }

  @inline(__always)
  func timesDerivative(of activation: DenseLayer.Activation, outputs: LaneQuad) -> LaneQuad {
    LaneQuad(
      low: low.timesDerivative(of: activation, outputs: outputs.low),
      high: high.timesDerivative(of: activation, outputs: outputs.high))
  }

  @inline(__always)
  func store(at address: UnsafeMutablePointer<Float>, first count: Int) {
    let width = 2 * FloatLanes.scalarCount
    low.store(at: address, first: width)
    high.store(at: address + width, first: count - width)
  }
}
