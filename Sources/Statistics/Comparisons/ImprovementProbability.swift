/// The probability that a run of one method beats a run of another: P(X > Y) + ½ P(X = Y).
///
/// Estimated from all pairs, which is the Mann–Whitney statistic over the number of pairs; averaged
/// over tasks. ½ for a method against itself. It says how *often* one method is better, not by how
/// much.
///
/// - Parameters:
///   - first: X's scores of every task, one a run; none empty, all finite.
///   - second: Y's, of the same tasks.
/// - Returns: In `0...1`; unbiased for independent runs.
/// - SeeAlso: Agarwal et al. 2021, arXiv:2108.13264, section 4.3 ("probability of improvement").
public func improvementProbability(of first: [[Double]], over second: [[Double]]) -> Double {
  if first.isEmpty || first.count != second.count {
    fatalError(
      "improvementProbability: \(first.count) tasks against \(second.count); the tasks must be the "
        + "same, and at least one")
  }
  var result = 0.0
  for (scores, others) in zip(first, second) {
    checkScores(scores, "improvementProbability")
    checkScores(others, "improvementProbability")
    // Twice the number of pairs won, a draw counting one: an integer, so nothing is rounded.
    var won = 0
    for score in scores {
      for other in others { won += score > other ? 2 : (score == other ? 1 : 0) }
    }
    result += Double(won) / Double(2 * scores.count * others.count)
  }
  return result / Double(first.count)
}

/// The probability that a run of one method beats a run of another, on a single task.
///
/// - Parameters:
///   - first: X's scores, one a run; at least one, finite.
///   - second: Y's.
/// - Returns: In `0...1`; unbiased for independent runs.
/// - SeeAlso: Agarwal et al. 2021, arXiv:2108.13264, section 4.3.
public func improvementProbability(of first: [Double], over second: [Double]) -> Double {
  improvementProbability(of: [first], over: [second])
}
