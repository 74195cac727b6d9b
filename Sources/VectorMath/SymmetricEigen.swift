/// The eigenvalues and eigenvectors of a symmetric matrix.
///
///     A = Σ_k values[k] · vectors[k] vectors[k]ᵀ
///
/// By Jacobi's rotations, in a fixed order: the same bits on every machine.
///
/// - SeeAlso: Golub and Van Loan 2013, "Matrix Computations", section 8.5.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, largest first; shape `[n]`.
  public let values: Vector

  /// The eigenvectors of length 1, in the order of the values; shape `[n][n]`.
  public let vectors: [Vector]

  /// Decomposes a matrix.
  ///
  /// - Parameter matrix: Symmetric; only the mean of it and its transpose is used. Shape `[n, n]`.
  /// - Complexity: O(*n*³) a sweep, about eight sweeps.
  public init(_ matrix: Matrix) {
    let size = matrix.rowCount
    if matrix.columnCount != size {
      fatalError("SymmetricEigen: the matrix is \(size) × \(matrix.columnCount), not square")
    }
    var a: [[Double]] = (0..<size).map { i in
      (0..<size).map { j in (matrix[i, j] + matrix[j, i]) / 2 }
    }
    var basis: [[Double]] = (0..<size).map { Array(Vector.unit($0, count: size)) }
    for _ in 0..<60 {
      var largest = 0.0
      var diagonal = 0.0
      for i in 0..<size {
        diagonal = Swift.max(diagonal, a[i][i].magnitude)
        for j in 0..<i { largest = Swift.max(largest, a[i][j].magnitude) }
      }
      if largest <= 1e-300 || largest <= 1e-17 * diagonal { break }
      for p in 0..<size {
        for q in p + 1..<Swift.max(size, p + 1) where a[p][q] != 0 {
          // The rotation by the smaller angle that makes a[p][q] zero.
          let ratio = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let tangent =
            (ratio < 0 ? -1 : 1) / (ratio.magnitude + (ratio * ratio + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          for k in 0..<size {
            let (x, y) = (a[k][p], a[k][q])
            (a[k][p], a[k][q]) = (cosine * x - sine * y, sine * x + cosine * y)
          }
          for k in 0..<size {
            let (x, y) = (a[p][k], a[q][k])
            (a[p][k], a[q][k]) = (cosine * x - sine * y, sine * x + cosine * y)
            let (u, v) = (basis[p][k], basis[q][k])
            (basis[p][k], basis[q][k]) = (cosine * u - sine * v, sine * u + cosine * v)
          }
        }
      }
    }
    // Equal eigenvalues keep their order, so that the result does not depend on the sort.
    let found: [Double] = (0..<size).map { a[$0][$0] }
    let order: [Int] = (0..<size).sorted { (i: Int, j: Int) -> Bool in
      found[i] == found[j] ? i < j : found[i] > found[j]
    }
    values = Vector(order.map { found[$0] })
    vectors = order.map { Vector(basis[$0]) }
  }

  /// How many eigenvalues differ from 0.
  ///
  /// - Parameter tolerance: How small counts as 0, relative to the largest eigenvalue in magnitude.
  /// - Returns: In `0...n`.
  public func rank(tolerance: Double = 1e-10) -> Int {
    values.count { $0.magnitude > threshold(tolerance) }
  }

  /// The shortest of the vectors x for which `A x` is nearest to b: the pseudo-inverse times b.
  ///
  /// - Parameters:
  ///   - right: b; shape `[n]`.
  ///   - tolerance: Which eigenvalues count as 0, relative to the largest in magnitude.
  /// - Returns: x; shape `[n]`.
  public func pseudoInverse(times right: Vector, tolerance: Double = 1e-10) -> Vector {
    var result = Vector.zero(count: values.count)
    for (value, vector) in zip(values, vectors) where value.magnitude > threshold(tolerance) {
      result += (vector.dot(right) / value) * vector
    }
    return result
  }

  private func threshold(_ tolerance: Double) -> Double {
    tolerance * values.reduce(0) { Swift.max($0, $1.magnitude) }
  }
}
