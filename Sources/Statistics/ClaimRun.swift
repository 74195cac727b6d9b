import VectorMath

/// The samples of one claim, from the first to the verdict.
struct ClaimRun {
  /// A coordinate's claimed value and the means the claim allows.
  private struct Region {
    var target: Double
    var lower: Double
    var upper: Double
  }

  /// Samples thrown away before an asymptotic run, to plan it.
  private static let pilotLimit = 1000
  /// No asymptotic verdict comes before this many samples.
  private static let smallestBurnIn = 1000
  /// No asymptotic verdict comes while one sample owns more than this share of the spread.
  private static let largestShare = 0.02
  /// Central fourth powers of larger numbers overflow.
  private static let largestUsable = 1e75

  private let settings: ClaimSettings
  private let seed: UInt64
  private let regions: [Region]
  private let ranges: [ClosedRange<Double>]?
  private let margin: Double
  /// z_α, one side of one coordinate.
  private let quantile: Double
  private var random: RandomStream
  private let blockCapacity: Int
  private var block: SampleBlock
  private var drawCount = 0
  private var pilotCount = 0
  private var sequences: [any ConfidenceSequence] = []
  private var looks: [[Evidence.Look]] = []
  private var unusable: Verdict.Reason?

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
    ranges = try ClaimRun.widened(settings.ranges, dimension: regions.count)
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

