/// Eight numbers, one an environment.
typealias Lanes = SIMD8<Double>

/// One truth value a lane.
typealias LaneMask = SIMDMask<SIMD8<Int64>>

/// What can be put into a lane of actions.
protocol LaneAction {
  var lane: Double { get }
  /// Eight actions that follow each other in memory.
  static func lanes(_ start: UnsafePointer<Self>) -> Lanes
}

extension Double: LaneAction {
  var lane: Double { self }

  @inline(__always)
  static func lanes(_ start: UnsafePointer<Double>) -> Lanes {
    UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
  }
}

extension Int: LaneAction {
  var lane: Double { Double(self) }

  /// Numbers in `0..<2⁵²`, made the last bits of numbers from 2⁵² on.
  @inline(__always)
  static func lanes(_ start: UnsafePointer<Int>) -> Lanes {
    let bits = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt64>.self)
    let shifted = bits | SIMD8(repeating: (0x1p52).bitPattern)
    return unsafeBitCast(shifted, to: Lanes.self) - 0x1p52
  }
}

extension SIMDMask<SIMD8<Int64>> {
  /// The truth values as eight bits, lane 0 the lowest.
  @inline(__always)
  var bits: UInt64 {
    let weights = SIMD8<UInt64>(1, 2, 4, 8, 16, 32, 64, 128)
    let parts = unsafeBitCast(self, to: SIMD8<UInt64>.self) & weights
    let half = parts.lowHalf | parts.highHalf
    let quarter = half.lowHalf | half.highHalf
    return quarter[0] | quarter[1]
  }
}

extension Lanes {
  /// Brought into a range.
  @inline(__always)
  func limited(_ low: Double, _ high: Double) -> Lanes {
    let (low, high) = (Lanes(repeating: low), Lanes(repeating: high))
    let raised = replacing(with: low, where: self .< low)
    return raised.replacing(with: high, where: raised .> high)
  }

  /// The nearest 32-bit numbers; written out, which becomes one instruction.
  @inline(__always)
  var singles: SIMD8<Float> {
    SIMD8<Float>(
      Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3]), Float(self[4]),
      Float(self[5]), Float(self[6]), Float(self[7]))
  }

  /// Numbers of 32 bits; written out, which becomes one instruction.
  @inline(__always)
  init(_ singles: SIMD8<Float>) {
    self.init(
      Double(singles[0]), Double(singles[1]), Double(singles[2]), Double(singles[3]),
      Double(singles[4]), Double(singles[5]), Double(singles[6]), Double(singles[7]))
  }
}

extension UnsafeMutablePointer<Double> {
  @inline(__always)
  func lanes(_ index: Int) -> Lanes {
    UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  func store(_ value: Lanes, _ index: Int) {
    UnsafeMutableRawPointer(self + index).storeBytes(of: value, as: Lanes.self)
  }
}
