/// FNV-1a of 64 bits, to tell whether bytes are the same.
///
/// Each of its steps can be undone, so two sequences of the same length that differ in one byte never
/// have the same digest; others do with probability 2⁻⁶⁴.
///
/// - SeeAlso: Fowler, Noll, Vo, Eastlake and Hansen, "The FNV Non-Cryptographic Hash Algorithm",
///   draft-eastlake-fnv, section 2.
struct ByteDigest: CustomStringConvertible {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Eight bytes, the lowest first.
  mutating func add(_ number: UInt64) {
    for place in 0..<8 { add(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
  }

  /// For example "digest cbf29ce484222325".
  var description: String {
    let digits = String(value, radix: 16)
    return "digest " + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
