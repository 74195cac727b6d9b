import VectorMath

/// Sums `Σ p x` and `Σ p x xᵀ` over many outcomes, in memory that does not depend on how many.
///
/// The first value is subtracted from all, so that an estimator without variance gets exactly 0. Plain
/// sums of 1,024 outcomes are added to the totals with compensation (Neumaier 1974), so the rounding
/// error does not grow with the number of outcomes.
struct MomentAccumulator {
  private typealias Group = SIMD8<Double>

  private let dimension: Int
  /// How many groups of eight hold one vector; what is beyond its components is 0.
  private let groupCount: Int
  private var smallestProbability = Double.infinity
  private var count = 0

  // Vectors: the first value, the least and the largest ones, the present value and its distance
  // from the first.
  private var shift: [Group]
  private var low: [Group]
  private var high: [Group]
  private var present: [Group]
  private var difference: [Group]

  // First moments, then one row of second moments a component (its groups up to the diagonal are
  // used), last the probability: of the current block, and in all.
  private var block: [Group]
  private var total: [Group]
  private var correction: [Group]

  init(dimension: Int) {
    self.dimension = dimension
    groupCount = (dimension + 7) / 8
    shift = Array(repeating: .zero, count: groupCount)
    (low, high, present, difference) = (shift, shift, shift, shift)
    block = Array(repeating: .zero, count: groupCount * (1 + dimension) + 1)
    (total, correction) = (block, block)
  }

  @inline(__always)
  mutating func add(_ value: [Double], probability: Double) {
    for index in 0..<dimension { present[index >> 3][index & 7] = value[index] }
    addPresent(probability)
  }

  mutating func add(_ value: Vector, probability: Double) {
    if value.count != dimension {
      fatalError("the estimator gives \(dimension) components, then \(value.count)")
    }
    for index in 0..<dimension { present[index >> 3][index & 7] = value[index] }
    addPresent(probability)
  }

  private mutating func addPresent(_ probability: Double) {
    if count == 0 { (shift, low, high) = (present, present, present) }
    count += 1
    smallestProbability = min(smallestProbability, probability)
    for group in 0..<groupCount {
      let value = present[group]
      low[group].replace(with: value, where: value .< low[group])
      high[group].replace(with: value, where: value .> high[group])
      difference[group] = value - shift[group]
    }
    let (size, groupCount) = (dimension, groupCount)
    difference.withUnsafeBufferPointer { difference in
      block.withUnsafeMutableBufferPointer { block in
        for group in 0..<groupCount { block[group] += probability * difference[group] }
        var slot = groupCount
        for row in 0..<size {
          let weighted = probability * difference[row >> 3][row & 7]
          for group in 0..<(row >> 3) + 1 { block[slot + group] += weighted * difference[group] }
          slot += groupCount
        }
        block[slot][0] += probability
      }
    }
    if count & 1_023 == 0 { flush() }
  }

  private mutating func flush() {
    for index in block.indices {
      let (sum, part) = (total[index] + block[index], block[index])
      // What the sum lost, of whichever was the smaller.
      var lost = (part - sum) + total[index]
      let isTotalLarger = total[index].magnitudes .>= part.magnitudes
      lost.replace(with: (total[index] - sum) + part, where: isTotalLarger)
      correction[index] += lost
      total[index] = sum
      block[index] = .zero
    }
  }

  var moments: ExactMoments {
    var flushed = self
    flushed.flush()
    let sums = zip(flushed.total, flushed.correction).map { $0 + $1 }
    func sum(_ offset: Int, _ index: Int) -> Double { sums[offset + index >> 3][index & 7] }
    let mass = sum(groupCount * (1 + dimension), 0)
    let first = (0..<dimension).map { sum(0, $0) / mass }
    var covariance = Matrix.zero(rowCount: dimension, columnCount: dimension)
    for row in 0..<dimension {
      for column in 0...row {
        let element =
          sum(groupCount * (1 + row), column) / mass - first[row] * first[column]
        covariance[row, column] = element
        covariance[column, row] = element
      }
    }
    func component(_ groups: [Group], _ index: Int) -> Double { groups[index >> 3][index & 7] }
    let mean = Vector((0..<dimension).map { component(shift, $0) + first[$0] })
    if !mean.allSatisfy(\.isFinite) || !covariance.elements.allSatisfy(\.isFinite) {
      fatalError("the estimator's values are not finite numbers, or their squares overflow")
    }
    return ExactMoments(
      mean: mean, covariance: covariance,
      range: (0..<dimension).map { component(low, $0)...component(high, $0) },
      smallestProbability: smallestProbability, outcomeCount: count)
  }
}

extension SIMD8<Double> {
  /// The lanes without their signs.
  fileprivate var magnitudes: SIMD8<Double> { replacing(with: -self, where: self .< 0) }
}
