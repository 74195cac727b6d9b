/// A stream of random numbers of the running cell's own.
///
/// The stream depends on the lesson's seed, the cell's label and `label` only.
///
/// - Parameter label: What the numbers are for; the same label used again in a cell gives a
///   further stream.
/// - Returns: The stream; traps within `ParallelLoop.map`, where each piece of work takes
///   `split(index)` of a stream that was made before.
public func makeRandomStream(_ label: String) -> RandomStream {
  RandomStream(
    seed: NotebookSession.current.seed(
      named: "stream " + label, for: "makeRandomStream(\"\(label)\")"))
}

/// Mixes names into a seed: FNV-1a over the bytes, then the finaliser of SplitMix64.
///
/// Each part ends in the byte 255, which UTF-8 never contains, so ("ab", "c") and ("a", "bc")
/// differ.
///
/// - SeeAlso: Fowler, Noll and Vo, draft-eastlake-fnv; Steele, Lea and Flood 2014, OOPSLA.
func deriveSeed(from lessonSeed: UInt64, cell: String, name: String, index: Int) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  func mix(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }
  for shift in stride(from: UInt64(0), to: 64, by: 8) {
    mix(UInt8(truncatingIfNeeded: lessonSeed >> shift))
  }
  for part in [cell, name, String(index)] {
    for byte in part.utf8 { mix(byte) }
    mix(255)
  }
  hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
  hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
  return hash ^ (hash >> 31)
}
