public import VectorMath

extension ScoreFunctionEstimator {
  /// The mean and covariance of many draws.
  ///
  /// They are those of `sampleCount` calls to ``sample(using:)`` with the same stream. Every draw is
  /// made; a draw's estimate takes one of finitely many values (given the normal number, for normal
  /// arms), so it is enough to count how often each came up and to form the sums from the counts.
  /// Without normal arms and batch baselines a draw takes 0.7 ns with AVX-512, 4 ns with SSE alone.
  ///
  /// - Parameters:
  ///   - sampleCount: How many draws; at least 1.
  ///   - generator: The source of randomness.
  /// - Returns: Mean and covariance, the same bits on every machine and vector width.
  /// - Randomness: draws the values of `sampleCount` calls to ``sample(using:)``.
  /// - Complexity: O(`sampleCount` · outcomes), in vectors of eight.
  public func moments(
    sampleCount: Int, using generator: inout RandomStream
  ) -> SampledMoments {
    if sampleCount < 1 { fatalError("moments: the sample count \(sampleCount) is below 1") }
    if baseline.batchSize != nil { return batchMoments(sampleCount, using: &generator) }
    if outcomes.contains(where: { $0.deviation > 0 }) {
      return normalMoments(sampleCount, using: &generator)
    }
    let counts = drawing.counts(sampleCount: sampleCount, using: &generator)
    return moments(sampleCount, counts.map { Tally(count: Double($0)) })
  }

  /// How often an outcome came up, and the sums of its normal numbers and of their squares.
  private struct Tally {
    var count = 0.0
    var sum = 0.0
    var squareSum = 0.0
  }

  private func normalMoments(
    _ sampleCount: Int, using generator: inout RandomStream
  ) -> SampledMoments {
    var tallies = Array(repeating: Tally(), count: outcomes.count)
    let isNormal = outcomes.map { $0.deviation > 0 }
    for _ in 0..<sampleCount {
      let index = drawing.sample(using: &generator)
      tallies[index].count += 1
      if isNormal[index] {
        let number = generator.normal()
        tallies[index].sum += number
        tallies[index].squareSum += number * number
      }
    }
    return moments(sampleCount, tallies)
  }

  // The draws of one outcome are (r + d z) s with z its normal numbers. Around the mean μ of all,
  // their squares sum to n (r̄ s − μ)(r̄ s − μ)ᵀ + d² Σ (z − z̄)² s sᵀ with r̄ = r + d z̄.
  private func moments(_ sampleCount: Int, _ tallies: [Tally]) -> SampledMoments {
    let met = zip(outcomes, tallies).filter { $0.1.count > 0 }
    var mean = Vector.zero(count: parameterCount)
    for (outcome, tally) in met {
      mean += tally.count * outcome.estimate + (outcome.deviation * tally.sum) * outcome.score
    }
    mean /= Double(sampleCount)
    var squares = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    for (outcome, tally) in met {
      let shift = outcome.deviation * tally.sum / tally.count
      let difference = outcome.estimate + shift * outcome.score - mean
      squares.addOuterProduct(difference, difference, scale: tally.count)
      let scatter = tally.squareSum - tally.sum * tally.sum / tally.count
      let spread = outcome.deviation * outcome.deviation * max(scatter, 0)
      squares.addOuterProduct(outcome.score, outcome.score, scale: spread)
    }
    return SampledMoments(
      sampleCount: sampleCount, mean: mean,
      covariance: (1 / Double(max(sampleCount - 1, 1))) * squares)
  }

  /// Welford's running mean and scatter, draw by draw.
  private func batchMoments(
    _ sampleCount: Int, using generator: inout RandomStream
  ) -> SampledMoments {
    var mean = Vector.zero(count: parameterCount)
    var squares = Matrix.zero(rowCount: parameterCount, columnCount: parameterCount)
    for index in 1...sampleCount {
      let estimate = sample(using: &generator)
      let before = estimate - mean
      mean += before / Double(index)
      squares.addOuterProduct(before, estimate - mean)
    }
    return SampledMoments(
      sampleCount: sampleCount, mean: mean,
      covariance: (1 / Double(max(sampleCount - 1, 1))) * squares)
  }
}
