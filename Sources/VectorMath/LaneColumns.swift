/// The columns of one row of a tile: one vector or two.
protocol LaneColumns {
  init(at address: UnsafePointer<Float>)

  /// The first numbers from an address, zeros after them; `count` as in ``store(at:first:)``.
  init(at address: UnsafePointer<Float>, first count: Int)

  /// Adds a scalar times some columns, each with one rounding.
  mutating func addProduct(_ scalar: Float, _ factor: Self)

  /// Writes the first numbers; `count` fills the last vector or part of it.
  func store(at address: UnsafeMutablePointer<Float>, first count: Int)
}

extension FloatLanes: LaneColumns {
  @inline(__always)
  mutating func addProduct(_ scalar: Float, _ factor: FloatLanes) {
    self = addingProduct(FloatLanes(repeating: scalar), factor)
  }
}

struct LanePair: LaneColumns {
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
  func store(at address: UnsafeMutablePointer<Float>, first count: Int) {
    first.store(at: address)
    second.store(at: address + FloatLanes.scalarCount, first: count - FloatLanes.scalarCount)
  }
}
