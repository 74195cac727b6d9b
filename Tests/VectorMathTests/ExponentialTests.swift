import Testing

@testable import VectorMath

@Suite struct ExponentialTests {
  // Correctly rounded by mpmath at 1,400 bits.
  @Test(arguments: [
    (-0x1.11eba46167b05p8, 0x1.c2c83401fba4cp-396),
    (-0x1.06c7a47808cdep9, 0x1.b6dc32cab37aep-759),
    (0x1.93d429581c4e0p7, 0x1.3b5d0c147679cp291),
    (-0x1.3fd03f5dc313bp9, 0x1.28cf4ae8b0f22p-923),
    (0x1.146162c46e540p5, 0x1.cac164a5b8370p49),
    (-0x1.aa108de4edf88p7, 0x1.944ecc86ecb7cp-308),
    (-0x1.4a5081e588db2p9, 0x1.e253de232b195p-954),
    (-0x1.b553c95fd4100p2, 0x1.1a6c9aae0907ap-10),
    (-0x1.593a3f9779294p9, 0x1.d8696388d9ecep-997),
    (-0x1.c8b3d6c58ae08p6, 0x1.36b407dd7a04bp-165),
    (-0x1.41b0cef0cb522p9, 0x1.bcc92b600d176p-929),
    (-0x1.3285177e89771p9, 0x1.7c2ed9f9a2df0p-885),
    (-0x1.fdcec831a7ee8p6, 0x1.174f6b7b453f1p-184),
    (0x1.c9d2608d354bcp8, 0x1.695779599f42cp660),
    (-0x1.813a0f06b9f7ep0, 0x1.c6c932e36c3f3p-3),
    (-0x1.1b673eaf47a68p0, 0x1.5277a4f17f433p-2),
    (0x1.04fbb5953f48cp-1, 0x1.aa33604b29914p0),
    (0x1.ca743687eb186p0, 0x1.7fa53d137f84bp2),
    (0x1.3bd04d2bcc158p-2, 0x1.5c7ba11a0aa3cp0),
    (-0x1.a7325fe69c3b0p-2, 0x1.52ad489c371b8p-1),
    (0x1.e7af6b1c4c68cp0, 0x1.ae0d05dd5aa83p2),
    (-0x1.d04ca138bf348p0, 0x1.4defa55f6ecc9p-3),
    (0x1.6f125b110bdf4p0, 0x1.0c798a1cfeb3dp2),
    (-0x1.aee15394b34dcp-1, 0x1.b96197c33fe80p-2),
    (0x1.0000000000000p0, 0x1.5bf0a8b145769p1),
    (-0x1.0000000000000p0, 0x1.78b56362cef38p-2),
    (0x1.0000000000000p-1, 0x1.a61298e1e069cp0),
    (0x1.0624dd2f1a9fcp-10, 0x1.0041919b7ee34p0),
    (-0x1.b7cdfd9d7bdbbp-34, 0x1.ffffffff24190p-1),
    (0x1.0000000000000p-60, 0x1.0000000000000p0),
    (0x1.62e42fefa39efp9, 0x1.fffffffffff2ap1023),
    (-0x1.6240000000000p9, 0x0.e6cf6d08897acp-1022),
    (-0x1.7440000000000p9, 0x0.0000000000001p-1022),
    (-0x1.748cccccccccdp9, 0x0.0000000000001p-1022),
  ])
  func `agrees with high precision`(argument: Double, expected: Double) {
    #expect((Double.exp(argument) - expected).magnitude <= expected.ulp)
  }

  @Test func `special values`() {
    #expect(Double.exp(0) == 1)
    #expect(Double.exp(-0.0) == 1)
    #expect(Double.exp(.infinity) == .infinity)
    #expect(Double.exp(-.infinity) == 0)
    #expect(Double.exp(710) == .infinity)
    #expect(Double.exp(-746) == 0)
    #expect(Double.exp(.nan).isNaN)
  }

  @Test func `the exponential of a sum is the product`() {
    var random = RandomStream(seed: 1)
    for _ in 0..<1_000 {
      let (one, other) = (random.uniform(in: -20..<20), random.uniform(in: -20..<20))
      let product = Double.exp(one) * Double.exp(other)
      // The sum itself is rounded: up to 20 ulp of 1.
      #expect((Double.exp(one + other) / product - 1).magnitude < 24 * Double.ulpOfOne)
    }
  }
}
