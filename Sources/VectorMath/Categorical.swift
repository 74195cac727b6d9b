/// A distribution over `0..<count`, prepared for fast sampling.
///
/// By inversion: with cumulative sums `c[k] = p[0] + … + p[k]` and a uniform `u`, the index is the
/// number of `k < count − 1` with `u ≥ c[k]`. Sums and comparisons use 53 bits, so probabilities
/// are exact to about 1e-16; an index of probability 0 is never drawn.
public struct Categorical: Sendable {
  /// How many indices there are.
  public let count: Int

  // `⌈2⁵³ c[k]⌉`, compared with the 53 bits of a draw; `never` where no draw reaches. The first
  // eight are inline, in pairs for the reason given at `EightLanes`.
  @usableFromInline let thresholds01: SIMD2<UInt64>
  @usableFromInline let thresholds23: SIMD2<UInt64>
  @usableFromInline let thresholds45: SIMD2<UInt64>
  @usableFromInline let thresholds67: SIMD2<UInt64>

  /// The same for indices from 8 on.
  @usableFromInline let furtherThresholds: [UInt64]

  /// A threshold that no 53-bit number reaches.
  private static let never: UInt64 = 1 &<< 53

  /// Prepares a distribution.
  ///
  /// - Parameter probabilities: One per index, not negative, with sum 1 within 1e-9.
  public init(_ probabilities: Vector) {
    if probabilities.isEmpty { fatalError("Categorical: there are no probabilities") }
    for (index, probability) in probabilities.enumerated()
    where !(probability >= 0 && probability <= 1 + 1e-9) {
      fatalError("Categorical: probability \(index) is \(probability), outside 0...1")
    }
    if !((probabilities.sum - 1).magnitude <= 1e-9) {
      fatalError("Categorical: the probabilities sum to \(probabilities.sum), not to 1")
    }
    count = probabilities.count
    // The last index of positive probability takes what rounding left over.
    let lastPossible = probabilities.lastIndex { $0 > 0 } ?? 0
    var all: [UInt64] = []
    var cumulative = 0.0
    for index in 0..<Swift.max(8, count - 1) {
      if index < lastPossible { cumulative += probabilities[index] }
      let threshold = (Swift.min(cumulative, 1) * 0x1p53).rounded(.up)
      all.append(index < lastPossible ? UInt64(threshold) : Categorical.never)
    }
    thresholds01 = SIMD2(all[0], all[1])
    thresholds23 = SIMD2(all[2], all[3])
    thresholds45 = SIMD2(all[4], all[5])
    thresholds67 = SIMD2(all[6], all[7])
    furtherThresholds = Array(all.dropFirst(8))
  }

  /// Draws one index.
  ///
  /// - Parameter generator: The source of randomness.
  /// - Returns: An index in `0..<count`.
  /// - Randomness: draws exactly one value.
  @inlinable @inline(__always)
  public func sample(using generator: inout RandomStream) -> Int {
    let bits = SIMD2(repeating: generator.next() &>> 11)
    // Both sides are at most 2⁵³, so the difference has its sign bit set exactly when the threshold
    // is not reached. Arithmetic, because branches on random bits are mispredicted.
    let sign = SIMD2<UInt64>(repeating: 63)
    let missed =
      ((bits &- thresholds01) &>> sign) &+ ((bits &- thresholds23) &>> sign)
      &+ ((bits &- thresholds45) &>> sign) &+ ((bits &- thresholds67) &>> sign)
    let index = 8 &- Int(truncatingIfNeeded: missed[0] &+ missed[1])
    return index < 8 ? index : Categorical.further(furtherThresholds, bits[0])
  }

  @usableFromInline @inline(never)
  static func further(_ thresholds: [UInt64], _ bits: UInt64) -> Int {
    8 + thresholds.count { bits >= $0 }
  }

  /// How often each index comes up in many draws.
  ///
  /// The counts are those of `sampleCount` calls to ``sample(using:)``: every draw is made, from
  /// the same numbers, in groups of 32.
  ///
  /// - Parameters:
  ///   - sampleCount: How many draws; at least 0.
  ///   - generator: The source of randomness.
  /// - Returns: One count per index, with sum `sampleCount`.
  /// - Randomness: draws exactly `sampleCount` values.
  public func counts(sampleCount: Int, using generator: inout RandomStream) -> [Int] {
    if sampleCount < 0 { fatalError("counts: the sample count \(sampleCount) is negative") }
    var counts = Array(repeating: 0, count: count)
    var remaining = sampleCount
    while remaining > 0 && generator.drawn & 31 != 0 {
      counts[sample(using: &generator)] += 1
      remaining -= 1
    }
    // How many draws reach each threshold; an index's count is the difference of neighbours.
    let pairs = [thresholds01, thresholds23, thresholds45, thresholds67]
    let used = Array((pairs.flatMap { [$0[0], $0[1]] } + furtherThresholds).prefix(count - 1))
    let reached = generator.reachedCounts(thresholds: used, groupCount: remaining / 32)
    var above = remaining / 32 * 32
    for (index, reach) in reached.enumerated() {
      counts[index] += above - reach
      above = reach
    }
    counts[count - 1] += above
    for _ in 0..<(remaining % 32) { counts[sample(using: &generator)] += 1 }
    return counts
  }
}

extension RandomStream {
  /// For each threshold, how many of the next `32 · groupCount` draws have 53 bits that reach it.
  fileprivate mutating func reachedCounts(thresholds: [UInt64], groupCount: Int) -> [Int] {
    let one = Threefry.Lanes(repeating: 1)
    let zero = Threefry.Lanes(repeating: 0)
    let limits = thresholds.map { Threefry.Lanes(repeating: $0) }
    var tallies = Array(repeating: zero, count: thresholds.count)
    var index = drawn &>> 5
    for _ in 0..<groupCount {
      let words = group(index)
      let (a, b, c, d) = (
        words.0 &>> Threefry.Lanes(repeating: 11), words.1 &>> Threefry.Lanes(repeating: 11),
        words.2 &>> Threefry.Lanes(repeating: 11), words.3 &>> Threefry.Lanes(repeating: 11)
      )
      for slot in 0..<limits.count {
        let limit = limits[slot]
        var tally = tallies[slot]
        tally.replace(with: tally &+ one, where: a .>= limit)
        tally.replace(with: tally &+ one, where: b .>= limit)
        tally.replace(with: tally &+ one, where: c .>= limit)
        tally.replace(with: tally &+ one, where: d .>= limit)
        tallies[slot] = tally
      }
      index &+= 1
    }
    drawn &+= 32 &* UInt64(groupCount)
    return tallies.map { Int($0.wrappedSum()) }
  }
}
