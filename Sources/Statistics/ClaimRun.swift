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
  /// Central fourth powers of larger numbers overflow.
  private static let largestUsable = 1e75

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
  private var drawCount = 0
  private(set) var pilotCount = 0
  private(set) var sequences: [any ConfidenceSequence] = []
  private(set) var looks: [[Evidence.Look]] = []
  private(set) var unusable: Verdict.Reason?

  /// Checks the claim and prepares its run.
  init(_ claim: MeanClaim, seed: UInt64) throws(ClaimError) {
    let settings = claim.settings
    guard settings.alpha > 0, settings.alpha <= 0.5 else { throw .invalidAlpha(settings.alpha) }
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
    blockCapacity = max(16, min(4096, 65536 / regions.count))
    block = SampleBlock(capacity: blockCapacity, dimension: regions.count)
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
  mutating func verdict(fill: SampleBlock.Fill) throws(ClaimError) -> Verdict {
    try prepareSequences(fill: fill)
    let schedule = LookSchedule(budget: settings.budget)
    while sampleCount < settings.budget, unusable == nil {
      let next = schedule.next(after: sampleCount)
      while sampleCount < next, unusable == nil {
        try draw(min(next - sampleCount, blockCapacity), fill: fill)
      }
      guard unusable == nil else { break }
      recordLook()
      if let verdict = decision() { return verdict }
    }
    return indecision()
  }

  var sampleCount: Int { sequences.first?.moments.count ?? 0 }

  /// One sequence a coordinate, each at α/d: bounded where the ranges are known, otherwise
  /// asymptotic and tuned by a pilot.
  private mutating func prepareSequences(fill: SampleBlock.Fill) throws(ClaimError) {
    let alpha = settings.alpha / Double(regions.count)
    if let ranges {
      sequences = ranges.map { BoundedSequence(range: $0, alpha: alpha, horizon: settings.budget) }
      return
    }
    let pilotSize = max(2, min(ClaimRun.pilotLimit, settings.budget / 10))
    sequences = regions.map { _ in AsymptoticSequence(alpha: alpha, plannedCount: 1) }
    while sampleCount < pilotSize, unusable == nil {
      try draw(min(pilotSize - sampleCount, blockCapacity), fill: fill)
    }
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

  /// Draws one block and hands it to the sequences.
  private mutating func draw(_ count: Int, fill: SampleBlock.Fill) throws(ClaimError) {
    block.use(count)
    try fill(&block, &random)
    for j in regions.indices {
      let moments = block.moments(ofCoordinate: j)
      let isUsable =
        moments.mean.isFinite
        && max(moments.maximum, -moments.minimum) < ClaimRun.largestUsable
      if !isUsable {
        for i in 0..<count where !(block[i, j].magnitude < ClaimRun.largestUsable) {
          unusable = .unusableSample(
            number: drawCount + i + 1, coordinate: j, value: NumberText.significant(block[i, j]))
          return
        }
      }
      if let range = ranges?[j],
        moments.minimum < range.lowerBound || moments.maximum > range.upperBound
      {
        for i in 0..<count where !range.contains(block[i, j]) {
          throw .outsideRange(
            draw: drawCount + i + 1, coordinate: j, value: block[i, j],
            range: settings.range?[j] ?? range)
        }
      }
      sequences[j].add(moments)
    }
    drawCount += count
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
