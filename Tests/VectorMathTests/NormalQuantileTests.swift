import Testing

@testable import VectorMath

@Suite struct NormalQuantileTests {
  // Correctly rounded by mpmath at 1,400 bits.
  @Test(arguments: [
    (0x1.23549ac3fca5bp-354, -0x1.5f7156dadf435p4),
    (0x1.c41f478a778d8p-11, -0x1.91253c44310aep1),
    (0x1.bede80d10e271p-181, -0x1.f248d3e7cfcfep3),
    (0x1.11fb3846eaa39p-714, -0x1.f51f37266fea6p4),
    (0x1.871c15bd07a6ap-614, -0x1.d035c1af442d9p4),
    (0x1.7ac877e9b031fp-333, -0x1.548047efabc44p4),
    (0x1.c7d40772dbcd4p-975, -0x1.2501719146ea8p5),
    (0x1.009b5a2928765p-538, -0x1.b279aaea908c7p4),
    (0x1.5829bf9c65390p-3, -0x1.ec7ef5e9a101fp-1),
    (0x1.df9fd6fcc5540p-4, -0x1.308ba2932ee76p0),
    (0x1.e2f460df71db0p-5, -0x1.9048d7700dc34p0),
    (0x1.8955d5926548ep-1, 0x1.77510563989d6p-1),
    (0x1.08e386bd0561cp-3, -0x1.2127ed255f67ep0),
    (0x1.fb1d7c65dc9f4p-3, -0x1.5d3107418c0fep-1),
    (0x1.90551e755a3bep-2, -0x1.1b7d28f6f0017p-2),
    (0x1.be2b055fc6c40p-1, 0x1.22155f21682a6p0),
    (0x1.4a0f9e552df60p-4, -0x1.66b337b211ea6p0),
    (0x1.cbf7c83369142p-2, -0x1.058f412859294p-3),
    (0x1.19503011c81dcp-1, 0x1.fce9cc230a9adp-4),
    (0x1.c44ae288c365dp-1, 0x1.312bbe01443e2p0),
    (0x1.f333333333333p-1, 0x1.f5c0331eeff83p0),
    (0x1.999999999999ap-6, -0x1.f5c0331eeff85p0),
    (0x1.3333185b40987p-4, -0x1.70852e475e819p0),
    (0x1.33334e0b25cdfp-4, -0x1.708516931eed3p0),
    (0x1.0c6f7a0b5ed8dp-20, -0x1.30381a9799f7ep2),
    (0x1.000000089705fp-1, 0x1.588223b049edfp-29),
    (0x1.fffffffffdcd1p-1, 0x1.c2350895b2ea4p2),
    (0x1.0000000000000p-53, -0x1.06b48528cea52p3),
  ])
  func `agrees with high precision`(argument: Double, expected: Double) {
    #expect((Double.normalQuantile(argument) - expected).magnitude <= 1e-15 * expected.magnitude)
  }

  @Test func `special values`() {
    #expect(Double.normalQuantile(0.5) == 0)
    #expect(Double.normalQuantile(0) == -.infinity)
    #expect(Double.normalQuantile(1) == .infinity)
    #expect(Double.normalQuantile(-0.1).isNaN)
    #expect(Double.normalQuantile(1.1).isNaN)
    #expect(Double.normalQuantile(.nan).isNaN)
  }

  @Test func `is odd around one half`() {
    for power in 2...50 {
      let probability = Double(sign: .plus, exponent: -power, significand: 1)
      #expect(Double.normalQuantile(1 - probability) == -Double.normalQuantile(probability))
    }
  }
}
