import Testing
import VectorMath

@Suite struct GradientStepTests {
  private func ascended(_ optimizer: GradientStep) -> [Float] {
    var optimizer = optimizer
    var parameters: [Float] = [1, 1]
    for gradients in [[2, -4], [4, 8]] as [[Float]] {
      var span = parameters.mutableSpan
      optimizer.ascend(&span, gradients: gradients.span, learningRate: 0.25)
    }
    return parameters
  }

  @Test func `without momentum, sums of gradients`() {
    #expect(ascended(GradientStep(parameterCount: 2)) == [2.5, 2])
  }

  @Test func `with momentum, of velocities`() {
    // u = [2, −4], then [5, 6].
    #expect(ascended(GradientStep(parameterCount: 2, momentum: 0.5)) == [2.75, 1.5])
    #expect(
      ascended(GradientStep(parameterCount: 2, momentum: 0.5, velocities: [4, 0])) == [3.5, 1.5])
  }
}
