import VectorMath

/// The samples of one claim, from the first to the verdict.
struct ClaimRun {
  /// A coordinate's claimed value and the means the claim allows.
  struct Region {
    var target: Double
    var lower: Double
    var upper: Double
  }

  /// Samples thrown away before an asymptotic run, to plan it.
  private static let pilotLimit = 1000
  /// No asymptotic verdict comes before this many samples.
  static let smallestBurnIn = 1000
  /// No asymptotic verdict comes while one sample owns more than this share of the spread.
  static let largestShare = 0.02
  let settings: ClaimSettings
  let seed: UInt64
  let regions: [Region]
  let ranges: [ClosedRange<Double>]?
  let margin: Double
  /// z_α, one side of one coordinate.
  let quantile: Double
  private var random: RandomStream
  private let blockCapacity: Int
  private var block: SampleBlock
  private var blockCount = 0
  private var drawCount = 0
  /// The sums of the coordinates that no claim is about.
  private(set) var carriedSums: [Double]
  private(set) var pilotCount = 0
  private(set) var sequences: [any ConfidenceSequence] = []
  private(set) var looks: [[Evidence.Look]] = []
  private(set) var unusable: Verdict.Reason?

  /// Checks the claim and prepares its run.
  ///
  /// - Parameters:
  ///   - claim: The claim.
  ///   - seed: The seed of the samples.
  ///   - carriedCount: How many coordinates of the blocks stand behind those the claim is about.
  /// - Throws: ``ClaimError`` if the claim is put wrongly.
  init(_ claim: MeanClaim, seed: UInt64, carriedCount: Int = 0) throws(ClaimError) {
    let settings = claim.settings
    try ClaimError.check(alpha: settings.alpha)
    guard settings.budget > 0 else { throw .invalidBudget(settings.budget) }
    if let p = settings.smallestOutcomeProbability, !(p > 0 && p <= 1) {
      throw .invalidProbability(p)
    }
    switch claim.target {
    case .equal(let expected, let margin):
      guard expected.count > 0, (0..<expected.count).allSatisfy({ expected[$0].isFinite }) else {
        throw .invalidExpectedValue(expected)
      }
      let distance = try margin.distance(for: expected)
      self.margin = distance
      regions = (0..<expected.count).map {
        Region(
          target: expected[$0], lower: expected[$0] - distance, upper: expected[$0] + distance)
      }
    case .above(let bound):
      margin = 0
      regions = [Region(target: bound, lower: bound, upper: .infinity)]
    case .below(let bound):
      margin = 0
      regions = [Region(target: bound, lower: -.infinity, upper: bound)]
    }
    ranges = try ClaimRun.widened(settings.range, dimension: regions.count)
    quantile = -Double.normalQuantile(settings.alpha / Double(2 * regions.count))
    self.settings = settings
    self.seed = seed
    random = RandomStream(seed: seed)
    blockCapacity = max(16, min(512, 65536 / regions.count))
    block = SampleBlock(capacity: blockCapacity, dimension: regions.count + carriedCount)
    carriedSums = Array(repeating: 0, count: carriedCount)
    looks = Array(repeating: [], count: regions.count)
  }

  /// The ranges, with room for the rounding of enumerated ends.
  private static func widened(
    _ ranges: [ClosedRange<Double>]?, dimension: Int
  ) throws(ClaimError) -> [ClosedRange<Double>]? {
    guard let ranges else { return nil }
    guard ranges.count == dimension else {
      throw .rangeCountMismatch(expected: dimension, found: ranges.count)
    }
    var scale = 0.0
    for range in ranges {
      scale = max(scale, range.lowerBound.magnitude, range.upperBound.magnitude)
    }
    guard scale.isFinite else { return nil }
    return ranges.map { $0.lowerBound - 1e-9 * scale...$0.upperBound + 1e-9 * scale }
  }

  /// Draws and looks until the claim is decided or the budget is spent.
  ///
  /// - Parameter draw: Draws a number of samples and hands them on with `add`.
  /// - Returns: The verdict.
  /// - Throws: ``ClaimError`` for a sample that contradicts what the claim says of it.
  mutating func verdict(
    draw: (inout ClaimRun, _ count: Int) throws(ClaimError) -> Void
  ) throws(ClaimError) -> Verdict {
    try prepareSequences(draw: draw)
    let schedule = LookSchedule(budget: settings.budget)
    while sampleCount < settings.budget, unusable == nil {
      try draw(&self, schedule.next(after: sampleCount) - sampleCount)
      guard unusable == nil else { break }
      recordLook()
      if let verdict = decision() { return verdict }
    }
    return indecision()
  }

  var sampleCount: Int { sequences.first?.moments.count ?? 0 }

