import VectorMath

extension TrainingRun {
  /// How many updates at the end, and episodes at the beginning, are looked at.
  private static var regardedCount: Int { 10 }

  /// That the policy has come to draw one action only in each state, without having got clearly better,
  /// and what to do; nil if it has not, or if the run has not finished.
  ///
  /// Where rewards are noisy, or the best was found within the first episodes, a solved task looks the
  /// same.
  ///
  /// No number overflows then, and the run goes on to its end: with an entropy of 0 there are no
  /// other actions to compare with, and gradients are 0. A policy that begins without entropy, or
  /// gives it up for higher returns, is none of these. The entropy of a density may be 0 as well, but
  /// does not stay there.
  var complaintAboutEntropy: String? {
    let last = updates.suffix(Self.regardedCount)
    guard ending == .finished, let first = updates.first, updates.count > last.count,
      first.entropy > 1e-3, last.allSatisfy({ $0.entropy.magnitude < 1e-6 }), !isBetter
    else { return nil }
    // Steps along a natural gradient may have a length instead.
    let remedy =
      first.learningRate > 0 || first.naturalGradient == nil
      ? "learning rate \(NumberText.significant(first.learningRate, digits: 4))"
      : "divergence limit"
    return "the policy's entropy is 0: in each state it draws one action only, and learns no more; "
      + "its returns are not clearly better than the first: unless there are none better, lower the "
      + remedy
  }

  /// Whether the last 100 episodes have a higher mean than the first few, by two standard errors.
  private var isBetter: Bool {
    func moments(_ episodes: ArraySlice<EpisodeRecord>) -> (mean: Double, squaredError: Double) {
      let count = Double(episodes.count)
      let mean = episodes.reduce(0) { $0 + $1.undiscountedReturn } / count
      let squares = episodes.reduce(0) {
        $0 + ($1.undiscountedReturn - mean) * ($1.undiscountedReturn - mean)
      }
      return (mean, squares / (count * max(count - 1, 1)))
    }
    // Too few to tell.
    if episodes.count < 2 * Self.regardedCount { return true }
    let first = moments(episodes.prefix(Self.regardedCount))
    let last = moments(episodes.dropFirst(Self.regardedCount).suffix(100))
    let error = (first.squaredError + last.squaredError).squareRoot()
    return last.mean - first.mean > 2 * error
  }
}
