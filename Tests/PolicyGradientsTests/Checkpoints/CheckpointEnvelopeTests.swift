import Testing

@testable import PolicyGradients

@Suite struct CheckpointEnvelopeTests {
  private let contents: [UInt8] = (0..<50).map { UInt8($0 * 7 % 256) }

  private func failure(_ bytes: [UInt8]) -> CheckpointError? {
    PolicyGradientsTests.failure { _ = try CheckpointEnvelope.opened(bytes) }
  }

  @Test func `there and back`() throws {
    #expect(try CheckpointEnvelope.opened(CheckpointEnvelope.sealed(contents)) == contents)
    #expect(try CheckpointEnvelope.opened(CheckpointEnvelope.sealed([])) == [])
  }

  @Test func `known checksum`() {
    // FNV-1a of 64 bits: the offset basis, and its prime in decimal digits.
    let sealed = CheckpointEnvelope.sealed([])
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in sealed[..<20] { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    let stored = sealed[20..<28].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(stored == hash)
  }

  @Test func `a damaged byte at every place is refused`() {
    let sealed = CheckpointEnvelope.sealed(contents)
    for place in sealed.indices {
      for mask in [1, 0x80, 0xFF] as [UInt8] {
        var bytes = sealed
        bytes[place] ^= mask
        #expect(failure(bytes) != nil, "byte \(place)")
        if place < 8 { #expect(failure(bytes) == .foreign) }
      }
    }
  }

  @Test func `a byte too few or too many is refused`() {
    let sealed = CheckpointEnvelope.sealed(contents)
    for count in sealed.indices { #expect(failure(Array(sealed[..<count])) != nil) }
    #expect(failure(sealed + [0]) == .damaged("51 bytes of contents are there, not 50"))
    #expect(failure(Array("{ \"seed\": 1, \"steps\": 100000, \"log\": [] }".utf8)) == .foreign)
    #expect(failure([]) == .foreign)
  }

  @Test func `a newer version is named`() {
    var bytes = CheckpointEnvelope.sealed(contents)
    bytes[8] = 7
    #expect(failure(bytes) == .newerVersion(7, supported: CheckpointEnvelope.version))
    #expect(
      failure(bytes)?.description
        == "the checkpoint has version 7, this library reads version \(CheckpointEnvelope.version)")
  }

  @Test func `an older version is named`() {
    // As version 2 was written: the checksum is of what stands before and after it.
    var bytes = CheckpointEnvelope.sealed(contents)
    bytes[8] = 2
    var digest = ByteDigest()
    digest.add(bytes[..<20])
    digest.add(bytes[28...])
    for place in 0..<8 {
      bytes[20 + place] = UInt8(truncatingIfNeeded: digest.value >> UInt64(8 * place))
    }
    #expect(failure(bytes) == .olderVersion(2, supported: CheckpointEnvelope.version))
    #expect(
      failure(bytes)?.description
        == "the file has version 2 of an older library, this one reads version "
        + "\(CheckpointEnvelope.version); train again")
  }
}
