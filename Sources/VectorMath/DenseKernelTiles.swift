// Tiles of one height each: sums that stand in registers, row by row. Their loops are written out,
// because sums in an array would go through memory. `each` is shown what rows are multiplied by, and
// where the step of the first row is.
extension DenseKernel {
  @inline(__always)
  func octet<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int,
    each: (Columns, UnsafePointer<Float>) -> Void
  ) {
    var (sum0, sum1, sum2, sum3) = (start, start, start, start)
    var (sum4, sum5, sum6, sum7) = (start, start, start, start)
    var row0 = left.start
    var row4 = left.start + 4 &* left.rowStride
    var columns = right
    let (one, two, three) = (left.rowStride, 2 &* left.rowStride, 3 &* left.rowStride)
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
      sum2 = Columns(at: output + 2 &* columnCount, first: count)
      sum3 = Columns(at: output + 3 &* columnCount, first: count)
      sum4 = Columns(at: output + 4 &* columnCount, first: count)
      sum5 = Columns(at: output + 5 &* columnCount, first: count)
      sum6 = Columns(at: output + 6 &* columnCount, first: count)
      sum7 = Columns(at: output + 7 &* columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      each(factor, row0)
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
    store(sum2, at: output + 2 &* columnCount, count)
    store(sum3, at: output + 3 &* columnCount, count)
    store(sum4, at: output + 4 &* columnCount, count)
    store(sum5, at: output + 5 &* columnCount, count)
    store(sum6, at: output + 6 &* columnCount, count)
    store(sum7, at: output + 7 &* columnCount, count)
  }

  @inline(__always)
  func sextet<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int,
    each: (Columns, UnsafePointer<Float>) -> Void
  ) {
    var (sum0, sum1, sum2) = (start, start, start)
    var (sum3, sum4, sum5) = (start, start, start)
    var row0 = left.start
    var row3 = left.start + 3 &* left.rowStride
    var columns = right
    let (one, two) = (left.rowStride, 2 &* left.rowStride)
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
      sum2 = Columns(at: output + 2 &* columnCount, first: count)
      sum3 = Columns(at: output + 3 &* columnCount, first: count)
      sum4 = Columns(at: output + 4 &* columnCount, first: count)
      sum5 = Columns(at: output + 5 &* columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      each(factor, row0)
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
    store(sum2, at: output + 2 &* columnCount, count)
    store(sum3, at: output + 3 &* columnCount, count)
    store(sum4, at: output + 4 &* columnCount, count)
    store(sum5, at: output + 5 &* columnCount, count)
  }

  @inline(__always)
  func quartet<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int,
    each: (Columns, UnsafePointer<Float>) -> Void
  ) {
    var (sum0, sum1, sum2, sum3) = (start, start, start, start)
    var row = left.start
    var columns = right
    let (one, two, three) = (left.rowStride, 2 &* left.rowStride, 3 &* left.rowStride)
    if continues {
      sum0 = Columns(at: output, first: count)
      sum1 = Columns(at: output + columnCount, first: count)
      sum2 = Columns(at: output + 2 &* columnCount, first: count)
      sum3 = Columns(at: output + 3 &* columnCount, first: count)
    }
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      each(factor, row)
      sum0.addProduct(row[0], factor)
      sum1.addProduct(row[one], factor)
      sum2.addProduct(row[two], factor)
      sum3.addProduct(row[three], factor)
      row += left.stepStride
      columns += rightStride
    }
    store(sum0, at: output, count)
    store(sum1, at: output + columnCount, count)
    store(sum2, at: output + 2 &* columnCount, count)
    store(sum3, at: output + 3 &* columnCount, count)
  }

  @inline(__always)
  func pair<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int,
    each: (Columns, UnsafePointer<Float>) -> Void
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
      each(factor, row)
      sum0.addProduct(row[0], factor)
      sum1.addProduct(row[left.rowStride], factor)
      row += left.stepStride
      columns += rightStride
    }
    store(sum0, at: output, count)
    store(sum1, at: output + columnCount, count)
  }

  @inline(__always)
  func single<Columns: LaneColumns>(
    _ left: Operand, _ right: UnsafePointer<Float>, _ rightStride: Int, _ start: Columns,
    _ output: UnsafeMutablePointer<Float>, _ count: Int,
    each: (Columns, UnsafePointer<Float>) -> Void
  ) {
    var sum = start
    if continues {
      sum = Columns(at: output, first: count)
    }
    var row = left.start
    var columns = right
    for _ in 0..<stepCount {
      let factor = Columns(at: columns)
      each(factor, row)
      sum.addProduct(row[0], factor)
      row += left.stepStride
      columns += rightStride
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
