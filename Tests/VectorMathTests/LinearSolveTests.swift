import Testing
import VectorMath

@Suite struct LinearSolveTests {
  @Test func `a hand-computed case that needs a pivot`() throws {
    var matrix = Matrix.zero(rowCount: 2, columnCount: 2)
    matrix[0, 1] = 2
    matrix[1, 0] = 4
    matrix[1, 1] = 1
    // 2y = 6, 4x + y = 11.
    #expect(try #require(matrix.solving([6, 11])) == [2, 3])
  }

  @Test func `random systems are solved`() throws {
    var random = RandomStream(seed: 1)
    for size in [1, 3, 10, 40] {
      var matrix = Matrix.zero(rowCount: size, columnCount: size)
      for row in 0..<size {
        for column in 0..<size { matrix[row, column] = random.normal() }
      }
      let solution = Vector((0..<size).map { _ in random.normal() })
      let found = try #require(matrix.solving(matrix * solution))
      #expect(found.isClose(to: solution, tolerance: 1e-9))
    }
  }

  @Test func `a singular matrix has no solution`() {
    let matrix = Matrix.outer([1, 2, 3], [1, 1, 2])
    #expect(matrix.solving([1, 2, 3]) == nil)
    #expect(Matrix.zero(rowCount: 2, columnCount: 2).solving([0, 0]) == nil)
  }
}
