/// A reproducible source of random numbers that can be split by name.
///
/// The generator is Threefry4x64-20 (Salmon et al. 2011, "Parallel random numbers: as easy as
/// 1, 2, 3"), checked against the known answers published with Random123. A stream is a 256-bit key
/// and a count of words drawn; word `i` is a pure function of both, so drawing one at a time and
/// drawing in bulk give the same sequence, on every machine and vector width.
///
/// Words come in groups of 32: the blocks of counters `8g … 8g + 7`, first word 0 of each, then
/// word 1 of each, and so on. The order is part of the definition; it lets vector units write
/// groups without shuffling.
///
/// ``split(_:)-(String)`` derives an independent stream from the key alone: how much was drawn from
/// the parent does not matter, so adding an experiment changes no other experiment's numbers.
public struct RandomStream: RandomNumberGenerator, Sendable {
  let key: Threefry.Block

  /// How many words were drawn.
  ///
  /// `buffer` holds the group of the next word unless that word is the first of its group.
  @usableFromInline var drawn: UInt64 = 0

  @usableFromInline var buffer = InlineArray<32, UInt64>(repeating: 0)

  init(key: Threefry.Block) {
    self.key = key
  }

  /// The stream of a seed.
  ///
  /// - Parameter seed: Any number; different seeds give unrelated streams.
  public init(seed: UInt64) {
    self.init(key: Threefry.Block(word0: seed, word1: 0, word2: 0, word3: 0))
  }

  /// The stream of a seed and a name: `RandomStream(seed: seed).split(label)`.
  ///
  /// - Parameters:
  ///   - seed: Any number.
  ///   - label: The name, for example of a cell or a claim.
  public init(seed: UInt64, label: String) {
    self = RandomStream(seed: seed).split(label)
  }

  /// The next 64 random bits.
  ///
  /// - Returns: Uniform over all values of `UInt64`.
  /// - Randomness: draws exactly one value.
  @inlinable public mutating func next() -> UInt64 {
    let slot = Int(truncatingIfNeeded: drawn & 31)
    if slot == 0 { refill() }
    drawn &+= 1
    return buffer[slot]
  }

  /// Fills the buffer with the group of the next word.
  @usableFromInline @inline(never)
  mutating func refill() {
    let words = group(drawn &>> 5)
    for lane in 0..<8 {
      buffer[lane] = words.0[lane]
      buffer[8 + lane] = words.1[lane]
      buffer[16 + lane] = words.2[lane]
      buffer[24 + lane] = words.3[lane]
    }
  }

  /// The 32 words of one group, in order.
  @inline(__always)
  func group(
    _ index: UInt64
  ) -> (Threefry.Lanes, Threefry.Lanes, Threefry.Lanes, Threefry.Lanes) {
    let zero = Threefry.Lanes(repeating: 0)
    let first = Threefry.Lanes(repeating: index &<< 3)
    let counters = first &+ Threefry.Lanes(0, 1, 2, 3, 4, 5, 6, 7)
    return Threefry.lanes(key: key, counter: (counters, zero, zero, zero))
  }
}

extension RandomStream: Equatable {
  /// Whether two streams will give the same numbers.
  ///
  /// - Parameters:
  ///   - left: One stream.
  ///   - right: The other.
  /// - Returns: True when key and position agree.
  public static func == (left: RandomStream, right: RandomStream) -> Bool {
    left.key == right.key && left.drawn == right.drawn
  }
}

// Splitting. A child's key is Threefry of the parent's key at a counter that no draw uses: word 3 is
// 0 for draws, 1 for numbered children, and 2 or more for the blocks of a name.
extension RandomStream {
  /// The independent stream of a number.
  ///
  /// - Parameter index: Any number, for example of a run or a worker.
  /// - Returns: A fresh stream that depends on this stream's key and `index` only.
  public func split(_ index: Int) -> RandomStream {
    let word = UInt64(bitPattern: Int64(index))
    return RandomStream(key: derive(key, word, 0, 0, domain: 1))
  }

  /// The independent stream of a name.
  ///
  /// - Parameter label: Any text; compared by its UTF-8 bytes.
  /// - Returns: A fresh stream that depends on this stream's key and `label` only.
  public func split(_ label: String) -> RandomStream {
    // 24 bytes a block, chained through the key; the last block's domain holds the byte count, so
    // that no name is another's prefix.
    var chained = key
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var byteCount: UInt64 = 0
    for byte in label.utf8 {
      let bits = UInt64(byte) &<< (8 &* (byteCount % 8))
      switch byteCount / 8 % 3 {
      case 0: words.0 |= bits
      case 1: words.1 |= bits
      default: words.2 |= bits
      }
      byteCount += 1
      if byteCount % 24 == 0 {
        chained = derive(chained, words.0, words.1, words.2, domain: 2)
        words = (0, 0, 0)
      }
    }
    return RandomStream(key: derive(chained, words.0, words.1, words.2, domain: 3 + byteCount))
  }

  private func derive(
    _ key: Threefry.Block, _ word0: UInt64, _ word1: UInt64, _ word2: UInt64, domain: UInt64
  ) -> Threefry.Block {
    Threefry.block(
      key: key, counter: Threefry.Block(word0: word0, word1: word1, word2: word2, word3: domain))
  }
}
