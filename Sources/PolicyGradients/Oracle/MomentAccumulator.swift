import VectorMath

/// Sums `Σ p x` and `Σ p x xᵀ` over many outcomes, in memory that does not depend on how many.
///
/// The first value is subtracted from all, so that an estimator without variance gets exactly 0. Plain
/// sums of 1,024 outcomes are added to the totals with compensation (Neumaier 1974), so the rounding
/// error does not grow with the number of outcomes.
final class MomentAccumulator {
  private let dimension: Int
  private var shift: [Double]
  private var low: [Double]
  private var high: [Double]
  private var smallestProbability = Double.infinity
  private var count = 0

  /// Mass, d first moments, d (d + 1) / 2 second moments: of the current block, and in all.
  private var block: [Double]
  private var total: [Double]
  private var correction: [Double]
  private var difference: [Double]

  init(dimension: Int) {
    self.dimension = dimension
    shift = Array(repeating: 0, count: dimension)
    (low, high, difference) = (shift, shift, shift)
    block = Array(repeating: 0, count: 1 + dimension + dimension * (dimension + 1) / 2)
    (total, correction) = (block, block)
  }

  @inline(__always)
  func add(_ value: [Double], probability: Double) {
    value.withUnsafeBufferPointer { add($0, probability: probability) }
  }

  func add(_ value: Vector, probability: Double) {
    if value.count != dimension {
      fatalError("the estimator gives \(dimension) components, then \(value.count)")
    }
    add(Array(value), probability: probability)
  }

  private func add(_ value: UnsafeBufferPointer<Double>, probability: Double) {
    if count == 0 {
      for index in 0..<dimension {
        (shift[index], low[index], high[index]) = (value[index], value[index], value[index])
      }
    }
    count += 1
    smallestProbability = min(smallestProbability, probability)
    let size = dimension
    difference.withUnsafeMutableBufferPointer { difference in
      low.withUnsafeMutableBufferPointer { low in
        high.withUnsafeMutableBufferPointer { high in
          for index in 0..<size {
            let number = value[index]
            low[index] = min(low[index], number)
            high[index] = max(high[index], number)
            difference[index] = number - shift[index]
          }
        }
      }
      block.withUnsafeMutableBufferPointer { block in
        block[0] += probability
        var slot = 1 + size
        for row in 0..<size {
          let weighted = probability * difference[row]
          block[1 + row] += weighted
          for column in 0...row {
            block[slot + column] += weighted * difference[column]
          }
          slot += row + 1
        }
      }
    }
    if count & 1_023 == 0 { flush() }
  }

  private func flush() {
    for index in block.indices {
      let sum = total[index] + block[index]
      correction[index] +=
        total[index].magnitude >= block[index].magnitude
        ? (total[index] - sum) + block[index] : (block[index] - sum) + total[index]
      total[index] = sum
      block[index] = 0
    }
  }

  var moments: ExactMoments {
    flush()
    let sums = zip(total, correction).map { $0 + $1 }
    if sums.contains(where: { !$0.isFinite }) {
      fatalError("the estimator's values are not finite numbers, or their squares overflow")
    }
    let mass = sums[0]
    let first = (0..<dimension).map { sums[1 + $0] / mass }
    var covariance = Matrix.zero(rowCount: dimension, columnCount: dimension)
    var slot = 1 + dimension
    for row in 0..<dimension {
      for column in 0...row {
        let element = sums[slot + column] / mass - first[row] * first[column]
        covariance[row, column] = element
        covariance[column, row] = element
      }
      slot += row + 1
    }
    return ExactMoments(
      mean: Vector(zip(shift, first).map { $0 + $1 }), covariance: covariance,
      range: zip(low, high).map { $0...$1 }, smallestProbability: smallestProbability,
      outcomeCount: count)
  }
}
