import Testing
import VectorMath

@Suite struct HyperbolicTangentTests {
  // Correctly rounded by mpmath at 400 bits.
  @Test(arguments: [
    (-0x1.d4038644ed68ep+3, -0x1.ffffffffff212p-1),
    (0x1.51a1aaca18db0p+3, 0x1.fffffff43c71cp-1),
    (-0x1.75f5298fbea00p-3, -0x1.71db3375ed869p-3),
    (-0x1.029b1251c3578p+1, -0x1.ee4de2d7c6f20p-1),
    (0x1.8413f8797a140p+2, 0x1.fffe9501ccb7bp-1),
    (-0x1.9fe345c18de9cp-1, -0x1.57793315974e6p-1),
    (-0x1.e2f8e10da7c9ap-1, -0x1.793599bb85cfbp-1),
    (0x1.57d2ceb1e5414p-1, 0x1.2c064c4d7200dp-1),
    (-0x1.1362d6c8fde38p-3, -0x1.11bcfdd9f66e2p-3),
    (0x1.0c9326623238ap-1, 0x1.ecc2cef52f71fp-2),
    (-0x1.bf635aef470b0p-4, -0x1.bd9e0e6a3a994p-4),
    (0x1.c5b6c7cd447e0p-2, 0x1.aa2ed30ac15e6p-2),
    (0x1.6cc40870de394p-3, 0x1.68f4fc531a1d8p-3),
    (-0x1.808a6a641d3d5p-3, -0x1.7c15a09dc6b12p-3),
    (0x1.0f6699a124030p-6, 0x1.0f603ef0de00fp-6),
    (-0x1.85451bb39dc08p-5, -0x1.84fa2bb154010p-5),
    (0x1.0624dd2f1a9fcp-10, 0x1.0624d77516ce2p-10),
    (-0x1.5798ee2308c3ap-27, -0x1.5798ee2308c3ap-27),
    (0x1.0000000000000p-60, 0x1.0000000000000p-60),
    (0x1.0000000000000p-1, 0x1.d9353d7568af3p-2),
    (0x1.3000000000000p+4, 0x1.fffffffffffffp-1),
    (0x1.6000000000000p+4, 0x1.0000000000000p+0),
    (0x0.0000000000001p-1022, 0x0.0000000000001p-1022),
  ])
  func `agrees with high precision`(argument: Double, expected: Double) {
    #expect((Double.tanh(argument) - expected).magnitude <= 3 * expected.ulp)
  }

  @Test func `special values`() {
    #expect(Double.tanh(0) == 0)
    #expect(Double.tanh(-0.0).sign == .minus)
    #expect(Double.tanh(.infinity) == 1)
    #expect(Double.tanh(-.infinity) == -1)
    #expect(Double.tanh(.nan).isNaN)
  }

  // tanh 2x = 2 tanh x / (1 + tanh² x), also across the change of formula; and no step down there.
  @Test func `doubles its argument`() {
    var random = RandomStream(seed: 1)
    var failures = (right: 0, wrong: 0)
    for _ in 0..<10_000 {
      let argument = random.uniform(in: -0.3..<0.3)
      let half = Double.tanh(argument)
      let double = 2 * half / (1 + half * half)
      if (Double.tanh(2 * argument) - double).magnitude > 10 * double.ulp { failures.right += 1 }
      // Negative control: the plain formula, which loses digits near zero.
      let decay = Double.exp(-2 * argument.magnitude)
      let plain = (1 - decay) / (1 + decay)
      if (plain - half.magnitude).magnitude > 10 * half.ulp { failures.wrong += 1 }
    }
    #expect(failures.right == 0)
    #expect(failures.wrong > 100)
    #expect(Double.tanh(0.173.nextDown) <= Double.tanh(0.173))
  }
}
