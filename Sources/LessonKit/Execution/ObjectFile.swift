/// What an ELF object file says about linking: cheaper to read than `swift-autolink-extract`.
struct ObjectFile {
  /// The linker options that the compiler wrote down: `-lFoundation`.
  let linkerOptions: [String]

  /// Reads an object file for a 64-bit little-endian machine.
  ///
  /// - Parameter bytes: The file's bytes.
  /// - Returns: Nil when the bytes are no such file.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 64, bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else { return nil }
    func number(_ offset: Int, _ size: Int) -> Int? {
      guard offset >= 0, offset + size <= bytes.count else { return nil }
      return (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    guard let table = number(40, 8), let entrySize = number(58, 2), let count = number(60, 2),
      let namesIndex = number(62, 2), let names = number(table + namesIndex * entrySize + 24, 8)
    else { return nil }
    var options: [String] = []
    for index in 0..<count {
      let header = table + index * entrySize
      guard let nameOffset = number(header, 4), let start = number(header + 24, 8),
        let size = number(header + 32, 8), names + nameOffset < bytes.count
      else { return nil }
      let name = bytes[(names + nameOffset)...].prefix { $0 != 0 }
      guard name.elementsEqual(".swift1_autolink_entries".utf8), start + size <= bytes.count
      else { continue }
      options += bytes[start..<start + size].split(separator: 0)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    linkerOptions = options
  }
}
