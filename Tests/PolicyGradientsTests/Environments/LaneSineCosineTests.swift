import Testing

@testable import PolicyGradients

@Suite struct LaneSineCosineTests {
  /// Distance in units in the last place.
  private func steps(_ value: Double, _ expected: Double) -> Double {
    value == expected ? 0 : (value - expected).magnitude / expected.ulp
  }

  @Test func `up to π∕4 the bits are those of the scalar functions`() {
    var random = RandomStream(seed: 1)
    for _ in 0..<2000 {
      var angles = Lanes.zero
      for lane in 0..<8 { angles[lane] = random.uniform(in: -0.785..<0.785) }
      let result = LaneSineCosine(angles)
      for lane in 0..<8 {
        #expect(result.sine[lane] == Double.sin(angles[lane]))
        #expect(result.cosine[lane] == Double.cos(angles[lane]))
      }
    }
  }

  @Test func `a lane does not depend on the others`() {
    var random = RandomStream(seed: 3)
    for _ in 0..<2000 {
      // One lane each that needs nothing, turns, and the scalar functions.
      let angles = [random.uniform(in: -0.785..<0.785), random.uniform(in: -1000..<1000), 1e5]
      var mixed = Lanes.zero
      for lane in 0..<8 { mixed[lane] = angles[lane % 3] }
      let result = LaneSineCosine(mixed)
      for lane in 0..<3 {
        let alone = LaneSineCosine(Lanes(repeating: angles[lane]))
        #expect(result.sine[lane].bitPattern == alone.sine[lane].bitPattern)
        #expect(result.cosine[lane].bitPattern == alone.cosine[lane].bitPattern)
      }
    }
  }

  @Test func `any angle is within one place of the scalar functions`() {
    var random = RandomStream(seed: 2)
    var worst = 0.0
    for round in 0..<4000 {
      var angles = Lanes.zero
      for lane in 0..<8 {
        let wide = random.uniform(in: -1024..<1024)
        // A third of them as close to quarter turns as numbers come, a third beyond the table.
        switch round % 3 {
        case 0: angles[lane] = wide
        case 1: angles[lane] = (wide / 2).rounded() * (Double.pi / 2)
        default: angles[lane] = wide * 1e6
        }
      }
      let result = LaneSineCosine(angles)
      for lane in 0..<8 {
        worst = max(worst, steps(result.sine[lane], Double.sin(angles[lane])))
        worst = max(worst, steps(result.cosine[lane], Double.cos(angles[lane])))
      }
    }
    #expect(worst <= 1)
    // Negative control: π itself less two quarter turns of 53 bits is 0, and not its sine.
    #expect(steps(Double.pi - 2 * (Double.pi / 2), Double.sin(Double.pi)) > 1)
  }
}
