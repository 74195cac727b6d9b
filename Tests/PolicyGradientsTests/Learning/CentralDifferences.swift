/// The gradient of a function by central differences, accurate to about 10⁻⁹ of its scale.
func differences(
  at point: [Double], step: Double = 1e-5, of function: ([Double]) -> Double
) -> [Double] {
  var moved = point
  return point.indices.map { index in
    moved[index] = point[index] + step
    let above = function(moved)
    moved[index] = point[index] - step
    let below = function(moved)
    moved[index] = point[index]
    return (above - below) / (2 * step)
  }
}

/// The largest difference of two vectors, as a share of the largest number of the second.
func relativeError(_ value: [Float], _ expected: [Double]) -> Double {
  precondition(value.count == expected.count)
  let scale = expected.map(\.magnitude).max() ?? 0
  let error = zip(value, expected).map { (Double($0) - $1).magnitude }.max() ?? 0
  return error / scale
}
