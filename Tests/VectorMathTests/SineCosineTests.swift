import Testing

@testable import VectorMath

@Suite struct SineCosineTests {
  // Correctly rounded by mpmath at 1,400 bits.
  @Test(arguments: [
    (0x1.25b0a1e7d03f8p2, -0x1.fc19f8417969cp-1),
    (-0x1.0f708d9e910a0p2, 0x1.c837a31332cc3p-1),
    (0x1.334fd8d5db276p3, -0x1.6c12365ece41ep-3),
    (-0x1.e8e034ae173b5p2, -0x1.f42deef67fb8ep-1),
    (-0x1.a3360e166c9c0p0, -0x1.fedc21ffca7edp-1),
    (0x1.4923f096ba9b0p2, -0x1.d14c7948e0a31p-1),
    (-0x1.bd75b52aad40ap2, -0x1.40cbb3dab9b2ap-1),
    (-0x1.c4124790e78c0p-3, -0x1.c068bc38c4dd5p-3),
    (-0x1.26e8487309d97p3, -0x1.a8c4c27c46044p-3),
    (0x1.aea1f198d6ab8p1, -0x1.c460ba83a559ep-3),
    (0x1.52a694d94ac84p2, -0x1.ac8a93482dbd5p-1),
    (0x1.75e48f7905300p0, 0x1.fce3d0c0a81f9p-1),
    (0x1.e09c91c2efc0cp2, 0x1.e1ee17a84b6d4p-1),
    (-0x1.dcce6e13292d4p1, 0x1.1a113012a9090p-1),
    (0x1.e7447dda52379p693, 0x1.e82ba48190a01p-1),
    (0x1.9b316d4cc2b33p593, 0x1.d777882916987p-2),
    (0x1.3c9ec2702a25bp579, -0x1.9c3566dcfe894p-1),
    (0x1.5de8e32440052p456, -0x1.219e24ae7f5e2p-1),
    (0x1.8ae96335cfd6bp837, -0x1.44e1089585559p-4),
    (0x1.8ce1cf8e55e77p941, 0x1.58e5de5c12a2cp-1),
    (0x1.2ad49b168ac13p474, -0x1.2e2b33a11176cp-1),
    (0x1.fe60ddca33f25p662, 0x1.2e226e7747cacp-3),
    (0x1.7f46154c1b4a8p63, 0x1.3bd9eba63af49p-3),
    (0x1.0f3e056ad722ap700, -0x1.36cb00118f55fp-1),
    (0x1.921fb54442d18p-1, 0x1.6a09e667f3bccp-1),
    (0x1.921fb54442d18p0, 0x1.0000000000000p0),
    (0x1.921fb54442d18p1, 0x1.1a62633145c07p-53),
    (0x1.2d97c7f3321d2p2, -0x1.0000000000000p0),
    (0x1.4f8b588e368f1p-17, 0x1.4f8b588e1e8a2p-17),
    (-0x1.921fb54442d19p-1, -0x1.6a09e667f3bcdp-1),
    (0x1.6ac5b262ca1ffp849, 0x1.0000000000000p0),
    (0x1.0f0cf064dd592p73, -0x1.b453ab76bf397p-1),
    (0x1.6300000000000p8, -0x1.f9bd0307d1de3p-16),
    (0x1.0000000000000p1023, 0x1.205248cbdb760p-1),
  ])
  func `the sine agrees with high precision`(argument: Double, expected: Double) {
    #expect((Double.sin(argument) - expected).magnitude <= expected.ulp)
  }

  @Test(arguments: [
    (0x1.25b0a1e7d03f8p2, -0x1.f880b43f5786bp-4),
    (-0x1.0f708d9e910a0p2, -0x1.d0ccc8d3d0afap-2),
    (0x1.334fd8d5db276p3, -0x1.f7d85088c234ep-1),
    (-0x1.e8e034ae173b5p2, 0x1.b587b8d2ace0bp-3),
    (-0x1.a3360e166c9c0p0, -0x1.113197e7f8d61p-4),
    (0x1.4923f096ba9b0p2, 0x1.ab468985dc8c2p-2),
    (-0x1.bd75b52aad40ap2, 0x1.8f0a9f1091203p-1),
    (-0x1.c4124790e78c0p-3, 0x1.f393afb2b9175p-1),
    (-0x1.26e8487309d97p3, -0x1.f4ddd16dea909p-1),
    (0x1.aea1f198d6ab8p1, -0x1.f35a6ceb11e24p-1),
    (0x1.52a694d94ac84p2, 0x1.182c07be91b88p-1),
    (0x1.75e48f7905300p0, 0x1.c2c82166b00d2p-4),
    (0x1.e09c91c2efc0cp2, 0x1.59c2765423772p-2),
    (-0x1.dcce6e13292d4p1, -0x1.ab4bda5e10663p-1),
    (0x1.e7447dda52379p693, -0x1.34c338c9eaeefp-2),
    (0x1.9b316d4cc2b33p593, 0x1.c680fb4afd4aep-1),
    (0x1.3c9ec2702a25bp579, -0x1.2fb0d4c0816c7p-1),
    (0x1.5de8e32440052p456, -0x1.a6370e73b7945p-1),
    (0x1.8ae96335cfd6bp837, -0x1.fe630f1660c38p-1),
    (0x1.8ce1cf8e55e77p941, 0x1.7a675e3a40819p-1),
    (0x1.2ad49b168ac13p474, -0x1.9d5359cdddaf6p-1),
    (0x1.fe60ddca33f25p662, 0x1.fa65d25201d28p-1),
    (0x1.7f46154c1b4a8p63, -0x1.f9dfd6730cf0cp-1),
    (0x1.0f3e056ad722ap700, -0x1.96e1678893e19p-1),
    (0x1.921fb54442d18p-1, 0x1.6a09e667f3bcdp-1),
    (0x1.921fb54442d18p0, 0x1.1a62633145c07p-54),
    (0x1.921fb54442d18p1, -0x1.0000000000000p0),
    (0x1.2d97c7f3321d2p2, -0x1.a79394c9e8a0ap-53),
    (0x1.4f8b588e368f1p-17, 0x1.ffffffff920c8p-1),
    (-0x1.921fb54442d19p-1, 0x1.6a09e667f3bccp-1),
    (0x1.6ac5b262ca1ffp849, -0x1.14ae72e6ba22fp-61),
    (0x1.0f0cf064dd592p73, 0x1.0be2cef01c8f4p-1),
    (0x1.6300000000000p8, -0x1.fffffffc18e4cp-1),
    (0x1.0000000000000p1023, -0x1.a719f26c232bfp-1),
  ])
  func `the cosine agrees with high precision`(argument: Double, expected: Double) {
    #expect((Double.cos(argument) - expected).magnitude <= expected.ulp)
  }

  @Test func `special values`() {
    #expect(Double.sin(0) == 0)
    #expect(Double.sin(-0.0).sign == .minus)
    #expect(Double.cos(0) == 1)
    #expect(Double.sin(.infinity).isNaN)
    #expect(Double.cos(-.infinity).isNaN)
    #expect(Double.sin(.nan).isNaN)
  }

  @Test func `the squares sum to one`() {
    var random = RandomStream(seed: 3)
    for _ in 0..<1_000 {
      let angle = random.uniform(in: -1e6..<1e6)
      let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
      #expect((sine * sine + cosine * cosine - 1).magnitude <= 4 * Double.ulpOfOne)
      #expect(Double.sin(-angle) == -sine)
      #expect(Double.cos(-angle) == cosine)
    }
  }
}
