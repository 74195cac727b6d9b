import Testing
import VectorMath

@Suite struct OptimizerTests {
  @Test func `an optimiser that descends is one that ascends the other way`() {
    var (up, down): ([Float], [Float]) = ([1, -2], [1, -2])
    var optimizer = Adam(parameterCount: 2)
    var other = optimizer
    for step in 1...3 {
      let gradients = [Float(step), -0.5]
      let opposite = gradients.map { -$0 }
      var upSpan = up.mutableSpan
      optimizer.ascend(&upSpan, gradients: gradients.span, learningRate: 0.1)
      var downSpan = down.mutableSpan
      other.descend(&downSpan, gradients: opposite.span, learningRate: 0.1)
    }
    #expect(up == down)
    #expect(up[0] > 1.2 && up[1] < -2.2)
  }

  @Test func `a learning rate of 0 moves nothing and is remembered`() {
    var parameters: [Float] = [1]
    let gradients: [Float] = [3]
    var optimizer = GradientStep(parameterCount: 1, momentum: 0.5)
    var span = parameters.mutableSpan
    optimizer.descend(&span, gradients: gradients.span, learningRate: 0)
    #expect(parameters == [1])
    #expect(optimizer.velocities == [3])
  }

  @Test func `what does not fit stops with a message`() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters: [Float] = [1, 2]
      let gradients: [Float] = [3]
      var optimizer = GradientStep(parameterCount: 2)
      var span = parameters.mutableSpan
      optimizer.descend(&span, gradients: gradients.span, learningRate: 0.1)
    }
    #expect(message(count).contains("GradientStep: 2 parameters and 1 gradients, not 2"))
    let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters: [Float] = [1]
      let gradients: [Float] = [3]
      var optimizer = RMSprop(parameterCount: 1)
      var span = parameters.mutableSpan
      optimizer.ascend(&span, gradients: gradients.span, learningRate: .nan)
    }
    #expect(message(rate).contains("RMSprop: the learning rate nan is not a number from 0 on"))
    let decay = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam(parameterCount: 1, secondDecay: 1)
    }
    #expect(message(decay).contains("Adam: secondDecay 1.0 is outside 0..<1.0"))
    let moments = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var optimizer = Adam(parameterCount: 2)
      optimizer.resume(stepCount: 1, firstMoments: [1], secondMoments: [1, 2])
    }
    #expect(message(moments).contains("Adam: 1 and 2 moments, not 2"))
  }

  private func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