  private var sampleCount: Int { sequences.first?.moments.count ?? 0 }

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
    let count = Int(max(Double(ClaimRun.smallestBurnIn), min(planned, Double(settings.budget))))
    sequences = regions.map { _ in AsymptoticSequence(alpha: alpha, plannedCount: count) }
  }

  /// Draws one block and hands it to the sequences.
  private mutating func draw(_ count: Int, fill: SampleBlock.Fill) throws(ClaimError) {
    block.use(count)
    try fill(&block, &random)
    for j in regions.indices {
      let moments = block.moments(ofCoordinate: j)
      let isUsable = moments.mean.isFinite
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
            range: settings.ranges?[j] ?? range)
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

  // MARK: Deciding

  /// The verdict, or nil to go on.
  private func decision() -> Verdict? {
    let coordinates = self.coordinates()
    let mayDecide = regions.indices.map { obstacle(at: $0) == nil }
    var culprit: Int?
    for j in regions.indices where mayDecide[j] && coordinates[j].isOutside {
      if let worst = culprit, coordinates[worst].certainBias >= coordinates[j].certainBias {
        continue
      }
      culprit = j
    }
    if let culprit {
      return .refuted(evidence(coordinates, shown: culprit), coordinate: culprit)
    }
    let isVerified = regions.indices.allSatisfy { mayDecide[$0] && coordinates[$0].isInside }
    return isVerified ? .verified(evidence(coordinates, shown: widest(coordinates))) : nil
  }

  /// What keeps an asymptotic interval from deciding; nil if nothing does.
  private func obstacle(at j: Int) -> Verdict.Reason? {
    guard ranges == nil else { return nil }
    let moments = sequences[j].moments
    guard moments.sumOfSquares > 0 else {
      let scale = regions.reduce(0) { max($0, $1.target.magnitude) }
      let isAsClaimed = (moments.mean - regions[j].target).magnitude <= 1e-9 * scale
      let othersVary = sequences.contains { $0.moments.sumOfSquares > 0 }
      return isAsClaimed && margin > 0 && othersVary ? nil : .noSpread(coordinate: j)
    }
    if let probability = settings.smallestOutcomeProbability,
      Double(sampleCount) < 50 / probability
    {
      return .rareOutcome(probability: probability)
    }
    let share = moments.largestSampleShare
    if share > ClaimRun.largestShare { return .tails(coordinate: j, share: share) }
    let burnIn = self.burnIn(at: j)
    return sampleCount < burnIn ? .burnIn(samples: burnIn) : nil
  }

  /// n₀ = max(1000, (γ̂₁ z³ / 3)²): there the tail of a mean with skewness γ₁ is as heavy as
  /// exp(γ₁ z³ / (3 √n)) = e times the normal tail.
  private func burnIn(at j: Int) -> Int {
    let root = sequences[j].moments.skewness * quantile * quantile * quantile / 3
    return Int(max(Double(ClaimRun.smallestBurnIn), min((root * root).rounded(.up), 1e15)))
  }

  /// The verdict when the budget is spent or a sample is unusable.
  private func indecision() -> Verdict {
    let coordinates = self.coordinates()
    let shown = widest(coordinates)
    let evidence = self.evidence(coordinates, shown: shown)
    if let unusable { return .undecided(evidence, reason: unusable, samplesNeeded: 0) }
    var needed = sampleCount + 1
    for j in regions.indices where !coordinates[j].isInside && coordinates[j].deviation > 0 {
      needed = max(needed, samplesNeeded(for: coordinates[j], at: j))
    }
    for j in regions.indices {
      guard let obstacle = obstacle(at: j) else { continue }
      switch obstacle {
      case .rareOutcome(let probability):
        needed = max(needed, Int(min((50 / probability).rounded(.up), 1e15)))
      case .burnIn(let count): needed = max(needed, count)
      case .tails(_, let share):
        needed = max(
          needed, Int(Double(sampleCount) * min(share / ClaimRun.largestShare, 1e6)))
      case .noSpread, .tooFewSamples, .unusableSample: break
      }
      return .undecided(evidence, reason: obstacle, samplesNeeded: needed)
    }
    return .undecided(
      evidence, reason: .tooFewSamples(coordinate: shown), samplesNeeded: needed)
  }

  /// The samples after which the interval clears the margin's edge: with the bias as estimated
  /// once the interval is shorter than the margin, with no bias before.
  private func samplesNeeded(for coordinate: Evidence.Coordinate, at j: Int) -> Int {
    let toLower = (coordinate.estimate - coordinate.marginLower).magnitude
    let toUpper = (coordinate.marginUpper - coordinate.estimate).magnitude
    let distance = max(min(toLower, toUpper), margin / 10, coordinate.deviation * 1e-6)
    let plan = try? SamplePlan(
      margin: coordinate.halfWidth > margin && margin > 0 ? margin : distance,
      alpha: settings.alpha, coordinateCount: regions.count,
      rangeWidth: ranges.map { $0[j].upperBound - $0[j].lowerBound })
    return plan?.samplesNeeded(deviation: coordinate.deviation) ?? 0
  }

  // MARK: Evidence

  private func coordinates() -> [Evidence.Coordinate] {
    regions.indices.map { j in
      let interval = sequences[j].interval
      return Evidence.Coordinate(
        estimate: sequences[j].moments.mean, lower: interval.lowerBound,
        upper: interval.upperBound, target: regions[j].target, marginLower: regions[j].lower,
        marginUpper: regions[j].upper, deviation: sequences[j].moments.standardDeviation)
    }
  }

  /// The coordinate whose interval reaches farthest from the claimed value.
  private func widest(_ coordinates: [Evidence.Coordinate]) -> Int {
    var widest = 0
    for j in coordinates.indices {
      func reach(_ k: Int) -> Double {
        max(
          coordinates[k].upper - coordinates[k].target,
          coordinates[k].target - coordinates[k].lower)
      }
      if reach(j) > reach(widest) { widest = j }
    }
    return widest
  }

  private func evidence(_ coordinates: [Evidence.Coordinate], shown: Int) -> Evidence {
    var evidence = Evidence(
      coordinates: coordinates, method: ranges == nil ? .asymptotic : .bounded)
    evidence.sampleCount = sampleCount
    evidence.pilotCount = pilotCount
    evidence.burnInCount =
      ranges == nil ? regions.indices.map { burnIn(at: $0) }.max() ?? 0 : 0
    evidence.alpha = settings.alpha
    evidence.margin = margin
    evidence.looks = LookSchedule.selection(of: looks[shown])
    evidence.seed = seed
    let quantile = -Double.normalQuantile(0.01)
    for (coordinate, sequence) in zip(coordinates, sequences) where sampleCount > 0 {
      evidence.smallestVisibleBias = max(
        evidence.smallestVisibleBias,
        sequence.halfWidth + quantile * coordinate.deviation / Double(sampleCount).squareRoot())
    }
    return evidence
  }
}
