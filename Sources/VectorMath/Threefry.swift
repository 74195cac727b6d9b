/// The counter-based generator Threefry4x64-20: a keyed bijection of 256-bit blocks.
///
/// Twenty rounds of addition, rotation and exclusive-or, the key added before round 1 and after
/// every fourth. The same `(key, counter)` gives the same block on every machine, in any order,
/// which makes streams splittable and bulk generation the same as one at a time.
///
/// - SeeAlso: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
///   section 3.3; known answers in Random123's `kat_vectors`.
enum Threefry {
  /// Four 64-bit words, least significant first; plain integers, so that passing it does not
  /// depend on the vector width of the caller.
  struct Block: Equatable, Sendable {
    var word0: UInt64
    var word1: UInt64
    var word2: UInt64
    var word3: UInt64
  }

  typealias Lanes = SIMD8<UInt64>

  /// Skein's key-schedule constant.
  static let parity: UInt64 = 0x1BD1_1BDA_A9FC_1A22

  /// The block of one counter.
  static func block(key: Block, counter: Block) -> Block {
    let result = lanes(
      key: key,
      counter: (
        Lanes(repeating: counter.word0), Lanes(repeating: counter.word1),
        Lanes(repeating: counter.word2), Lanes(repeating: counter.word3)
      ))
    return Block(word0: result.0[0], word1: result.1[0], word2: result.2[0], word3: result.3[0])
  }

  /// The blocks of eight counters at once, one a lane.
  @inline(__always)
  static func lanes(
    key: Block, counter: (Lanes, Lanes, Lanes, Lanes)
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    let (k0, k1, k2, k3) = (key.word0, key.word1, key.word2, key.word3)
    let k4 = parity ^ k0 ^ k1 ^ k2 ^ k3
    var (a, b, c, d) = counter
    a &+= Lanes(repeating: k0)
    b &+= Lanes(repeating: k1)
    c &+= Lanes(repeating: k2)
    d &+= Lanes(repeating: k3)

    evenRounds(&a, &b, &c, &d)
    inject(&a, &b, &c, &d, k1, k2, k3, k4 &+ 1)
    oddRounds(&a, &b, &c, &d)
    inject(&a, &b, &c, &d, k2, k3, k4, k0 &+ 2)
    evenRounds(&a, &b, &c, &d)
    inject(&a, &b, &c, &d, k3, k4, k0, k1 &+ 3)
    oddRounds(&a, &b, &c, &d)
    inject(&a, &b, &c, &d, k4, k0, k1, k2 &+ 4)
    evenRounds(&a, &b, &c, &d)
    inject(&a, &b, &c, &d, k0, k1, k2, k3 &+ 5)
    return (a, b, c, d)
  }

  /// Rounds 1–4, 9–12 and 17–20.
  @inline(__always)
  private static func evenRounds(
    _ a: inout Lanes, _ b: inout Lanes, _ c: inout Lanes, _ d: inout Lanes
  ) {
    round(&a, &b, &c, &d, 14, 16)
    round(&a, &d, &c, &b, 52, 57)
    round(&a, &b, &c, &d, 23, 40)
    round(&a, &d, &c, &b, 5, 37)
  }

  /// Rounds 5–8 and 13–16.
  @inline(__always)
  private static func oddRounds(
    _ a: inout Lanes, _ b: inout Lanes, _ c: inout Lanes, _ d: inout Lanes
  ) {
    round(&a, &b, &c, &d, 25, 33)
    round(&a, &d, &c, &b, 46, 12)
    round(&a, &b, &c, &d, 58, 22)
    round(&a, &d, &c, &b, 32, 32)
  }

  @inline(__always)
  private static func round(
    _ a: inout Lanes, _ b: inout Lanes, _ c: inout Lanes, _ d: inout Lanes,
    _ left: UInt64, _ right: UInt64
  ) {
    a &+= b
    b = rotate(b, by: left) ^ a
    c &+= d
    d = rotate(d, by: right) ^ c
  }

  @inline(__always)
  private static func inject(
    _ a: inout Lanes, _ b: inout Lanes, _ c: inout Lanes, _ d: inout Lanes,
    _ k0: UInt64, _ k1: UInt64, _ k2: UInt64, _ k3: UInt64
  ) {
    a &+= Lanes(repeating: k0)
    b &+= Lanes(repeating: k1)
    c &+= Lanes(repeating: k2)
    d &+= Lanes(repeating: k3)
  }

  @inline(__always)
  private static func rotate(_ value: Lanes, by bits: UInt64) -> Lanes {
    (value &<< Lanes(repeating: bits)) | (value &>> Lanes(repeating: 64 &- bits))
  }
}
