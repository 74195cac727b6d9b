import Testing

@testable import VectorMath

@Suite struct ExactDecimalTests {
  @Test func `holds every digit`() {
    #expect(ExactDecimal(0.1).digits.map(String.init).joined() == tenth)
    #expect(ExactDecimal(0.1).exponent == -1)
    #expect(ExactDecimal(0).isZero)
    #expect(ExactDecimal(1_000).digits == [1])
    #expect(ExactDecimal(1_000).exponent == 3)
    #expect(ExactDecimal(.leastNonzeroMagnitude).digits.count == 751)
    #expect(ExactDecimal(.greatestFiniteMagnitude).digits.count == 309)
    #expect(ExactDecimal(.leastNormalMagnitude.nextDown).digits.count == 767)
  }

  // The standard library reads decimals back exactly: 17 digits identify a double.
  @Test func `seventeen digits read back as the same number`() {
    var random = RandomStream(seed: 1)
    for _ in 0..<500 {
      let value = Double(bitPattern: random.next() & (.max >> 1))
      guard value.isFinite else { continue }
      #expect(Double(NumberText.scientific(value, digits: 17)) == value)
    }
  }

  private let tenth = "1000000000000000055511151231257827021181583404541015625"
}
