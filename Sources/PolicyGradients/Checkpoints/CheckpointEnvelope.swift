/// What stands around the contents of a checkpoint, to tell it from other files and from damage.
///
/// Eight bytes of a magic number, then in little-endian order the version (4 bytes), the count of the
/// contents' bytes (8) and a checksum of all that precedes and follows it (8), then the contents.
///
/// The checksum is a ``ByteDigest``: two files of the same length that differ in one byte never have
/// the same; other damage goes unseen with probability 2⁻⁶⁴.
enum CheckpointEnvelope {
  /// Not text, and broken by what changes line ends.
  static let magic: [UInt8] = [0x89, 0x4C, 0x45, 0x53, 0x53, 0x0D, 0x0A, 0x1A]

  /// Raised whenever the contents change their form.
  static let version = 5

  static let headerCount = 28

  static func sealed(_ contents: [UInt8]) -> [UInt8] {
    var header = magic
    append(UInt64(version), byteCount: 4, to: &header)
    append(UInt64(contents.count), byteCount: 8, to: &header)
    let checksum = checksum(header, contents[...])
    append(checksum, byteCount: 8, to: &header)
    return header + contents
  }

  static func opened(_ bytes: [UInt8]) throws(CheckpointError) -> [UInt8] {
    if bytes.count < headerCount {
      throw bytes.starts(with: magic) ? .damaged("only its first bytes are there") : .foreign
    }
    if !bytes.starts(with: magic) { throw .foreign }
    let version = Int(number(bytes[8..<12]))
    if version > Self.version { throw .newerVersion(version, supported: Self.version) }
    let contents = bytes[headerCount...]
    let count = number(bytes[12..<20])
    if count != UInt64(contents.count) {
      throw .damaged("\(contents.count) bytes of contents are there, not \(count)")
    }
    if checksum(Array(bytes[..<20]), contents) != number(bytes[20..<28]) {
      throw .damaged("its checksum is another")
    }
    if version != Self.version { throw .olderVersion(version, supported: Self.version) }
    return Array(contents)
  }

  private static func checksum(_ header: [UInt8], _ contents: ArraySlice<UInt8>) -> UInt64 {
    var digest = ByteDigest()
    digest.add(header)
    digest.add(contents)
    return digest.value
  }

  private static func append(_ number: UInt64, byteCount: Int, to bytes: inout [UInt8]) {
    for place in 0..<byteCount {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
