import Testing
import VectorMath

@Suite struct DenseLayerTests {
  /// One batch through a layer and back, with random numbers.
  struct Pass {
    let layer: DenseLayer
    let rowCount: Int
    let inputs: [Float]
    let parameters: [Float]
    /// ∂L/∂Y.
    let outputGradients: [Float]
    let outputs: [Float]
    let sumGradients: [Float]
    let parameterGradients: [Float]
    let inputGradients: [Float]
    /// What an activation like the layer's own might have given, as if it were the inputs.
    let earlierOutputs: [Float]
    let inputSumGradients: [Float]

    init(_ layer: DenseLayer, rowCount: Int) {
      var random = RandomStream(seed: 7)
      let inputs = (0..<rowCount * layer.inputCount).map { _ in Float(random.normal()) }
      let parameters = (0..<layer.parameterCount).map { _ in Float(random.normal()) / 2 }
      outputGradients = (0..<rowCount * layer.outputCount).map { _ in Float(random.normal()) }
      // What stood there before must not matter.
      var outputs = outputGradients.map { _ in Float.nan }
      var outputSpan = outputs.mutableSpan
      layer.forward(
        inputs.span, parameters: parameters.span, rowCount: rowCount, into: &outputSpan)
      var sumGradients = outputGradients
      var sumSpan = sumGradients.mutableSpan
      layer.differentiateActivation(&sumSpan, outputs: outputs.span)
      var parameterGradients = parameters.map { _ in Float.nan }
      var parameterSpan = parameterGradients.mutableSpan
      layer.parameterGradients(
        inputs: inputs.span, gradients: sumGradients.span, rowCount: rowCount,
        into: &parameterSpan)
      var inputGradients = inputs.map { _ in Float.nan }
      var inputSpan = inputGradients.mutableSpan
      layer.inputGradients(
        gradients: sumGradients.span, parameters: parameters.span, rowCount: rowCount,
        into: &inputSpan)
      let earlierOutputs = inputs.map { layer.activation == .relu ? max($0, 0) : $0 }
      var inputSumGradients = inputs.map { _ in Float.nan }
      var inputSumSpan = inputSumGradients.mutableSpan
      layer.inputSumGradients(
        gradients: sumGradients.span, parameters: parameters.span, inputs: earlierOutputs.span,
        activation: layer.activation, rowCount: rowCount, into: &inputSumSpan)
      self.layer = layer
      self.rowCount = rowCount
      self.inputs = inputs
      self.parameters = parameters
      self.outputs = outputs
      self.sumGradients = sumGradients
      self.parameterGradients = parameterGradients
      self.inputGradients = inputGradients
      self.earlierOutputs = earlierOutputs
      self.inputSumGradients = inputSumGradients
    }
  }

  /// The same sums one after the other, in the documented order.
  struct Reference {
    var outputs: [Float] = []
    var sumGradients: [Float] = []
    var parameterGradients: [Float] = []
    var inputGradients: [Float] = []
    var inputSumGradients: [Float] = []

    init(_ pass: Pass) {
      let (rows, inputs, outputs) = (
        pass.rowCount, pass.layer.inputCount, pass.layer.outputCount
      )
      let biases = pass.layer.weightCount
      func chain(_ start: Float, _ count: Int, _ factors: (Int) -> (Float, Float)) -> Float {
        (0..<count).reduce(start) { $0.addingProduct(factors($1).0, factors($1).1) }
      }
      func slope(_ gradient: Float, _ output: Float) -> Float {
        switch pass.layer.activation {
        case .none: gradient
        case .tanh: gradient * (1 as Float).addingProduct(-output, output)
        case .relu: output > 0 ? gradient : 0
        }
      }
      for row in 0..<rows {
        for output in 0..<outputs {
          let bias = pass.parameters[biases + output]
          let factors: (Int) -> (Float, Float) = {
            (pass.inputs[row * inputs + $0], pass.parameters[$0 * outputs + output])
          }
          let sum =
            outputs <= 4 && inputs >= 16
            ? Reference.sixteenSums(inputs, factors) + bias : chain(bias, inputs, factors)
          let gradient = pass.outputGradients[row * outputs + output]
          let value =
            switch pass.layer.activation {
            case .none: sum
            case .tanh: ElementaryFunction.tanh(sum)
            case .relu: sum > 0 ? sum : 0
            }
          self.outputs.append(value)
          sumGradients.append(slope(gradient, value))
        }
      }
      for input in 0...inputs {
        for output in 0..<outputs {
          parameterGradients.append(
            chain(0, rows) {
              let factor = input == inputs ? 1 : pass.inputs[$0 * inputs + input]
              return (factor, sumGradients[$0 * outputs + output])
            })
        }
      }
      for row in 0..<rows {
        for input in 0..<inputs {
          inputGradients.append(
            chain(0, outputs) {
              (sumGradients[row * outputs + $0], pass.parameters[input * outputs + $0])
            })
          let place = row * inputs + input
          inputSumGradients.append(slope(inputGradients[place], pass.earlierOutputs[place]))
        }
      }
    }

