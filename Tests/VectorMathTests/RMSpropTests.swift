import Testing
import VectorMath

@Suite struct RMSpropTests {
  @Test func `two steps by hand`() {
    var optimizer = RMSprop(parameterCount: 1, decay: 0.75, epsilon: 1)
    var parameters: [Float] = [0]
    let gradients: [Float] = [2]
    var span = parameters.mutableSpan
    optimizer.descend(&span, gradients: gradients.span, learningRate: 0.5)
    // v = 1: 0.5 · 2 / (1 + 1). With ε within the root it were 0.7071.
    #expect(parameters == [-0.5])
    #expect(optimizer.secondMoments == [1])
    let other: [Float] = [-5]
    var again = parameters.mutableSpan
    optimizer.descend(&again, gradients: other.span, learningRate: 0.5)
    // v = 0.75 + 6.25 = 7: −0.5 + 2.5 / (√7 + 1).
    #expect(optimizer.secondMoments == [7])
    #expect((parameters[0] - 0.185_729_7).magnitude < 1e-6)
  }

  @Test func `goes on from given moments`() {
    let optimizer = RMSprop(parameterCount: 2, secondMoments: [1, 4])
    #expect(optimizer.secondMoments == [1, 4])
    #expect(optimizer.parameterCount == 2)
    #expect(optimizer != RMSprop(parameterCount: 2))
  }
}
