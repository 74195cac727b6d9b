import Testing
import VectorMath

@Suite struct DenseLayerTangentsTests {
  private func tangents(
    _ layer: DenseLayer, inputs: [Float], inputTangents: [Float], parameters: [Float],
    parameterTangents: [Float]
  ) -> [Float] {
    let rowCount = inputs.count / layer.inputCount
    var result = [Float](repeating: .nan, count: rowCount * layer.outputCount)
    var span = result.mutableSpan
    layer.sumTangents(
      inputs: inputs.span, inputTangents: inputTangents.span, parameters: parameters.span,
      parameterTangents: parameterTangents.span, into: &span)
    return result
  }

  @Test func `by hand`() {
    let layer = DenseLayer(inputCount: 2, outputCount: 1, activation: .tanh)
    // x = (1, 2), dx = (10, 20); W = (3, 4), dW = (5, 6), db = 7.
    let moved = tangents(
      layer, inputs: [1, 2], inputTangents: [10, 20], parameters: [3, 4, 9],
      parameterTangents: [5, 6, 7])
    // 1·5 + 2·6 + 10·3 + 20·4 + 7.
    #expect(moved == [134])
    let still = tangents(
      layer, inputs: [1, 2], inputTangents: [], parameters: [3, 4, 9],
      parameterTangents: [5, 6, 7])
    // 1·5 + 2·6 + 7.
    #expect(still == [24])
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (16, 33, 9), (64, 64, 20)])
  func `as differences of sums`(inputCount: Int, outputCount: Int, rowCount: Int) {
    var random = RandomStream(seed: 3)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    let layer = DenseLayer(inputCount: inputCount, outputCount: outputCount, activation: .none)
    let (inputs, inputTangents) = (numbers(rowCount * inputCount), numbers(rowCount * inputCount))
    let parameters = numbers(layer.parameterCount)
    let parameterTangents = numbers(layer.parameterCount)
    // Sums are quadratic in the move, so central differences are exact but for rounding.
    func sums(_ move: Double) -> [Double] {
      (0..<rowCount * outputCount).map { place in
        let (row, column) = (place / outputCount, place % outputCount)
        func moved(_ number: Float, _ tangent: Float) -> Double {
          Double(number) + move * Double(tangent)
        }
        let bias = inputCount * outputCount + column
        return (0..<inputCount).reduce(moved(parameters[bias], parameterTangents[bias])) {
          let (input, weight) = (row * inputCount + $1, $1 * outputCount + column)
          return $0 + moved(inputs[input], inputTangents[input])
            * moved(parameters[weight], parameterTangents[weight])
        }
      }
    }
    let (ahead, behind) = (sums(0.5), sums(-0.5))
    func error(_ found: [Float]) -> Double {
      found.indices.map { (Double(found[$0]) - (ahead[$0] - behind[$0])).magnitude }.max() ?? 0
    }
    let found = tangents(
      layer, inputs: inputs, inputTangents: inputTangents, parameters: parameters,
      parameterTangents: parameterTangents)
    // Each of 2n + 1 roundings is at most 2⁻²⁴ of a partial sum, whose terms are below 16 or so.
    let bound = Double(2 * inputCount + 1) * 32 * 0x1p-24
    #expect(error(found) < bound)
    // Negative control: inputs taken to stay.
    let still = tangents(
      layer, inputs: inputs, inputTangents: [], parameters: parameters,
      parameterTangents: parameterTangents)
    #expect(error(still) > 1000 * bound)
  }
}
