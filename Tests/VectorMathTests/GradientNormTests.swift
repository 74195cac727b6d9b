import Testing
import VectorMath

@Suite struct GradientNormTests {
  private func norm(_ gradients: [Float]) -> Double { GradientNorm.of(gradients.span) }

  @Test(arguments: [0, 1, 15, 16, 17, 100])
  func `agrees with double precision`(count: Int) {
    var random = RandomStream(seed: 5)
    let gradients = (0..<count).map { _ in Float(random.normal()) }
    let exact = gradients.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect((norm(gradients) - exact).magnitude <= 1e-6 * exact)
    // Negative control: one gradient less is seen.
    let shorter = norm(gradients.dropLast())
    #expect(count == 0 || (shorter - exact).magnitude > 1e-6 * exact)
  }

  private func clipped(
    _ gradients: [Float], _ maximum: Double
  ) -> (norm: Double, gradients: [Float]) {
    var gradients = gradients
    var span = gradients.mutableSpan
    let norm = GradientNorm.clip(&span, maximum: maximum)
    return (norm, gradients)
  }

  @Test func `long gradients are shortened, short ones are not`() {
    let long = clipped([3, 4], 0.5)
    #expect(long.norm == 5)
    #expect((norm(long.gradients) - 0.5).magnitude < 1e-6)
    #expect((long.gradients[0] / long.gradients[1] - 0.75).magnitude < 1e-6)
    #expect(clipped([3, 4], 6).gradients == [3, 4])
    #expect(clipped([3, 4], .infinity).gradients == [3, 4])
    #expect(clipped([0, 0], 1).gradients == [0, 0])
  }

  @Test func `gradients that are not finite stay`() {
    #expect(clipped([.infinity, 1], 1).norm == .infinity)
    #expect(clipped([.infinity, 1], 1).gradients == [.infinity, 1])
    #expect(clipped([.nan, 1], 1).norm.isNaN)
    #expect(clipped([.nan, 1], 1).gradients[1] == 1)
  }

  @Test func `a maximum of 0 stops with a message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var gradients: [Float] = [1]
      var span = gradients.mutableSpan
      GradientNorm.clip(&span, maximum: 0)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("GradientNorm.clip: the maximum 0.0 is not above 0"))
  }
}
