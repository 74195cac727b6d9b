/// What a claim keeps of a block of samples.
struct BlockSummary {
  /// A sample that no claim can be decided with.
  enum Problem {
    case unusable(index: Int, coordinate: Int, value: Double)
    case outsideRange(index: Int, coordinate: Int, value: Double)
  }

  /// How many samples the block has.
  let count: Int
  /// The moments of each coordinate the claim is about, up to the problem's.
  private(set) var moments: [Moments] = []
  /// The sums of the other coordinates.
  private(set) var carriedSums: [Double] = []
  /// The first problem, coordinate by coordinate.
  private(set) var problem: Problem?

  /// Central fourth powers of larger numbers overflow.
  private static let largestUsable = 1e75

  /// Sums a block up.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - regionCount: How many of its coordinates, the first ones, the claim is about.
  ///   - ranges: The range of each of them, or nil where none is known.
  init(_ block: SampleBlock, regionCount: Int, ranges: [ClosedRange<Double>]?) {
    count = block.count
    for j in 0..<regionCount {
      let moments = block.moments(ofCoordinate: j)
      let isUsable =
        moments.mean.isFinite && max(moments.maximum, -moments.minimum) < Self.largestUsable
      if !isUsable,
        let i = (0..<count).first(where: { !(block[$0, j].magnitude < Self.largestUsable) })
      {
        problem = .unusable(index: i, coordinate: j, value: block[i, j])
        return
      }
      if let range = ranges?[j],
        moments.minimum < range.lowerBound || moments.maximum > range.upperBound,
        let i = (0..<count).first(where: { !range.contains(block[$0, j]) })
      {
        problem = .outsideRange(index: i, coordinate: j, value: block[i, j])
        return
      }
      self.moments.append(moments)
    }
    carriedSums = (regionCount..<block.dimension).map { j in
      (0..<count).reduce(0) { $0 + block[$1, j] }
    }
  }
}