    /// Σ of products, the one of i in sum i mod 16; then halves are added.
    private static func sixteenSums(_ count: Int, _ factors: (Int) -> (Float, Float)) -> Float {
      var sums: [Float] = Array(repeating: 0, count: 16)
      for index in 0..<count {
        let (left, right) = factors(index)
        sums[index % 16] = sums[index % 16].addingProduct(left, right)
      }
      while sums.count > 1 {
        let half = sums.count / 2
        sums = (0..<half).map { sums[$0] + sums[half + $0] }
      }
      return sums[0]
    }
  }

  @Test func `few outputs of many inputs need no more than the sum of their products`() {
    // Powers of two, so that no order of the sums rounds: Σ i · 2ⁱ⁻ʲ for j of 3 outputs.
    let layer = DenseLayer(inputCount: 18, outputCount: 3, activation: .none)
    var inputs: [Float] = []
    for row in 1...5 { for input in 0..<18 { inputs.append(Float(row << input) / 1024) } }
    var parameters: [Float] = []
    for input in 0..<18 { for output in 0..<3 { parameters.append(Float(input % 2 + output)) } }
    parameters += [0.25, 0.5, 1]
    var outputs: [Float] = Array(repeating: 0, count: 15)
    var span = outputs.mutableSpan
    layer.forward(inputs.span, parameters: parameters.span, rowCount: 5, into: &span)
    // Σ 2ⁱ = 2¹⁸ − 1, of which the odd ones make up two thirds.
    let (all, odd): (Float, Float) = (262_143 / 1024, 174_762 / 1024)
    var expected: [Float] = []
    for row in 1...5 {
      let factor = Float(row)
      expected += [factor * odd + 0.25, factor * (odd + all) + 0.5, factor * (odd + 2 * all) + 1]
    }
    #expect(outputs == expected)
  }

  // Rows that fill no, one or several tiles; columns that fill parts of one vector or of several;
  // one shape whose columns are packed; few outputs of many inputs, few or many rows of four vectors.
  @Test(
    arguments: [
      (1, 1, 1), (1, 4, 64), (8, 4, 2), (3, 5, 7), (13, 17, 33), (9, 16, 16), (5, 3, 48),
      (12, 8, 40), (40, 130, 70), (7, 6, 9), (0, 3, 2), (70, 64, 1), (67, 83, 2), (9, 70, 3),
      (2, 5, 150), (1, 64, 64), (2, 150, 5), (2, 70, 6), (70, 2, 150), (70, 1, 64),
      (17, 3, 70), (11, 66, 64), (130, 9, 66), (38, 20, 4),
    ], DenseLayer.Activation.allCases)
  func `every bit is that of plain loops`(
    shape: (rows: Int, inputs: Int, outputs: Int), activation: DenseLayer.Activation
  ) {
    let layer = DenseLayer(
      inputCount: shape.inputs, outputCount: shape.outputs, activation: activation)
    let pass = Pass(layer, rowCount: shape.rows)
    let reference = Reference(pass)
    #expect(pass.outputs == reference.outputs)
    #expect(pass.sumGradients == reference.sumGradients)
    #expect(pass.parameterGradients == reference.parameterGradients)
    #expect(pass.inputGradients == reference.inputGradients)
    #expect(pass.inputSumGradients == reference.inputSumGradients)
  }

