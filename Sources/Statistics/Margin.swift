public import VectorMath

/// How far a mean may lie from the claimed value for the claim to count as true.
///
/// The margin holds for each coordinate by itself: `|E[ĝⱼ] − gⱼ| < m` for every j. A relative
/// margin is a fraction of a vector's Euclidean norm, by default the claimed vector's:
/// `m = fraction · ‖g‖₂`. A claimed zero has no norm to compare with, so it needs a scale.
public struct Margin: Equatable, Sendable, CustomStringConvertible {
  private enum Kind: Equatable, Sendable {
    case relative(Double)
    case relativeTo(Double, norm: Double)
    case absolute(Double)
  }

  private let kind: Kind

  /// A fraction of the claimed value's norm.
  ///
  /// - Parameter fraction: The fraction: `0.02` for 2 %.
  /// - Returns: The margin.
  public static func relative(_ fraction: Double) -> Margin {
    Margin(kind: .relative(fraction))
  }

  /// A fraction of another vector's norm, such as the gradient an error would disturb.
  ///
  /// - Parameters:
  ///   - fraction: The fraction: `0.02` for 2 %.
  ///   - scale: The vector to compare with.
  /// - Returns: The margin.
  public static func relative(_ fraction: Double, to scale: Vector) -> Margin {
    Margin(kind: .relativeTo(fraction, norm: size(of: scale)))
  }

  /// A fraction of another number's magnitude.
  ///
  /// - Parameters:
  ///   - fraction: The fraction: `0.02` for 2 %.
  ///   - scale: The number to compare with.
  /// - Returns: The margin.
  public static func relative(_ fraction: Double, to scale: Double) -> Margin {
    Margin(kind: .relativeTo(fraction, norm: scale.magnitude))
  }

  /// A fixed distance.
  ///
  /// - Parameter distance: The distance, in the claimed value's unit.
  /// - Returns: The margin.
  public static func absolute(_ distance: Double) -> Margin {
    Margin(kind: .absolute(distance))
  }

  /// The same margin with a scale, if it lacks one.
  ///
  /// - Parameter scale: The vector a relative margin without a scale is compared with.
  /// - Returns: The margin.
  public func scaled(by scale: Vector) -> Margin {
    if case .relative(let fraction) = kind { .relative(fraction, to: scale) } else { self }
  }

  /// The margin as a distance.
  ///
  /// - Parameter expected: The claimed value.
  /// - Returns: The distance m, positive.
  /// - Throws: ``ClaimError`` if the value is zero and the margin has no scale, if its size is beyond
  ///   what statistics can take powers of, or if the distance is not positive and finite.
  public func distance(for expected: Vector) throws(ClaimError) -> Double {
    let distance: Double
    switch kind {
    case .relative(let fraction):
      let size = Margin.size(of: expected)
      guard size > 0 else { throw .marginWithoutScale(fraction: fraction) }
      // Deviations of this size are taken to the fourth power: beyond, they vanish or overflow.
      guard size > 1e-75, size < 1e75 else { throw .sizeOutOfReach(size) }
      distance = fraction * size
    case .relativeTo(let fraction, let norm): distance = fraction * norm
    case .absolute(let value): distance = value
    }
    guard distance > 0, distance.isFinite else { throw .invalidMargin(distance) }
    return distance
  }

  /// The margin in words, such as `2 % of the claimed value`.
  public var description: String {
    switch kind {
    case .relative(let fraction): "\(Margin.percent(fraction)) of the claimed value's size"
    case .relativeTo(let fraction, let norm):
      "\(Margin.percent(fraction)) of the given scale \(NumberText.significant(norm))"
    case .absolute(let value): NumberText.significant(value)
    }
  }

  /// The Euclidean norm, also where its square is too small or too large for a number.
  private static func size(of vector: Vector) -> Double {
    let norm = vector.norm
    if norm > 1e-150 && norm < 1e150 { return norm }
    let largest = vector.reduce(0) { max($0, $1.magnitude) }
    return largest > 0 && largest.isFinite ? largest * (vector / largest).norm : norm
  }

  private static func percent(_ fraction: Double) -> String {
    NumberText.significant(100 * fraction) + " %"
  }
}
