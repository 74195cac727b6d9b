extension Vector {
  @usableFromInline typealias Pair = SIMD2<Double>

  /// Applies an operation to every component; inline vectors compute all eight lanes.
  @inlinable @inline(__always)
  func mapped(_ transform: (Pair) -> Pair) -> Vector {
    if count > 8 { return Vector.mappedOutOfLine(overflow, transform) }
    return Vector(
      count: count,
      lanes: EightLanes(
        transform(lanes.pair0), transform(lanes.pair1), transform(lanes.pair2),
        transform(lanes.pair3)))
  }

  /// Combines the components of two vectors of equal counts.
  @inlinable @inline(__always)
  func combined(
    _ operation: StaticString, with other: Vector, _ transform: (Pair, Pair) -> Pair
  ) -> Vector {
    if count != other.count { Vector.trap(operation, count, other.count) }
    if count > 8 { return Vector.combinedOutOfLine(overflow, other.overflow, transform) }
    return Vector(
      count: count,
      lanes: EightLanes(
        transform(lanes.pair0, other.lanes.pair0), transform(lanes.pair1, other.lanes.pair1),
        transform(lanes.pair2, other.lanes.pair2), transform(lanes.pair3, other.lanes.pair3)))
  }

  // Long vectors stay out of line, so that the code of short ones is small enough to be inlined.
  // These take the array, not `self`: taking the address of a vector would force it into memory.
  @usableFromInline @inline(never)
  static func mappedOutOfLine(_ components: [Double]?, _ transform: (Pair) -> Pair) -> Vector {
    Vector((components ?? []).map { transform(Pair($0, 0))[0] })
  }

  @usableFromInline @inline(never)
  static func combinedOutOfLine(
    _ left: [Double]?, _ right: [Double]?, _ transform: (Pair, Pair) -> Pair
  ) -> Vector {
    Vector(zip(left ?? [], right ?? []).map { transform(Pair($0, 0), Pair($1, 0))[0] })
  }

  @usableFromInline @inline(never)
  static func dotOutOfLine(_ left: [Double]?, _ right: [Double]?) -> Double {
    zip(left ?? [], right ?? []).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @usableFromInline @inline(never)
  static func sumOutOfLine(_ components: [Double]?) -> Double {
    (components ?? []).reduce(0, +)
  }

  /// The sum, component by component.
  ///
  /// - Parameters:
  ///   - left: One vector.
  ///   - right: The other, of the same count.
  /// - Returns: A vector of that count.
  @inlinable @inline(__always)
  public static func + (left: Vector, right: Vector) -> Vector {
    left.combined("+", with: right) { $0 + $1 }
  }

  /// The difference, component by component.
  ///
  /// - Parameters:
  ///   - left: What is subtracted from.
  ///   - right: What is subtracted, of the same count.
  /// - Returns: A vector of that count.
  @inlinable @inline(__always)
  public static func - (left: Vector, right: Vector) -> Vector {
    left.combined("-", with: right) { $0 - $1 }
  }

  /// The vector of opposite direction.
  ///
  /// - Parameter vector: Any vector.
  /// - Returns: Every component with its sign changed.
  @inlinable @inline(__always)
  public static prefix func - (vector: Vector) -> Vector {
    vector.mapped { -$0 }
  }

  /// The vector scaled by a number.
  ///
  /// - Parameters:
  ///   - scale: The factor.
  ///   - vector: What is scaled.
  /// - Returns: Every component times `scale`.
  @inlinable @inline(__always)
  public static func * (scale: Double, vector: Vector) -> Vector {
    vector.mapped { scale * $0 }
  }

  /// The vector scaled by a number.
  ///
  /// - Parameters:
  ///   - vector: What is scaled.
  ///   - scale: The factor.
  /// - Returns: Every component times `scale`.
  @inlinable @inline(__always)
  public static func * (vector: Vector, scale: Double) -> Vector {
    vector.mapped { $0 * scale }
  }

  /// The vector divided by a number.
  ///
  /// - Parameters:
  ///   - vector: What is divided.
  ///   - divisor: The divisor.
  /// - Returns: Every component divided by `divisor`.
  @inlinable @inline(__always)
  public static func / (vector: Vector, divisor: Double) -> Vector {
    vector.mapped { $0 / divisor }
  }

  /// Adds a vector of the same count in place.
  ///
  /// - Parameters:
  ///   - left: The vector that changes.
  ///   - right: What is added.
  @inlinable @inline(__always)
  public static func += (left: inout Vector, right: Vector) {
    left = left + right
  }

  /// Subtracts a vector of the same count in place.
  ///
  /// - Parameters:
  ///   - left: The vector that changes.
  ///   - right: What is subtracted.
  @inlinable @inline(__always)
  public static func -= (left: inout Vector, right: Vector) {
    left = left - right
  }

  /// Scales in place.
  ///
  /// - Parameters:
  ///   - vector: The vector that changes.
  ///   - scale: The factor.
  @inlinable @inline(__always)
  public static func *= (vector: inout Vector, scale: Double) {
    vector = vector * scale
  }

  /// Divides in place.
  ///
  /// - Parameters:
  ///   - vector: The vector that changes.
  ///   - divisor: The divisor.
  @inlinable @inline(__always)
  public static func /= (vector: inout Vector, divisor: Double) {
    vector = vector / divisor
  }

  /// The inner product `Σ_i a[i] · b[i]`, summed from first to last.
  ///
  /// - Parameter other: A vector of the same count.
  /// - Returns: The sum of the products.
  @inlinable @inline(__always)
  public func dot(_ other: Vector) -> Double {
    if count != other.count { Vector.trap("dot", count, other.count) }
    if count > 8 { return Vector.dotOutOfLine(overflow, other.overflow) }
    return (lanes * other.lanes).sum(first: count)
  }

  /// The sum of the components, from first to last; 0 for none.
  @inlinable public var sum: Double {
    if count > 8 { return Vector.sumOutOfLine(overflow) }
    return lanes.sum(first: count)
  }

  /// The squared Euclidean length `Σ_i a[i]²`.
  @inlinable public var squaredNorm: Double { dot(self) }

  /// The Euclidean length `√(Σ_i a[i]²)`; infinite when the squares overflow.
  @inlinable public var norm: Double { squaredNorm.squareRoot() }

  /// Whether every component differs by at most a tolerance.
  ///
  /// - Parameters:
  ///   - other: A vector of the same count.
  ///   - tolerance: The largest difference allowed in a component, absolute.
  /// - Returns: False when a component is NaN. Infinities are close to themselves.
  public func isClose(to other: Vector, tolerance: Double = 1e-9) -> Bool {
    if count != other.count { Vector.trap("isClose", count, other.count) }
    return zip(self, other).allSatisfy { $0 == $1 || ($0 - $1).magnitude <= tolerance }
  }
}
