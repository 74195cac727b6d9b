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

  /// What becomes of each sum, while its tile is in the cache.
  var function: ElementaryFunction?

  /// What each sum is multiplied by: the derivative of an activation at its outputs.
  var derivative: ActivationDerivative?

  private static var width: Int { FloatLanes.scalarCount }

  /// The rows of a tile: with 32 registers 8, which makes 16 sums; with 16 registers 6, which makes
  /// 12 and leaves room for the factors.
  private static var tileHeight: Int {
    #if VECTOR_LEVEL_4
    8
    #else
    6
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
      // A chain waits for its last sum: few rows need many columns at once.
      while rowCount <= 2 && columnCount - column >= 4 * width {
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
      let place = row * columnCount + column
      let target = output + place
      rows.start = left.start + row * left.rowStride
      let rest = rowCount - row
      let height =
        rest >= DenseKernel.tileHeight ? DenseKernel.tileHeight : rest >= 4 ? 4 : min(rest, 2)
      switch height {
      case 8: octet(rows, right, rightStride, start, target, count)
      case 6: sextet(rows, right, rightStride, start, target, count)
      case 4: quartet(rows, right, rightStride, start, target, count)
      case 2: pair(rows, right, rightStride, start, target, count)
      default: single(rows, right, rightStride, start, target, count)
      }
      function?.apply(to: target, rowCount: height, columnCount: count, stride: columnCount)
      row += height
    }
  }

  @inline(__always)
  private func octet<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var (sum0, sum1, sum2, sum3) = (start, start, start, start)
    var (sum4, sum5, sum6, sum7) = (start, start, start, start)
    var row0 = left.start
    var row4 = left.start + 4 * left.rowStride
    var columns = right
    let (one, two, three) = (left.rowStride, 2 * left.rowStride, 3 * left.rowStride)
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
      sum2 = Columns(at: output + 2 * columnCount, first: count)
      sum3 = Columns(at: output + 3 * columnCount, first: count)
      sum4 = Columns(at: output + 4 * columnCount, first: count)
      sum5 = Columns(at: output + 5 * columnCount, first: count)
      sum6 = Columns(at: output + 6 * columnCount, first: count)
      sum7 = Columns(at: output + 7 * columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      sum0.addProduct(row0[0], factor)
      sum1.addProduct(row0[one], factor)
      sum2.addProduct(row0[two], factor)
      sum3.addProduct(row0[three], factor)
      sum4.addProduct(row4[0], factor)
      sum5.addProduct(row4[one], factor)
      sum6.addProduct(row4[two], factor)
      sum7.addProduct(row4[three], factor)
      row0 += left.stepStride
      row4 += left.stepStride
      columns += rightStride
    }
    store(sum0, at: output, count)
    store(sum1, at: output + columnCount, count)
    store(sum2, at: output + 2 * columnCount, count)
    store(sum3, at: output + 3 * columnCount, count)
    store(sum4, at: output + 4 * columnCount, count)
    store(sum5, at: output + 5 * columnCount, count)
    store(sum6, at: output + 6 * columnCount, count)
    store(sum7, at: output + 7 * columnCount, count)
  }

  @inline(__always)
  private func sextet<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var (sum0, sum1, sum2) = (start, start, start)
    var (sum3, sum4, sum5) = (start, start, start)
    var row0 = left.start
    var row3 = left.start + 3 * left.rowStride
    var columns = right
    let (one, two) = (left.rowStride, 2 * left.rowStride)
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
      sum2 = Columns(at: output + 2 * columnCount, first: count)
      sum3 = Columns(at: output + 3 * columnCount, first: count)
      sum4 = Columns(at: output + 4 * columnCount, first: count)
      sum5 = Columns(at: output + 5 * columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      sum0.addProduct(row0[0], factor)
      sum1.addProduct(row0[one], factor)
      sum2.addProduct(row0[two], factor)
      sum3.addProduct(row3[0], factor)
      sum4.addProduct(row3[one], factor)
      sum5.addProduct(row3[two], factor)
      row0 += left.stepStride
      row3 += left.stepStride
      columns += rightStride
    }
    store(sum0, at: output, count)
    store(sum1, at: output + columnCount, count)
    store(sum2, at: output + 2 * columnCount, count)
    store(sum3, at: output + 3 * columnCount, count)
    store(sum4, at: output + 4 * columnCount, count)
    store(sum5, at: output + 5 * columnCount, count)
  }

  @inline(__always)
  private func quartet<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var (sum0, sum1, sum2, sum3) = (start, start, start, start)
    var row = left.start
    var columns = right
    let (one, two, three) = (left.rowStride, 2 * left.rowStride, 3 * left.rowStride)
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
      sum2 = Columns(at: output + 2 * columnCount, first: count)
      sum3 = Columns(at: output + 3 * columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      sum0.addProduct(row[0], factor)
      sum1.addProduct(row[one], factor)
      sum2.addProduct(row[two], factor)
      sum3.addProduct(row[three], factor)
      row += left.stepStride
      columns += rightStride
    }
    store(sum0, at: output, count)
    store(sum1, at: output + columnCount, count)
    store(sum2, at: output + 2 * columnCount, count)
    store(sum3, at: output + 3 * columnCount, count)
  }

  @inline(__always)
  private func pair<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var (sum0, sum1) = (start, start)
    var row = left.start
    var columns = right
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      sum0.addProduct(row[0], factor)
      sum1.addProduct(row[left.rowStride], factor)
      row += left.stepStride
      columns += rightStride
    }
    store(sum0, at: output, count)
    store(sum1, at: output + columnCount, count)
  }

  @inline(__always)
  private func single<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var sum = start
    if continues {
      sum = Columns(at: output, first: count)
    }
    for step in 0..<stepCount {
      sum.addProduct(left.start[step * left.stepStride], Columns(at: right + step * rightStride))
    }
    store(sum, at: output, count)
  }

  @inline(__always)
  private func store<Columns: LaneColumns>(
    _ sum: Columns, at place: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    if let derivative {
      let outputs = Columns(at: derivative.outputs(ofSumAt: place), first: count)
      sum.timesDerivative(of: derivative.activation, outputs: outputs)
        .store(at: place, first: count)
    } else {
      sum.store(at: place, first: count)
    }
  }
}

/// The derivative of an activation at what it gave.
struct ActivationDerivative {
  var activation: DenseLayer.Activation
  /// Where its outputs start.
  var outputs: UnsafePointer<Float>
  /// Where the sums that belong to them start, which lie alike.
  var sums: UnsafePointer<Float>

  @inline(__always)
  func outputs(ofSumAt place: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    outputs + (UnsafePointer(place) - sums)
  }
}
