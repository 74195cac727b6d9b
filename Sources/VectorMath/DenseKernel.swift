/// Sums of products, many at once: out[i, j] = start[j] + Σ_p left[i, p] · right[p, j].
///
/// A register tile holds up to eight rows of two vectors, or one or two rows of four; its lanes run
/// over j, and each output is one chain of fused multiply-adds from p = 0 on. So neither the width of
/// vectors nor the shape of tiles changes a bit, and `start` is the first summand.
struct DenseKernel {
  /// Where an operand's elements lie: `[i, p]` at `start + i · rowStride + p · stepStride`.
  struct Operand {
    var start: UnsafePointer<Float>
    var rowStride: Int
    var stepStride: Int
  }

  /// i runs over `rowCount`, j over `columnCount`, p over `stepCount`.
  var rowCount: Int
  var columnCount: Int
  var stepCount: Int

  /// Whether sums go on from what the output holds.
  var continues = false

  /// Receives the columns' sums over the steps, as though `left` had a row of ones.
  var totals: UnsafeMutablePointer<Float>?

  /// Receives the rows' sums over the steps, as though `right` had a column of ones; of at most four
  /// rows.
  var rowTotals: UnsafeMutablePointer<Float>?

  /// What becomes of each sum, while its tile is in the cache.
  var function: ElementaryFunction?

  /// What each sum is multiplied by: the derivative of an activation at its outputs.
  var derivative: ActivationDerivative?

  private static var width: Int { FloatLanes.scalarCount }

  /// The rows of a tile that is some vectors wide.
  ///
  /// With 32 registers 8, which makes up to 16 sums, or 6 of four vectors, which makes 24; with 16
  /// registers 6, which makes up to 12 sums and leaves room for the factors, or 2 of four vectors.
  @inline(__always)
  private static func tileHeight(vectorCount: Int) -> Int {
    #if VECTOR_LEVEL_4
    vectorCount < 4 ? 8 : 6
    #else
    vectorCount < 4 ? 6 : 2
    #endif
  }

  /// How many rows may run over four vectors.
  private static var quadRowCount: Int {
    #if VECTOR_LEVEL_4
    .max
    #else
    2
    #endif
  }

  /// Above this many bytes, and from this many rows on, a panel of `right` is copied together first:
  /// rows that lie far apart share few places of the first cache.
  private static var packedByteCount: Int { 32_768 }
  private static var packedRowCount: Int { 32 }

  /// Computes all outputs.
  ///
  /// - Parameters:
  ///   - left: Any strides.
  ///   - right: Row by row, `columnCount` apart.
  ///   - start: One summand a column, or zeros without one.
  ///   - output: Row by row; shape `[rowCount, columnCount]`.
  func run(
    _ left: Operand, _ right: UnsafePointer<Float>, start: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Float>
  ) {
    let width = DenseKernel.width
    let isPacked =
      stepCount * columnCount * 4 > DenseKernel.packedByteCount
      && rowCount >= DenseKernel.packedRowCount
    // Columns that do not fill a vector are packed too, with zeros after them.
    let needsRoom = isPacked || columnCount % width != 0
    let capacity = needsRoom ? 2 * width * max(stepCount, 1) : 1
    withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { room in
      guard let panel = room.baseAddress else { return }
      var column = 0
      // A chain waits for its last sum: few rows need many columns at once. Many rows then take
      // fewer factors from memory.
      let isQuad = rowCount <= DenseKernel.quadRowCount && !isPacked
      while isQuad && columnCount - column >= 4 * width {
        let first = start.map { LaneQuad(at: $0 + column) } ?? .zero
        tiles(left, right + column, columnCount, first, output, column, 4 * width)
        column += 4 * width
      }
      while column < columnCount {
        let isPair = columnCount - column > width
        let count = min(columnCount - column, isPair ? 2 * width : width)
        var source = right + column
        var stride = columnCount
        if isPacked || count % width != 0 {
          stride = isPair ? 2 * width : width
          pack(source, count, into: panel, stride: stride)
          source = UnsafePointer(panel)
        }
        let first = start.map { FloatLanes(at: $0 + column, first: min(count, width)) } ?? .zero
        if isPair {
          let second =
            start.map { FloatLanes(at: $0 + column + width, first: count - width) } ?? .zero
          let starts = LanePair(first: first, second: second)
          tiles(left, source, stride, starts, output, column, count)
        } else {
          tiles(left, source, stride, first, output, column, count)
        }
        column += count
      }
    }
  }

