import Testing
import VectorMath

@Suite struct MatrixTests {
  @Test func `an outer product has rank one`() {
    let matrix = Matrix.outer([1, 2], [3, 4, 5])
    #expect(matrix.rowCount == 2)
    #expect(matrix.columnCount == 3)
    #expect(matrix.elements == [3, 4, 5, 6, 8, 10])
    #expect(matrix[1, 2] == 10)
    #expect(matrix.row(1) == [6, 8, 10])
    #expect(matrix * [1, 1, 1] == [12, 24])
    #expect(matrix.diagonal == [3, 8])
    #expect(matrix.trace == 11)
    var sum = matrix
    sum.addOuterProduct([1, 2], [3, 4, 5], scale: -1)
    #expect(sum == .zero(rowCount: 2, columnCount: 3))
  }

  @Test func `sums and scales element by element`() {
    var matrix = Matrix.zero(rowCount: 2, columnCount: 2)
    matrix[0, 1] = 3
    let sum = matrix + 2 * Matrix.outer([1, 0], [1, 1])
    #expect(sum.elements == [2, 5, 0, 0])
    #expect((sum - matrix).elements == [2, 2, 0, 0])
    #expect(sum.isClose(to: sum + 1e-10 * sum))
    #expect(!sum.isClose(to: 2 * sum))
  }

  @Test func `prints a line a row`() {
    #expect("\(Matrix.outer([1, 0.5], [1, -1]))" == "[1, -1]\n[0.5, -0.5]")
  }
}
