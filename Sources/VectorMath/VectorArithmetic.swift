extension Vector {
  /// Applies an operation to every component; inline vectors compute all eight lanes at once.
  @inlinable @inline(__always)
  func mapped(_ transform: (Double) -> Double) -> Vector {
    var result = self
    if count > 8 {
      result.overflow = overflow?.map(transform)
    } else {
      for lane in 0..<8 { result.lanes[lane] = transform(lanes[lane]) }
    }
    return result
  }

  /// Combines the components of two vectors of equal counts.
  @inlinable @inline(__always)
  func combined(
    _ operation: StaticString, with other: Vector, _ transform: (Double, Double) -> Double
  ) -> Vector {
    if count != other.count { Vector.trap(operation, count, other.count) }
    var result = self
    if count > 8 {
      result.overflow = zip(self, other).map { transform($0, $1) }
    } else {
      for lane in 0..<8 { result.lanes[lane] = transform(lanes[lane], other.lanes[lane]) }
    }
    return result
  }

  /// The sum, component by component.
  ///
  /// - Parameters:
  ///   - left: One vector.
  ///   - right: The other, of the same count.
  /// - Returns: A vector of that count.
  @inlinable public static func + (left: Vector, right: Vector) -> Vector {
    left.combined("+", with: right) { $0 + $1 }
  }

  /// The difference, component by component.
  ///
  /// - Parameters:
  ///   - left: What is subtracted from.
  ///   - right: What is subtracted, of the same count.
  /// - Returns: A vector of that count.
  @inlinable public static func - (left: Vector, right: Vector) -> Vector {
    left.combined("-", with: right) { $0 - $1 }
  }

  /// The vector of opposite direction.
  ///
  /// - Parameter vector: Any vector.
  /// - Returns: Every component with its sign changed.
  @inlinable public static prefix func - (vector: Vector) -> Vector {
    vector.mapped { -$0 }
  }

  /// The vector scaled by a number.
  ///
  /// - Parameters:
  ///   - scale: The factor.
  ///   - vector: What is scaled.
  /// - Returns: Every component times `scale`.
  @inlinable public static func * (scale: Double, vector: Vector) -> Vector {
    vector.mapped { scale * $0 }
  }

  /// The vector scaled by a number.
  ///
  /// - Parameters:
  ///   - vector: What is scaled.
  ///   - scale: The factor.
  /// - Returns: Every component times `scale`.
  @inlinable public static func * (vector: Vector, scale: Double) -> Vector {
    vector.mapped { $0 * scale }
  }

  /// The vector divided by a number.
  ///
  /// - Parameters:
  ///   - vector: What is divided.
  ///   - divisor: The divisor.
  /// - Returns: Every component divided by `divisor`.
  @inlinable public static func / (vector: Vector, divisor: Double) -> Vector {
    vector.mapped { $0 / divisor }
  }

  /// Adds a vector of the same count in place.
  ///
  /// - Parameters:
  ///   - left: The vector that changes.
  ///   - right: What is added.
  @inlinable public static func += (left: inout Vector, right: Vector) { left = left + right }

  /// Subtracts a vector of the same count in place.
  ///
  /// - Parameters:
  ///   - left: The vector that changes.
  ///   - right: What is subtracted.
  @inlinable public static func -= (left: inout Vector, right: Vector) { left = left - right }

  /// Scales in place.
  ///
  /// - Parameters:
  ///   - vector: The vector that changes.
  ///   - scale: The factor.
  @inlinable public static func *= (vector: inout Vector, scale: Double) { vector = vector * scale }

  /// Divides in place.
  ///
  /// - Parameters:
  ///   - vector: The vector that changes.
  ///   - divisor: The divisor.
  @inlinable public static func /= (vector: inout Vector, divisor: Double) {
    vector = vector / divisor
  }

  /// The inner product `Σ_i a[i] · b[i]`, summed from first to last.
  ///
  /// - Parameter other: A vector of the same count.
  /// - Returns: The sum of the products.
  @inlinable public func dot(_ other: Vector) -> Double {
    if count != other.count { Vector.trap("dot", count, other.count) }
    var result = 0.0
    for index in 0..<count { result += self[index] * other[index] }
    return result
  }

  /// The sum of the components, from first to last; 0 for none.
  @inlinable public var sum: Double {
    var result = 0.0
    for component in self { result += component }
    return result
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
