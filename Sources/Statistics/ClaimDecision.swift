import VectorMath

// What a run concludes from the intervals it has.
extension ClaimRun {
  /// The verdict, or nil to go on.
  func decision() -> Verdict? {
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
    // Equal samples tell nothing of what has not been drawn yet: only a known range does.
    guard moments.sumOfSquares > 0 else { return .noSpread(coordinate: j) }
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
  func indecision() -> Verdict {
    let coordinates = self.coordinates()
    let shown = widest(coordinates)
    var evidence = self.evidence(coordinates, shown: shown)
    if let unusable {
      if case .unusableSample(let number, _, _) = unusable {
        // It is the last that was drawn; a pilot counts, since it may have been there.
        evidence.sampleCount = number
        evidence.pilotCount = 0
      }
      return .undecided(evidence, reason: unusable, samplesNeeded: 0)
    }
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
      let mean = sequences[j].moments.mean
      var (lower, upper) = (sequences[j].interval.lowerBound, sequences[j].interval.upperBound)
      if let range = settings.range?[j] {
        // The room for rounding is nobody's business.
        lower = max(lower, min(range.lowerBound, mean))
        upper = min(upper, max(range.upperBound, mean))
      }
      return Evidence.Coordinate(
        estimate: mean, lower: lower, upper: upper, target: regions[j].target,
        marginLower: regions[j].lower, marginUpper: regions[j].upper,
        deviation: sequences[j].moments.standardDeviation)
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
