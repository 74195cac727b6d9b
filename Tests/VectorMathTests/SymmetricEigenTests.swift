import Testing
import VectorMath

@Suite struct SymmetricEigenTests {
  @Test func `a hand-computed case`() {
    // [[2, 1], [1, 2]] has 3 along (1, 1) and 1 along (1, −1).
    let matrix = Matrix.outer([1, 1], [1, 1]) + identity(2)
    let eigen = SymmetricEigen(matrix)
    #expect(eigen.values.isClose(to: [3, 1], tolerance: 1e-15))
    #expect((eigen.vectors[0][0] - eigen.vectors[0][1]).magnitude < 1e-15)
    #expect(eigen.rank() == 2)
    #expect(eigen.pseudoInverse(times: [3, 3]).isClose(to: [1, 1], tolerance: 1e-15))
  }

  @Test func `the decomposition gives the matrix back`() {
    var random = RandomStream(seed: 1)
    for size in [1, 2, 5, 12] {
      var matrix = Matrix.zero(rowCount: size, columnCount: size)
      for _ in 0..<size {
        let vector = Vector((0..<size).map { _ in random.normal() })
        matrix.addOuterProduct(vector, vector, scale: random.normal())
      }
      let eigen = SymmetricEigen(matrix)
      var sum = Matrix.zero(rowCount: size, columnCount: size)
      for (value, vector) in zip(eigen.values, eigen.vectors) {
        sum.addOuterProduct(vector, vector, scale: value)
        #expect((vector.norm - 1).magnitude < 1e-14)
      }
      #expect(sum.isClose(to: matrix, tolerance: 1e-12))
      #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  @Test func `the pseudo-inverse leaves out what a singular matrix cannot reach`() {
    let eigen = SymmetricEigen(Matrix.outer([1, -1, 0], [1, -1, 0]))
    #expect(eigen.rank() == 1)
    #expect(eigen.pseudoInverse(times: [4, 0, 7]).isClose(to: [1, -1, 0], tolerance: 1e-14))
  }

  private func identity(_ size: Int) -> Matrix {
    var result = Matrix.zero(rowCount: size, columnCount: size)
    for index in 0..<size { result[index, index] = 1 }
    return result
  }
}