  @Test func `a hand-computed layer`() {
    // [1 2; 3 4] [1 0 2; 0 1 −2] + [10 20 0] = [11 22 −2; 13 24 −2].
    let layer = DenseLayer(inputCount: 2, outputCount: 3, activation: .relu)
    let parameters: [Float] = [1, 0, 2, 0, 1, -2, 10, 20, 0]
    let inputs: [Float] = [1, 2, 3, 4]
    var outputs: [Float] = Array(repeating: 0, count: 6)
    var outputSpan = outputs.mutableSpan
    layer.forward(inputs.span, parameters: parameters.span, rowCount: 2, into: &outputSpan)
    #expect(outputs == [11, 22, 0, 13, 24, 0])

    var gradients: [Float] = [1, 2, 3, 4, 5, 6]
    var gradientSpan = gradients.mutableSpan
    layer.differentiateActivation(&gradientSpan, outputs: outputs.span)
    #expect(gradients == [1, 2, 0, 4, 5, 0])

    var parameterGradients: [Float] = Array(repeating: 0, count: 9)
    var parameterSpan = parameterGradients.mutableSpan
    layer.parameterGradients(
      inputs: inputs.span, gradients: gradients.span, rowCount: 2, into: &parameterSpan)
    #expect(parameterGradients == [13, 17, 0, 18, 24, 0, 5, 7, 0])

    var inputGradients: [Float] = Array(repeating: 0, count: 4)
    var inputSpan = inputGradients.mutableSpan
    layer.inputGradients(
      gradients: gradients.span, parameters: parameters.span, rowCount: 2, into: &inputSpan)
    #expect(inputGradients == [1, 2, 4, 5])
  }

  @Test func `gradients agree with differences`() {
    let layer = DenseLayer(inputCount: 3, outputCount: 5, activation: .tanh)
    let pass = Pass(layer, rowCount: 4)
    // L = Σ outputGradients · Y in double precision, by its own formula.
    func loss(_ inputs: [Double], _ parameters: [Double]) -> Double {
      var sum = 0.0
      for row in 0..<4 {
        for output in 0..<5 {
          let input = (0..<3).reduce(parameters[15 + output]) {
            $0 + inputs[row * 3 + $1] * parameters[$1 * 5 + output]
          }
          let value = 1 - 2 / (Double.exp(2 * input) + 1)
          sum += Double(pass.outputGradients[row * 5 + output]) * value
        }
      }
      return sum
    }
    func differences(_ count: Int, _ loss: (Int, Double) -> Double) -> [Double] {
      (0..<count).map { (loss($0, 1e-5) - loss($0, -1e-5)) / 2e-5 }
    }
    func agree(_ gradients: [Float], _ differences: [Double]) -> Bool {
      zip(gradients, differences).allSatisfy { (Double($0) - $1).magnitude < 1e-5 }
    }
    let inputs = pass.inputs.map(Double.init)
    let parameters = pass.parameters.map(Double.init)
    let ofInputs = differences(12) { index, step in
      var moved = inputs
      moved[index] += step
      return loss(moved, parameters)
    }
    let ofParameters = differences(20) { index, step in
      var moved = parameters
      moved[index] += step
      return loss(inputs, moved)
    }
    #expect(agree(pass.inputGradients, ofInputs))
    #expect(agree(pass.parameterGradients, ofParameters))
    // Negative control: without the slope of the activation they do not agree.
    let linear = Pass(DenseLayer(inputCount: 3, outputCount: 5, activation: .none), rowCount: 4)
    #expect(!agree(linear.inputGradients, ofInputs))
    #expect(!agree(linear.parameterGradients, ofParameters))
  }

  @Test func `shapes that do not match stop with a message`() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DenseLayer(inputCount: 0, outputCount: 3, activation: .none)
    }
    #expect(message(shape).contains("DenseLayer: the shape 0 × 3 is not positive"))
    let inputs = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let layer = DenseLayer(inputCount: 2, outputCount: 1, activation: .none)
      let inputs: [Float] = [1, 2, 3]
      let parameters: [Float] = [1, 2, 3]
      var outputs: [Float] = [0]
      var span = outputs.mutableSpan
      layer.forward(inputs.span, parameters: parameters.span, rowCount: 1, into: &span)
    }
    #expect(message(inputs).contains("DenseLayer: 3 inputs are not 1 × 2"))
    let gradients = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let layer = DenseLayer(inputCount: 2, outputCount: 1, activation: .tanh)
      let outputs: [Float] = [1]
      var gradients: [Float] = [1, 2]
      var span = gradients.mutableSpan
      layer.differentiateActivation(&span, outputs: outputs.span)
    }
    #expect(message(gradients).contains("DenseLayer: 2 gradients do not fit 1 outputs"))
  }

  private func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
