public import VectorMath

/// Percentile intervals for anything computed from runs: by drawing the runs again.
///
/// The runs at hand stand for all runs that other seeds would have given. Each resample draws, with
/// replacement, as many runs as there are *within every stratum*; the strata are the tasks, so that
/// no resample leaves a task out. The interval reaches from the α/2 to the 1 − α/2 quantile of what
/// the resamples give.
///
///     var random = RandomStream(seed: 1)
///     let mean = InterquartileMean()
///     StratifiedBootstrap().interval(of: returns, using: &random) { mean($0) }
///
/// Percentile intervals miss more often than α where runs are few: of normal runs, a 95 % interval of
/// the interquartile mean held in 90 % of 4 000 trials with five runs, in 94 % with ten or twenty.
/// With one run a stratum it has no width and means nothing.
///
/// - SeeAlso: Agarwal et al. 2021, arXiv:2108.13264, section 4.1; Efron 1979, "Bootstrap methods:
///   another look at the jackknife", Annals of Statistics 7(1).
public struct StratifiedBootstrap: Equatable, Sendable {
  /// The probability that an interval misses, in the limit of many runs.
  public let alpha: Double

  /// How many times the runs are drawn again.
  public let resampleCount: Int

  /// A bootstrap.
  ///
  /// - Parameters:
  ///   - alpha: The probability that an interval misses, above 0 and below 1; 0.05 for 95 %.
  ///   - resampleCount: How many times the runs are drawn again, at least 1.
  public init(alpha: Double = 0.05, resampleCount: Int = 2_000) {
    ConfidenceInterval.check(alpha: alpha, "StratifiedBootstrap")
    if resampleCount < 1 {
      fatalError("StratifiedBootstrap: the resample count \(resampleCount) is below 1")
    }
    self.alpha = alpha
    self.resampleCount = resampleCount
  }

  /// The interval of a statistic of one stratum.
  ///
  /// - Parameters:
  ///   - scores: One a run; at least one, finite.
  ///   - generator: The source of randomness.
  ///   - statistic: From as many scores to a finite number.
  /// - Returns: The statistic of the scores themselves, and its interval.
  /// - Randomness: draws one value a score and resample.
  public func interval(
    of scores: [Double], using generator: inout RandomStream, _ statistic: ([Double]) -> Double
  ) -> ConfidenceInterval {
    interval(of: [scores], using: &generator) { statistic($0[0]) }
  }

  /// The interval of a statistic of several strata.
  ///
  /// - Parameters:
  ///   - strata: The scores of every task, one a run; none empty, all finite.
  ///   - generator: The source of randomness.
  ///   - statistic: From strata of the same counts to a finite number.
  /// - Returns: The statistic of the scores themselves, and its interval.
  /// - Randomness: draws one value a score and resample.
  public func interval(
    of strata: [[Double]], using generator: inout RandomStream,
    _ statistic: ([[Double]]) -> Double
  ) -> ConfidenceInterval {
    interval(comparing: strata, with: [], using: &generator) { first, _ in statistic(first) }
  }

  /// The interval of a statistic of two methods, whose runs are drawn independently.
  ///
  /// - Parameters:
  ///   - first: One method's scores of every task, one a run; none empty, all finite.
  ///   - second: The other's; it may have other counts.
  ///   - generator: The source of randomness.
  ///   - statistic: From strata of the same counts to a finite number.
  /// - Returns: The statistic of the scores themselves, and its interval.
  /// - Randomness: draws one value a score and resample.
  public func interval(
    comparing first: [[Double]], with second: [[Double]], using generator: inout RandomStream,
    _ statistic: ([[Double]], [[Double]]) -> Double
  ) -> ConfidenceInterval {
    if first.isEmpty { fatalError("StratifiedBootstrap: there are no strata") }
    for stratum in first + second { checkScores(stratum, "StratifiedBootstrap") }
    let estimate = checked(statistic(first, second))
    var (one, other) = (first, second)
    var values: [Double] = []
    values.reserveCapacity(resampleCount)
    for _ in 0..<resampleCount {
      draw(from: first, into: &one, using: &generator)
      draw(from: second, into: &other, using: &generator)
      values.append(checked(statistic(one, other)))
    }
    values.sort()
    return ConfidenceInterval(
      estimate: estimate, lowerBound: quantile(alpha / 2, of: values),
      upperBound: quantile(1 - alpha / 2, of: values), alpha: alpha)
  }

  private func draw(
    from strata: [[Double]], into resample: inout [[Double]], using generator: inout RandomStream
  ) {
    for (index, stratum) in strata.enumerated() {
      for run in stratum.indices {
        resample[index][run] = stratum[generator.integer(below: stratum.count)]
      }
    }
  }

  private func checked(_ value: Double) -> Double {
    if !value.isFinite {
      fatalError("StratifiedBootstrap: the statistic of a resample is \(value)")
    }
    return value
  }

  /// Between the sorted values, which stand at 0, 1/(n − 1), …, 1: linear, as in NumPy.
  private func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    let position = probability * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 1)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (position - Double(index)) * (sorted[next] - sorted[index])
  }
}
