import Testing

@testable import Charts

@Suite struct TicksTests {
  @Test func aPersonWouldChooseThem() {
    func labels(_ domain: ClosedRange<Double>, _ count: Int = 6) -> [String] {
      Tick.linear(domain, atMost: count).map(\.label)
    }
    #expect(labels(0...1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels(0...100) == ["0", "20", "40", "60", "80", "100"])
    #expect(labels(-3.2...4.1) == ["−2", "0", "2", "4"])
    #expect(labels(0...50_000) == ["0", "10,000", "20,000", "30,000", "40,000", "50,000"])
    #expect(labels(0...4e7) == ["0", "10⁷", "2×10⁷", "3×10⁷", "4×10⁷"])
    #expect(labels(0...3e-9) == ["0", "10⁻⁹", "2×10⁻⁹", "3×10⁻⁹"])
    #expect(labels(0.3...0.3) == ["0.3"])
  }

  @Test func neverTooManyAndAllWithin() {
    for exponent in stride(from: -300, through: 300, by: 7) {
      let size = Double("1e\(exponent)") ?? .nan
      for (low, high) in [(0.0, 1.0), (-0.37, 8.2), (1, 1.001), (-9.99, -0.01)] {
        for count in 2...9 {
          let domain = low * size...high * size
          let ticks = Tick.linear(domain, atMost: count)
          #expect((1...count).contains(ticks.count), "\(domain) \(count)")
          let slack = (high - low) * size * 1e-6
          #expect(
            ticks.allSatisfy {
              $0.value >= low * size - slack && $0.value <= high * size + slack
            })
        }
      }
    }
  }

  @Test func logarithmic() {
    func labels(_ domain: ClosedRange<Double>, _ count: Int = 6) -> [String] {
      Tick.log(domain, atMost: count).map(\.label)
    }
    #expect(labels(0.01...1000) == ["0.01", "0.1", "1", "10", "100", "1000"])
    #expect(labels(1...100, 7) == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(labels(1e-12...1e12, 5) == ["10⁻¹⁰", "10⁻⁵", "1", "100,000", "10¹⁰"])
    #expect(labels(3...4) == ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0"])
  }

  @Test func decades() {
    for exponent in -307...308 {
      let power = Double("1e\(exponent)") ?? .nan
      #expect(Tick.decade(of: power) == exponent)
      #expect(Tick.decade(of: power.nextDown) == exponent - 1)
    }
  }
}
