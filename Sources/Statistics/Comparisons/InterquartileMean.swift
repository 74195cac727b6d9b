/// The mean of the middle half of some scores: a mean that one lucky or broken run cannot move.
///
/// The scores are sorted, a quarter is cut off at each end, and the rest is averaged:
///
///     IQM = Σ_i w_i x_(i) / Σ_i w_i,   w_i = the part of [i − 1, i] that lies in [n/4, 3n/4]
///
/// Where n is not divisible by four, a quarter of the scores ends *within* a score, which then counts
/// with the part that is left: five scores have the weights 0, ¾, 1, ¾, 0. This is the mean of the
/// empirical distribution between its quartiles, and changes nothing when every score is repeated.
/// rliable and `scipy.stats.trim_mean(scores, 0.25)` cut `⌊n/4⌋` whole scores instead, and average
/// the three middle ones of five; that is ``Trimming/wholeScores``. For n divisible by four, such as
/// twenty seeds, the two are the same.
///
/// - SeeAlso: Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical
///   precipice", arXiv:2108.13264, section 4.3.
public struct InterquartileMean: Equatable, Sendable {
  /// What is done where a quarter ends within a score.
  public enum Trimming: Equatable, Sendable {
    /// The score counts with the part that is not cut off.
    case exact
    /// The score counts as a whole, as in rliable and SciPy.
    case wholeScores
  }

  /// What is done where a quarter ends within a score.
  public var trimming: Trimming

  /// An interquartile mean.
  ///
  /// - Parameter trimming: What is done where a quarter ends within a score.
  public init(trimming: Trimming = .exact) {
    self.trimming = trimming
  }

  /// The interquartile mean of some scores.
  ///
  /// - Parameter scores: At least one, finite, in any order.
  /// - Returns: In the scores' unit.
  public func callAsFunction(_ scores: [Double]) -> Double {
    checkScores(scores, "InterquartileMean")
    let sorted = scores.sorted()
    let count = sorted.count
    let cut = count / 4
    // Four times the weight of the outermost score that stays: an integer, so nothing is rounded.
    let remainder = trimming == .exact ? 4 - count % 4 : 4
    var sum = 0.0
    var total = 0
    for index in cut..<count - cut {
      // With a remainder, the first and the last of those that stay are cut into.
      let isFirst = index == cut
      let isLast = index == count - cut - 1
      let weight = 4 - (isFirst ? 4 - remainder : 0) - (isLast ? 4 - remainder : 0)
      sum += Double(weight) * sorted[index]
      total += weight
    }
    return sum / Double(total)
  }
}

/// Traps unless there are scores and all of them are finite.
func checkScores(_ scores: [Double], _ caller: StaticString) {
  if scores.isEmpty { fatalError("\(caller): there are no scores") }
  if let index = scores.firstIndex(where: { !$0.isFinite }) {
    fatalError("\(caller): score \(index) is \(scores[index])")
  }
}
