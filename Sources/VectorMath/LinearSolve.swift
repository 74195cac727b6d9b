extension Matrix {
  /// The solution x of `A x = b` for a square matrix A.
  ///
  /// Gaussian elimination with the largest pivot of each column.
  ///
  /// - Parameter right: b; shape `[n]`.
  /// - Returns: x; shape `[n]`. `nil` if A is singular: a pivot is below 1e-13 times the largest
  ///   element of its row before elimination.
  /// - Complexity: O(*n*³).
  /// - SeeAlso: Golub and Van Loan 2013, "Matrix Computations", algorithm 3.4.1.
  public func solving(_ right: Vector) -> Vector? {
    let size = rowCount
    if columnCount != size || right.count != size {
      fatalError("Matrix.solving: \(rowCount) × \(columnCount) and \(right.count) do not fit")
    }
    var rows = elements
    var solution = Array(right)
    var scales = (0..<size).map { row in
      elements[row * size..<(row + 1) * size].reduce(0) { Swift.max($0, $1.magnitude) }
    }
    let isRegular = rows.withUnsafeMutableBufferPointer { rows in
      for column in 0..<size {
        var pivot = column
        for row in column..<size
        where rows[row * size + column].magnitude > rows[pivot * size + column].magnitude {
          pivot = row
        }
        if !(rows[pivot * size + column].magnitude > 1e-13 * scales[pivot]) { return false }
        if pivot != column {
          for index in 0..<size { rows.swapAt(pivot * size + index, column * size + index) }
          solution.swapAt(pivot, column)
          scales.swapAt(pivot, column)
        }
        let divisor = rows[column * size + column]
        for row in column + 1..<Swift.max(size, column + 1) {
          let factor = rows[row * size + column] / divisor
          if factor == 0 { continue }
          for index in column..<size {
            rows[row * size + index] -= factor * rows[column * size + index]
          }
          solution[row] -= factor * solution[column]
        }
      }
      for row in stride(from: size - 1, through: 0, by: -1) {
        for column in row + 1..<Swift.max(size, row + 1) {
          solution[row] -= rows[row * size + column] * solution[column]
        }
        solution[row] /= rows[row * size + row]
      }
      return true
    }
    return isRegular ? Vector(solution) : nil
  }
}
