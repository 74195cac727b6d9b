import VectorMath

extension ScoreFunctionEstimator {
  /// The interval of each component of ĝ; shape `[d]`, `nil` when an arm is unbounded.
  ///
  /// The least interval, by enumeration of all outcomes. For a batch baseline all batches are
  /// enumerated, up to order, when there are at most 50,000; otherwise the interval is a bound that
  /// holds for every batch.
  public var range: [ClosedRange<Double>]? {
    if outcomes.contains(where: { $0.deviation > 0 }) { return nil }
    guard let size = baseline.batchSize else {
      return Interval.hull(of: outcomes.map(\.estimate))
    }
    guard batchCount(size) <= 50_000 else { return pairBound(size) }
    var estimates: [Vector] = []
    enumerate(from: 0, remaining: size, Batch(parameterCount: parameterCount), into: &estimates)
    return Interval.hull(of: estimates)
  }

  /// The probability that one draw contains the least likely outcome.
  ///
  /// A sample much smaller than its inverse may never have met that outcome, whatever its observed
  /// variance says. A normal arm counts as one outcome.
  public var smallestOutcomeProbability: Double {
    let smallest = outcomes.map(\.probability).min() ?? 0
    // 1 − (1 − p)^N, without cancellation.
    var absent = 1.0
    var present = 0.0
    for _ in 0..<batchSize {
      present += smallest * absent
      absent *= 1 - smallest
    }
    return present
  }

  /// How many batches there are up to order, `(K + N − 1 choose N)`; may stop above 50,000.
  private func batchCount(_ size: Int) -> Double {
    var result = 1.0
    for index in 0..<size {
      result *= Double(outcomes.count + index) / Double(index + 1)
    }
    return result
  }

  private func enumerate(
    from first: Int, remaining: Int, _ batch: Batch, into estimates: inout [Vector]
  ) {
    let outcome = outcomes[first]
    if first == outcomes.count - 1 {
      var whole = batch
      whole.add(outcome.reward, outcome.score, times: Double(remaining))
      estimates.append(whole.estimate(baseline))
      return
    }
    for times in 0...remaining {
      var larger = batch
      larger.add(outcome.reward, outcome.score, times: Double(times))
      enumerate(from: first + 1, remaining: remaining - times, larger, into: &estimates)
    }
  }

  /// The estimate is a mean over pairs of ½ ΔR Δs, scaled for the batch mean, so it lies in the
  /// hull of the pairs.
  private func pairBound(_ size: Int) -> [ClosedRange<Double>] {
    var scale = 0.5
    if case .batchMean = baseline { scale *= 1 - 1 / Double(size) }
    var pairs: [Vector] = []
    for (index, one) in outcomes.enumerated() {
      for other in outcomes[index...] {
        pairs.append((scale * (one.reward - other.reward)) * (one.score - other.score))
      }
    }
    return Interval.hull(of: pairs)
  }
}

/// Intervals of vectors' components.
private enum Interval {
  static func hull(of vectors: [Vector]) -> [ClosedRange<Double>] {
    guard var low = vectors.first, var high = vectors.first else { return [] }
    for vector in vectors {
      for index in vector.indices {
        low[index] = min(low[index], vector[index])
        high[index] = max(high[index], vector[index])
      }
    }
    return low.indices.map { low[$0]...high[$0] }
  }
}
