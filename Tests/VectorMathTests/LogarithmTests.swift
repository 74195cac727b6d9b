import Testing

@testable import VectorMath

@Suite struct LogarithmTests {
  // Correctly rounded by mpmath at 1,400 bits.
  @Test(arguments: [
    (0x1.d6dc842facc47p-726, -0x1.f69d8f3ada8d4p8),
    (0x1.c2acad1be44b7p-780, -0x1.0e0b6bfbc7978p9),
    (0x1.4ff051ab3a6dcp-390, -0x1.0e0e3f03ac0fap8),
    (0x1.6ab25c51db3c5p647, 0x1.c0d08aa241464p8),
    (0x1.4f581d4fcff65p-651, -0x1.c2f8058a2e2acp8),
    (0x1.4a994e9d82eb2p168, 0x1.d2d15c8ce3b20p6),
    (0x1.5ff1e06bcb386p285, 0x1.8bbb01306a68cp7),
    (0x1.f5cbe66612e5ep-260, -0x1.67172afa11d02p7),
    (0x1.2685783c903b1p99, 0x1.130c06e058c0bp6),
    (0x1.5c82a7a98b5e2p-892, -0x1.34fd49238149cp9),
    (0x1.e8919311ec87bp-899, -0x1.373f1b0ae4e0fp9),
    (0x1.eabbc9b901145p-600, -0x1.9f3cd2560c0c8p8),
    (0x1.854609f985c74p0, 0x1.ad29da41901fbp-2),
    (0x1.243208b54e965p0, 0x1.0ed6b62b1e781p-3),
    (0x1.f143d8ccb2a1ap-1, -0x1.de6fead4e69a5p-6),
    (0x1.60db12cc533f6p0, 0x1.4895441795f4cp-2),
    (0x1.2e05d6415b1fcp0, 0x1.5295f3128bfe3p-3),
    (0x1.e63896f7d954ep-1, -0x1.a73584b875b9dp-5),
    (0x1.b10aae38a0f94p0, 0x1.0d22ddb6d096ap-1),
    (0x1.8c69f2e56e8bep0, 0x1.bfc6ad33fb8ddp-2),
    (0x1.bb7753a7dbab2p-1, -0x1.264ddf6d8d4c5p-3),
    (0x1.5c9425fe69761p0, 0x1.3c1856fa0254cp-2),
    (0x1.49aceac7c3fd6p0, 0x1.030069c9328c0p-2),
    (0x1.d00d84307ca11p0, 0x1.308c5d212e946p-1),
    (0x1.0000000000001p0, 0x1.fffffffffffffp-53),
    (0x1.fffffffffffffp-1, -0x1.0000000000000p-53),
    (0x1.000000044b830p0, 0x1.12e0bffdb1b44p-30),
    (0x1.fffffff768fa1p-1, -0x1.12e0be024e4bcp-30),
    (0x1.0000000000000p-1, -0x1.62e42fefa39efp-1),
    (0x1.0000000000000p1, 0x1.62e42fefa39efp-1),
    (0x1.4000000000000p3, 0x1.26bb1bbb55516p1),
    (0x1.6a09e667f3bcdp-1, -0x1.62e42fefa39eep-2),
    (0x1.6a09e667f3bcdp0, 0x1.62e42fefa39f0p-2),
    (0x0.0000000000001p-1022, -0x1.74385446d71c3p9),
    (0x0.024d116e1cc56p-1022, -0x1.648dda88dd67ap9),
    (0x1.fffffffffffffp1023, 0x1.62e42fefa39efp9),
  ])
  func `agrees with high precision`(argument: Double, expected: Double) {
    #expect((Double.log(argument) - expected).magnitude <= expected.ulp)
  }

  @Test func `special values`() {
    #expect(Double.log(1) == 0)
    #expect(Double.log(0) == -.infinity)
    #expect(Double.log(-0.0) == -.infinity)
    #expect(Double.log(.infinity) == .infinity)
    #expect(Double.log(-1).isNaN)
    #expect(Double.log(.nan).isNaN)
  }

  @Test func `undoes the exponential`() {
    var random = RandomStream(seed: 2)
    for _ in 0..<1_000 {
      let number = random.uniform(in: -700..<700)
      // One ulp of the exponential moves the logarithm by 2.2e-16 at most.
      #expect(
        (Double.log(Double.exp(number)) - number).magnitude <= 4.5e-16 + number.ulp)
    }
  }
}
