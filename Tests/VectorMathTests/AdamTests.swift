import Testing
import VectorMath

@Suite struct AdamTests {
  /// One parameter, from 0, after steps along these gradients.
  private func descended(_ gradients: [Float], epsilon: Double = 1e-8) -> [Float] {
    var optimizer = Adam(parameterCount: 1, firstDecay: 0.5, secondDecay: 0.75, epsilon: epsilon)
    var parameters: [Float] = [0]
    return gradients.map { gradient in
      let gradients = [gradient]
      var span = parameters.mutableSpan
      optimizer.descend(&span, gradients: gradients.span, learningRate: 0.5)
      return parameters[0]
    }
  }

  /// The same by Algorithm 1 of the paper, in double precision.
  private func reference(
    _ gradients: [Float], root: (_ square: Double, _ correction: Double) -> Double
  ) -> [Double] {
    var (mean, square, parameter, firstPower, secondPower) = (0.0, 0.0, 0.0, 1.0, 1.0)
    return gradients.map { gradient in
      let gradient = Double(gradient)
      mean = 0.5 * mean + 0.5 * gradient
      square = 0.75 * square + 0.25 * gradient * gradient
      firstPower *= 0.5
      secondPower *= 0.75
      parameter -= 0.5 * mean / (1 - firstPower) / root(square, 1 - secondPower)
      return parameter
    }
  }

  private func agree(_ found: [Float], _ expected: [Double]) -> Bool {
    zip(found, expected).allSatisfy { (Double($0) - $1).magnitude < 1e-5 }
  }

  @Test func `the first step by hand`() {
    // m = 1, v = 1; corrected 2 and 4; 0.5 · 2 / (2 + 1) = ⅓.
    #expect((descended([2], epsilon: 1)[0] + 1 / 3).magnitude < 1e-6)
  }

  @Test func `forty steps follow Algorithm 1`() {
    var random = RandomStream(seed: 3)
    let gradients = (0..<40).map { _ in Float(random.normal()) }
    let found = descended(gradients, epsilon: 0.1)
    #expect(agree(found, reference(gradients) { ($0 / $1).squareRoot() + 0.1 }))
    // Negative controls: ε within the root, ε before the correction, no correction.
    #expect(!agree(found, reference(gradients) { ($0 / $1 + 0.1).squareRoot() }))
    #expect(!agree(found, reference(gradients) { ($0.squareRoot() + 0.1) / $1.squareRoot() }))
    #expect(!agree(found, reference(gradients) { square, _ in square.squareRoot() + 0.1 }))
  }

  @Test func `a resumed optimiser goes on with the same bits`() {
    var parameters: [Float] = [1, 2, 3]
    var optimizer = Adam(parameterCount: 3)
    func step(_ optimizer: inout Adam, _ parameters: inout [Float]) {
      let gradients = parameters.map { $0 * 0.3 }
      var span = parameters.mutableSpan
      optimizer.descend(&span, gradients: gradients.span, learningRate: 1e-2)
    }
    for _ in 0..<5 { step(&optimizer, &parameters) }
    var resumed = Adam(parameterCount: 3)
    resumed.resume(
      stepCount: optimizer.stepCount, firstMoments: optimizer.firstMoments,
      secondMoments: optimizer.secondMoments)
    #expect(resumed == optimizer)
    var copy = parameters
    for _ in 0..<5 {
      step(&optimizer, &parameters)
      step(&resumed, &copy)
    }
    #expect(copy == parameters)
    #expect(resumed.stepCount == 10)
  }
}
