import Testing
import VectorMath

@Suite struct OrthogonalInitializationTests {
  /// The greatest distance of QᵀQ, or QQᵀ of a wide matrix, from the identity.
  private func deviation(_ matrix: Matrix) -> Double {
    let isWide = matrix.columnCount > matrix.rowCount
    let vectors = (0..<min(matrix.rowCount, matrix.columnCount)).map { index in
      isWide
        ? matrix.row(index) : Vector((0..<matrix.rowCount).map { matrix[$0, index] })
    }
    var worst = 0.0
    for (index, vector) in vectors.enumerated() {
      for (other, another) in vectors.enumerated() {
        let product = zip(vector, another).reduce(0) { $0 + $1.0 * $1.1 }
        worst = max(worst, (product - (index == other ? 1 : 0)).magnitude)
      }
    }
    return worst
  }

  @Test(arguments: [(1, 1), (4, 64), (64, 2), (16, 16)])
  func `columns or rows are orthonormal`(rowCount: Int, columnCount: Int) {
    var random = RandomStream(seed: 11)
    var other = random
    let matrix = Matrix.randomOrthogonal(
      rowCount: rowCount, columnCount: columnCount, using: &random)
    #expect(matrix.rowCount == rowCount)
    #expect(matrix.columnCount == columnCount)
    #expect(deviation(matrix) < 1e-14)
    // Negative control: one element a little off.
    var wrong = matrix
    wrong[0, 0] += 1e-6
    #expect(deviation(wrong) > 1e-14)
    for _ in 0..<rowCount * columnCount { _ = other.normal() }
    #expect(random == other)
  }

  @Test func `no sign is preferred`() {
    // E[Q₁₁] = 0 and E[Q₁₁²] = ½ in two dimensions: 2,000 draws have standard error 0.0158.
    var random = RandomStream(seed: 12)
    let corners = (0..<2000).map { _ in
      Matrix.randomOrthogonal(rowCount: 2, columnCount: 2, using: &random)[1, 1]
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / 2000 }
    #expect(mean(corners).magnitude < 5 * 0.0158)
    // Negative control: signs fixed as by a decomposition that makes the diagonal positive.
    #expect(mean(corners.map(\.magnitude)) > 5 * 0.0158)
  }

  @Test func `a layer starts with its gain and no bias`() {
    let layer = DenseLayer(inputCount: 3, outputCount: 5, activation: .tanh)
    var random = RandomStream(seed: 13)
    let parameters = layer.orthogonalParameters(gain: 2, using: &random)
    #expect(parameters.count == layer.parameterCount)
    #expect(parameters[15...].allSatisfy { $0 == 0 })
    for input in 0..<3 {
      let row = parameters[input * 5..<input * 5 + 5]
      #expect((row.reduce(0) { $0 + $1 * $1 } - 4).magnitude < 1e-5)
    }
  }
}
