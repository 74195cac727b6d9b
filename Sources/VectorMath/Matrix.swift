/// A small dense matrix of numbers, such as a covariance.
///
/// Stored row by row. Products sum from the first column to the last.
public struct Matrix: Equatable, Sendable {
  /// How many rows there are.
  public let rowCount: Int

  /// How many columns there are.
  public let columnCount: Int

  /// The elements, row by row; shape `[rowCount · columnCount]`.
  public private(set) var elements: [Double]

  /// The zero matrix.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows; at least 0.
  ///   - columnCount: How many columns; at least 0.
  /// - Returns: A matrix of zeros.
  public static func zero(rowCount: Int, columnCount: Int) -> Matrix {
    if rowCount < 0 || columnCount < 0 {
      fatalError("Matrix.zero: the shape \(rowCount) × \(columnCount) is negative")
    }
    return Matrix(
      rowCount: rowCount, columnCount: columnCount,
      elements: Array(repeating: 0, count: rowCount * columnCount))
  }

  /// The product `a bᵀ` of two vectors.
  ///
  /// - Parameters:
  ///   - left: One number per row.
  ///   - right: One number per column.
  /// - Returns: The matrix with elements `left[i] · right[j]`.
  public static func outer(_ left: Vector, _ right: Vector) -> Matrix {
    Matrix(
      rowCount: left.count, columnCount: right.count,
      elements: left.flatMap { row in right.map { row * $0 } })
  }

  /// One element.
  ///
  /// - Parameters:
  ///   - row: In `0..<rowCount`.
  ///   - column: In `0..<columnCount`.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[index(row, column)] }
    set { elements[index(row, column)] = newValue }
  }

  /// The sum of the diagonal; of a covariance, the total variance.
  public var trace: Double {
    (0..<Swift.min(rowCount, columnCount)).reduce(0) { $0 + self[$1, $1] }
  }

  /// The elements on the diagonal.
  public var diagonal: Vector {
    Vector((0..<Swift.min(rowCount, columnCount)).map { self[$0, $0] })
  }

  /// One row.
  ///
  /// - Parameter index: In `0..<rowCount`.
  /// - Returns: Its elements; shape `[columnCount]`.
  public func row(_ index: Int) -> Vector {
    Vector((0..<columnCount).map { self[index, $0] })
  }

  /// Adds `scale · a bᵀ` in place.
  ///
  /// - Parameters:
  ///   - left: a, one number per row.
  ///   - right: b, one number per column.
  ///   - scale: The factor.
  public mutating func addOuterProduct(_ left: Vector, _ right: Vector, scale: Double = 1) {
    if left.count != rowCount || right.count != columnCount {
      fatalError(
        "Matrix.addOuterProduct: \(left.count) × \(right.count) does not fit "
          + "\(rowCount) × \(columnCount)")
    }
    for row in 0..<rowCount {
      let factor = scale * left[row]
      for column in 0..<columnCount {
        elements[row * columnCount + column] += factor * right[column]
      }
    }
  }

  /// Whether every element differs by at most a tolerance.
  ///
  /// - Parameters:
  ///   - other: A matrix of the same shape.
  ///   - tolerance: The largest difference allowed in an element, absolute.
  /// - Returns: False when an element is NaN.
  public func isClose(to other: Matrix, tolerance: Double = 1e-9) -> Bool {
    checkShape("isClose", other)
    return Vector(elements).isClose(to: Vector(other.elements), tolerance: tolerance)
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    if !(0..<rowCount).contains(row) || !(0..<columnCount).contains(column) {
      fatalError("Matrix: [\(row), \(column)] is outside \(rowCount) × \(columnCount)")
    }
    return row * columnCount + column
  }

  fileprivate func checkShape(_ operation: StaticString, _ other: Matrix) {
    if rowCount != other.rowCount || columnCount != other.columnCount {
      fatalError(
        "Matrix \(operation): the shapes differ, \(rowCount) × \(columnCount) and "
          + "\(other.rowCount) × \(other.columnCount)")
    }
  }
}

extension Matrix {
  /// The sum, element by element.
  ///
  /// - Parameters:
  ///   - left: One matrix.
  ///   - right: The other, of the same shape.
  /// - Returns: A matrix of that shape.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    var result = left
    result += right
    return result
  }

  /// The difference, element by element.
  ///
  /// - Parameters:
  ///   - left: What is subtracted from.
  ///   - right: What is subtracted, of the same shape.
  /// - Returns: A matrix of that shape.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    left + -1 * right
  }

  /// Adds a matrix of the same shape in place.
  ///
  /// - Parameters:
  ///   - left: The matrix that changes.
  ///   - right: What is added.
  public static func += (left: inout Matrix, right: Matrix) {
    left.checkShape("+", right)
    for index in left.elements.indices { left.elements[index] += right.elements[index] }
  }

  /// The matrix scaled by a number.
  ///
  /// - Parameters:
  ///   - scale: The factor.
  ///   - matrix: What is scaled.
  /// - Returns: Every element times `scale`.
  public static func * (scale: Double, matrix: Matrix) -> Matrix {
    var result = matrix
    for index in result.elements.indices { result.elements[index] *= scale }
    return result
  }

  /// The product of a matrix and a column.
  ///
  /// - Parameters:
  ///   - matrix: Shape `[m, n]`.
  ///   - vector: Shape `[n]`.
  /// - Returns: `Σ_j matrix[i, j] · vector[j]`; shape `[m]`.
  public static func * (matrix: Matrix, vector: Vector) -> Vector {
    Vector((0..<matrix.rowCount).map { matrix.row($0).dot(vector) })
  }
}

extension Matrix: CustomStringConvertible {
  /// One line a row, with five significant digits.
  public var description: String {
    (0..<rowCount).map { row($0).description }.joined(separator: "\n")
  }
}
