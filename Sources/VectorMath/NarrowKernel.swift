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
  private typealias Half = SIMD8<Float>
  private typealias Quarter = SIMD4<Float>

  /// How many rows are computed before their last four sums are added; a multiple of 4.
  private static var blockRowCount: Int { 32 }

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
    let blockCount = min((rowCount &+ 3) & ~3, NarrowKernel.blockRowCount) &* columnCount
    let capacity = 5 &* blockCount &+ stepCount &* columnCount
    withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { room in
      // Four sums and a start an output.
      guard let quarters = room.baseAddress else { return }
      let starts = quarters + 4 &* blockCount
      for place in stride(from: 0, to: blockCount, by: columnCount) {
        for column in 0..<columnCount { starts[place &+ column] = start[column] }
      }
      // One column after the other.
      let columns = starts + blockCount
      for column in 0..<columnCount {
        let target = columns + column &* stepCount
        for step in 0..<stepCount { target[step] = right[step &* columnCount &+ column] }
      }
      var row = 0
      while row < rowCount {
        let count = min(rowCount &- row, NarrowKernel.blockRowCount)
        writeQuarters(left + row &* stepCount, columns, rowCount: count, into: quarters)
        let target = output + row &* columnCount
        for place in 0..<count &* columnCount {
          let sums = quarters + 4 &* place
          target[place] = ((sums[0] + sums[2]) + (sums[1] + sums[3])) + starts[place]
        }
        row &+= count
      }
    }
  }

  /// Four sums for each output.
  private func writeQuarters(
    _ left: UnsafePointer<Float>, _ columns: UnsafePointer<Float>, rowCount: Int,
    into quarters: UnsafeMutablePointer<Float>
  ) {
    var row = 0
    while row < rowCount {
      // Where there are fewer than four, the last row stands for those after it.
      let last = min(rowCount &- row &- 1, 3)
      for column in 0..<columnCount {
        quartet(
          left + row &* stepCount, last, columns + column &* stepCount,
          into: quarters + (row &* columnCount &+ column) &* 4)
      }
      row &+= 4
    }
  }

  /// Four rows times a column.
  @inline(__always)
  private func quartet(
    _ row0: UnsafePointer<Float>, _ last: Int, _ column: UnsafePointer<Float>,
    into quarters: UnsafeMutablePointer<Float>
  ) {
    @inline(__always)
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
    @inline(__always)
    func store(_ sums: Sums, _ row: Int) {
      let halves = unsafeBitCast(sums, to: (Half, Half).self)
      let folded = unsafeBitCast(halves.0 + halves.1, to: (Quarter, Quarter).self)
      UnsafeMutableRawPointer(quarters + row &* columnCount &* 4)
        .storeBytes(of: folded.0 + folded.1, as: Quarter.self)
    }
    store(sums0, 0)
    store(sums1, 1)
    store(sums2, 2)
    store(sums3, 3)
  }
}
