import Notebook
import Testing

/// That the unseeded calls are refused is a matter of compiling; that the seeded ones are not, and
/// are not ambiguous either, is shown by this file's compiling without a warning.
@Suite struct UnseededRandomnessTests {
  private func element<Items: Collection>(
    of items: Items, _ random: inout RandomStream
  ) -> Items.Element? {
    items.randomElement(using: &random)
  }

  private func number<Number: FixedWidthInteger>(_ random: inout RandomStream) -> Number {
    .random(in: 1...6, using: &random)
  }

  @Test func seededCallsWork() {
    var random = RandomStream(seed: 1)
    var items = Array(1...6)
    items.shuffle(using: &random)
    #expect(items.sorted() == Array(1...6))
    #expect((1...6).shuffled(using: &random).sorted() == Array(1...6))
    #expect(element(of: 1...6, &random) != nil)
    #expect(element(of: "abc", &random) != nil)
    #expect((1...6).contains(number(&random) as UInt8))
    #expect((0..<1).contains(Double.random(in: 0..<1, using: &random)))
    #expect((0...1).contains(Float.random(in: 0...1, using: &random)))
    #expect((0..<3).contains(Int.random(in: 0..<3, using: &random)))
    _ = Bool.random(using: &random)
  }
}
