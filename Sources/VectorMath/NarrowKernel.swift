/// Sums of products with few columns: out[i, j] = start[j] + Σ_p left[i, p] · right[p, j].
///
/// Where the columns would leave most of a vector empty, lanes run over p: sixteen sums, the one of p
/// at place p mod 16. The upper half of them is added to the lower one until one sum is left, and
/// `start` comes last. Sixteen for any width of vectors, so that the width changes no bit.
struct NarrowKernel {
  /// i runs over `rowCount`, j over `columnCount`, p over `stepCount`.
  var rowCount: Int
  var columnCount: Int
  var stepCount: Int

  private typealias Sums = SIMD16<Float>

  /// Computes all outputs.
  ///
  /// - Parameters:
  ///   - left: Row by row; shape `[rowCount, stepCount]`.
  ///   - right: Shape `[stepCount, columnCount]`.
  ///   - start: One summand a column.
  ///   - output: Row by row; shape `[rowCount, columnCount]`.
  func run(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, start: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>
  ) {
    // One column after the other.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: columnCount * stepCount) { room in
      guard let columns = room.baseAddress else { return }
      for column in 0..<columnCount {
        let target = columns + column &* stepCount
        for step in 0..<stepCount { target[step] = right[step &* columnCount &+ column] }
      }
      var row = 0
      while row < rowCount {
        let last = min(rowCount &- row &- 1, 3)
        for column in 0..<columnCount {
          let sums = quartet(left + row &* stepCount, last, columns + column &* stepCount)
          let results = sums + SIMD4(repeating: start[column])
          let place = output + (row &* columnCount &+ column)
          for offset in 0...last { place[offset &* columnCount] = results[offset] }
        }
        row &+= 4
      }
    }
  }

  /// Four rows times a column; where there are fewer, the last one stands for those after it.
  @inline(__always)
  private func quartet(
    _ row0: UnsafePointer<Float>, _ last: Int, _ column: UnsafePointer<Float>
  ) -> SIMD4<Float> {
    func load(_ address: UnsafePointer<Float>) -> Sums {
      UnsafeRawPointer(address).loadUnaligned(as: Sums.self)
    }
    let row1 = row0 + min(1, last) &* stepCount
    let row2 = row0 + min(2, last) &* stepCount
    let row3 = row0 + last &* stepCount
    var (sums0, sums1, sums2, sums3) = (Sums.zero, Sums.zero, Sums.zero, Sums.zero)
    var step = 0
    while step &+ 16 <= stepCount {
      let factors = load(column + step)
      sums0 = sums0.addingProduct(load(row0 + step), factors)
      sums1 = sums1.addingProduct(load(row1 + step), factors)
      sums2 = sums2.addingProduct(load(row2 + step), factors)
      sums3 = sums3.addingProduct(load(row3 + step), factors)
      step &+= 16
    }
    // Each sum gets at most one more summand.
    for lane in 0..<stepCount &- step {
      let place = step &+ lane
      sums0[lane] = sums0[lane].addingProduct(row0[place], column[place])
      sums1[lane] = sums1[lane].addingProduct(row1[place], column[place])
      sums2[lane] = sums2[lane].addingProduct(row2[place], column[place])
      sums3[lane] = sums3[lane].addingProduct(row3[place], column[place])
    }
    return NarrowKernel.totals(sums0, sums1, sums2, sums3)
  }

  /// One number each of four times sixteen sums.
  @inline(__always)
  private static func totals(_ a: Sums, _ b: Sums, _ c: Sums, _ d: Sums) -> SIMD4<Float> {
    func folded(_ sums: Sums) -> SIMD4<Float> {
      let half = sums.lowHalf + sums.highHalf
      return half.lowHalf + half.highHalf
    }
    let (a, b, c, d) = (folded(a), folded(b), folded(c), folded(d))
    let even = SIMD4(a[0], b[0], c[0], d[0]) + SIMD4(a[2], b[2], c[2], d[2])
    let odd = SIMD4(a[1], b[1], c[1], d[1]) + SIMD4(a[3], b[3], c[3], d[3])
    return even + odd
  }
}