  /// Copies columns of all steps, with zeros up to `stride`.
  private func pack(
    _ source: UnsafePointer<Float>, _ count: Int, into panel: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    let whole = count - count % DenseKernel.width
    if whole < count { panel.update(repeating: 0, count: stepCount * stride) }
    for step in 0..<stepCount {
      for column in Swift.stride(from: 0, to: whole, by: DenseKernel.width) {
        FloatLanes(at: source + (step &* columnCount &+ column))
          .store(at: panel + (step &* stride &+ column))
      }
    }
    // One column after the other: where there are few, a loop over them would be most of the work.
    for column in whole..<count {
      for step in 0..<stepCount {
        panel[step &* stride &+ column] = source[step &* columnCount &+ column]
      }
    }
  }

  /// All rows of some vectors of columns.
  @inline(__always)
  private func tiles<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ column: Int, _ count: Int
  ) {
    var row = 0
    var rows = left
    while row < rowCount {
      let place = row &* columnCount &+ column
      let target = output + place
      rows.start = left.start + row &* left.rowStride
      let rest = rowCount &- row
      let tallest = DenseKernel.tileHeight(vectorCount: Columns.laneCount / DenseKernel.width)
      let height = rest >= tallest ? tallest : rest >= 4 ? 4 : min(rest, 2)
      if row == 0, let totals {
        let place = totals + column
        var total = continues ? Columns(at: place, first: count) : .zero
        tile(height, rows, right, rightStride, start, target, count) { factor, _ in
          total.addProduct(1, factor)
        }
        total.store(at: place, first: count)
      } else if column == 0, let rowTotals {
        summedTile(
          height, rows, right, rightStride, start, target, count, totals: rowTotals + row)
      } else {
        tile(height, rows, right, rightStride, start, target, count) { _, _ in }
      }
      function?.apply(to: target, rowCount: height, columnCount: count, stride: columnCount)
      row &+= height
    }
  }

  /// A tile, and the sums of its rows: chains that wait for themselves, and would take as long alone.
  @inline(__always)
  private func summedTile<Columns: LaneColumns>(
    _ height: Int, _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int,
    _ start: Columns, _ output: UnsafeMutablePointer<Float>, _ count: Int,
    totals: UnsafeMutablePointer<Float>
  ) {
    let one = left.rowStride
    var (total0, total1, total2, total3): (Float, Float, Float, Float) = (0, 0, 0, 0)
    switch height {
    case 4:
      quartet(left, right, rightStride, start, output, count) { _, row in
        total0 += row[0]
        total1 += row[one]
        total2 += row[2 &* one]
        total3 += row[3 &* one]
      }
      totals[2] = total2
      totals[3] = total3
    case 2:
      pair(left, right, rightStride, start, output, count) { _, row in
        total0 += row[0]
        total1 += row[one]
      }
    default:
      single(left, right, rightStride, start, output, count) { _, row in total0 += row[0] }
    }
    totals[0] = total0
    if height > 1 { totals[1] = total1 }
  }

  @inline(__always)
  private func tile<Columns: LaneColumns>(
    _ height: Int, _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int,
    _ start: Columns, _ output: UnsafeMutablePointer<Float>, _ count: Int,
    each: (Columns, UnsafePointer<Float>) -> Void
  ) {
    switch height {
    case 8: octet(left, right, rightStride, start, output, count, each: each)
    case 6: sextet(left, right, rightStride, start, output, count, each: each)
    case 4: quartet(left, right, rightStride, start, output, count, each: each)
    case 2: pair(left, right, rightStride, start, output, count, each: each)
    default: single(left, right, rightStride, start, output, count, each: each)
    }
  }
}