  /// One sequence a coordinate, each at α/d: bounded where the ranges are known, otherwise
  /// asymptotic and tuned by a pilot.
  private mutating func prepareSequences(
    draw: (inout ClaimRun, _ count: Int) throws(ClaimError) -> Void
  ) throws(ClaimError) {
    let alpha = settings.alpha / Double(regions.count)
    if let ranges {
      sequences = ranges.map { BoundedSequence(range: $0, alpha: alpha, horizon: settings.budget) }
      return
    }
    let pilotSize = max(2, min(ClaimRun.pilotLimit, settings.budget / 10))
    sequences = regions.map { _ in AsymptoticSequence(alpha: alpha, plannedCount: 1) }
    try draw(&self, pilotSize)
    pilotCount = drawCount
    let factor =
      AsymptoticSequence.factor(alpha: alpha) - Double.normalQuantile(0.005)
    var planned = 0.0
    for (region, sequence) in zip(regions, sequences) {
      let distance =
        margin > 0 ? margin : (sequence.moments.mean - region.target).magnitude
      let root = factor * sequence.moments.standardDeviation / max(distance, 1e-300)
      planned = max(planned, root * root)
    }
    // Without spread there is nothing to plan with: whatever spread there is will show late.
    if planned == 0 { planned = Double(settings.budget) }
    let count = Int(max(Double(ClaimRun.smallestBurnIn), min(planned, Double(settings.budget))))
    sequences = regions.map { _ in AsymptoticSequence(alpha: alpha, plannedCount: count) }
  }

  // MARK: Drawing

  /// Draws blocks, one after the other or on all cores, until the claim is decided or the budget is
  /// spent.
  mutating func verdict(
    concurrently: Bool, fill: SampleBlock.Fill
  ) throws(ClaimError) -> Verdict {
    try verdict { (run, count) throws(ClaimError) in
      if concurrently {
        try run.drawConcurrently(count, fill: fill)
      } else {
        try run.draw(count, fill: fill)
      }
    }
  }

  /// Draws from one stream, block after block: what the closure remembers, it sees in order.
  mutating func draw(_ count: Int, fill: SampleBlock.Fill) throws(ClaimError) {
    for size in blockSizes(count) where unusable == nil {
      block.use(size)
      try fill(&block, &random)
      try add(BlockSummary(block, regionCount: regions.count, ranges: ranges))
    }
  }

  /// Draws each block from a stream of its own, on all cores: the blocks are the same for any number
  /// of threads.
  mutating func drawConcurrently(_ count: Int, fill: SampleBlock.Fill) throws(ClaimError) {
    let sizes = blockSizes(count)
    let (dimension, regionCount, ranges) = (block.dimension, regions.count, ranges)
    let (first, stream) = (blockCount, random)
    // Threads are worth their start from some blocks on.
    let threadCount = sizes.count < 8 ? 1 : ParallelLoop.coreCount
    let summaries = ParallelLoop.map(sizes.count, threadCount: threadCount) { index in
      Result { () throws(ClaimError) in
        var block = SampleBlock(capacity: sizes[index], dimension: dimension)
        var random = stream.split(first + index)
        try fill(&block, &random)
        return BlockSummary(block, regionCount: regionCount, ranges: ranges)
      }
    }
    for summary in summaries where unusable == nil { try add(summary.get()) }
  }

  private func blockSizes(_ count: Int) -> [Int] {
    let (full, rest) = count.quotientAndRemainder(dividingBy: blockCapacity)
    return Array(repeating: blockCapacity, count: full) + (rest > 0 ? [rest] : [])
  }

  /// Hands a block to the sequences.
  private mutating func add(_ summary: BlockSummary) throws(ClaimError) {
    switch summary.problem {
    case .unusable(let index, let coordinate, let value):
      unusable = .unusableSample(
        number: drawCount + index + 1, coordinate: coordinate,
        value: NumberText.significant(value))
      return
    case .outsideRange(let index, let coordinate, let value):
      let range = settings.range?[coordinate] ?? value...value
      throw .outsideRange(
        draw: drawCount + index + 1, coordinate: coordinate, value: value, range: range)
    case nil: break
    }
    for j in regions.indices { sequences[j].add(summary.moments[j]) }
    for j in carriedSums.indices { carriedSums[j] += summary.carriedSums[j] }
    drawCount += summary.count
    blockCount += 1
  }

  private mutating func recordLook() {
    for j in regions.indices {
      looks[j].append(
        Evidence.Look(
          sampleCount: sampleCount,
          deviation: sequences[j].moments.mean - regions[j].target,
          halfWidth: sequences[j].halfWidth))
    }
  }
}
