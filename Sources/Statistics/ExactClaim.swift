public import VectorMath

/// A claim that two exactly computed values agree.
///
/// Both come from finite sums, so no chance is involved; the tolerance only covers rounding:
/// `|vⱼ − gⱼ| ≤ tolerance · ‖g‖₂` for every coordinate, or `≤ tolerance` if g is zero.
///
/// A g that was summed up to zero is seldom zero to the last bit, and its norm is no scale then: a
/// difference of 1e-14, some fifty roundings of numbers of size one, is always allowed.
public struct ExactClaim: Sendable {
  private let value: Vector
  private let expected: Vector
  private let tolerance: Double

  /// What a sum of numbers of size one may be off.
  private static let roundingOfZero = 1e-14

  /// Claims that a value equals another.
  ///
  /// - Parameters:
  ///   - value: The value v.
  ///   - expected: The value g it is claimed to equal.
  ///   - tolerance: The rounding to allow, relative to the norm of g.
  /// - Throws: ``ClaimError`` if the two differ in length or the tolerance is negative.
  public init(
    _ value: Vector, equals expected: Vector, tolerance: Double = 1e-9
  ) throws(ClaimError) {
    guard value.count == expected.count else {
      throw .dimensionMismatch(expected: expected.count, found: value.count)
    }
    guard expected.count > 0, (0..<expected.count).allSatisfy({ expected[$0].isFinite }) else {
      throw .invalidExpectedValue(expected)
    }
    guard tolerance >= 0, tolerance.isFinite else { throw .invalidMargin(tolerance) }
    self.value = value
    self.expected = expected
    self.tolerance = tolerance
  }

  /// Verified, or refuted at the coordinate with the largest difference.
  public var verdict: Verdict {
    let margin =
      expected.norm > 0
      ? max(tolerance * expected.norm, ExactClaim.roundingOfZero) : tolerance
    let coordinates = (0..<expected.count).map { j in
      Evidence.Coordinate(
        estimate: value[j], lower: value[j], upper: value[j], target: expected[j],
        marginLower: expected[j] - margin, marginUpper: expected[j] + margin, deviation: 0)
    }
    var evidence = Evidence(coordinates: coordinates, method: .exact)
    evidence.margin = margin
    // A NaN is equal to nothing, so it counts as the largest difference.
    func distance(_ j: Int) -> Double {
      let bias = coordinates[j].bias.magnitude
      return bias.isNaN ? .infinity : bias
    }
    var worst = 0
    for j in coordinates.indices where distance(j) > distance(worst) { worst = j }
    return distance(worst) <= margin
      ? .verified(evidence) : .refuted(evidence, coordinate: worst)
  }
}
