extension Matrix {
  /// A random matrix whose columns are orthonormal, or its rows if it is wider than high.
  ///
  /// The rows or columns of a matrix of normal numbers, made orthonormal one after the other
  /// (Gram-Schmidt, twice, so that rounding leaves no angle). That is a QR decomposition with positive
  /// diagonal of R, and therefore uniform over all such matrices.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows; at least 0.
  ///   - columnCount: How many columns; at least 0.
  ///   - random: The source.
  /// - Returns: Q with QᵀQ = 1 or QQᵀ = 1 up to rounding.
  /// - Randomness: draws exactly `rowCount · columnCount` values.
  /// - SeeAlso: Mezzadri 2007, arXiv:math-ph/0609050, section 5; Saxe et al. 2014, arXiv:1312.6120.
  public static func randomOrthogonal(
    rowCount: Int, columnCount: Int, using random: inout RandomStream
  ) -> Matrix {
    var result = Matrix.zero(rowCount: rowCount, columnCount: columnCount)
    let isWide = columnCount > rowCount
    let length = isWide ? columnCount : rowCount
    var basis: [[Double]] = []
    for index in 0..<(isWide ? rowCount : columnCount) {
      var vector = (0..<length).map { _ in random.normal() }
      for _ in 0..<2 {
        for other in basis {
          let share = dot(vector, other)
          for place in 0..<length { vector[place].addProduct(-share, other[place]) }
        }
      }
      let norm = dot(vector, vector).squareRoot()
      for place in 0..<length {
        vector[place] /= norm
        let (row, column) = isWide ? (index, place) : (place, index)
        result[row, column] = vector[place]
      }
      basis.append(vector)
    }
    return result
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum.addProduct(left[index], right[index]) }
    return sum
  }
}

extension DenseLayer {
  /// Parameters to start training from: a random orthogonal matrix times a gain, and zero biases.
  ///
  /// PyTorch's `orthogonal_`. PPO code takes the gains √2 for hidden layers, 0.01 for the last of a
  /// policy and 1 for the last of a value.
  ///
  /// - Parameters:
  ///   - gain: The norm of every column of W, or of every row if it is wider than high; finite.
  ///   - random: The source.
  /// - Returns: W, then b; shape `[parameterCount]`.
  /// - Randomness: draws exactly `weightCount` values.
  public func orthogonalParameters(gain: Double, using random: inout RandomStream) -> [Float] {
    if !gain.isFinite { fatalError("DenseLayer: the gain \(gain) is not finite") }
    let weights = Matrix.randomOrthogonal(
      rowCount: inputCount, columnCount: outputCount, using: &random)
    return weights.elements.map { Float(gain * $0) } + Array(repeating: 0, count: outputCount)
  }
}
