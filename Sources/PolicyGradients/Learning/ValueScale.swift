import VectorMath

/// How large values may become: what tells a critic that runs away, but stays finite, from one that
/// has large returns to foretell.
///
/// A return is at most `max |r| · Σ_{k < T} γ^k` with the rewards r that were learned from so far; T
/// is the time limit if nothing is taken to follow a cut, and infinite otherwise. With γ = 1 and an
/// infinite T there is no bound, and nothing is out of proportion.
///
/// The critic's error is out of proportion where it is above 100 times the square of that, or of the
/// largest value that the first critic gave if this is larger: the first critic is drawn without a
/// look at rewards. Then the root of the mean squared error is ten times what any return could be; with
/// learning rates that work on CartPole it is less than half of it. Before a reward that is not 0 has
/// come, nothing is out of proportion.
struct ValueScale {
  /// The largest magnitude of a return; 0 before a reward that is not 0.
  var returnBound = 0.0

  /// The largest magnitude of the first critic's values.
  var valueBound = 0.0

  /// The larger of both.
  var bound: Double { max(returnBound, valueBound) }

  /// How many updates running have to be out of proportion.
  static var patience: Int { 5 }

  private static var factor: Double { 100 }

  /// Takes in what was learned from.
  mutating func take(
    _ rollout: Rollout, isFirst: Bool, settings: CollectionSettings, timeLimit: Int?
  ) {
    var reward = 0.0
    for row in rollout.rows {
      reward = max(reward, Double(rollout.rewards.start[row]).magnitude)
      if isFirst { valueBound = max(valueBound, Double(rollout.values.start[row]).magnitude) }
    }
    let endless = settings.discount < 1 ? 1 / (1 - settings.discount) : .infinity
    let limit = settings.truncation == .bootstrap ? nil : timeLimit
    let weight = min(endless, limit.map(Double.init) ?? .infinity)
    // An endless sum of zeros is 0.
    if reward > 0 { returnBound = max(returnBound, reward * weight) }
  }

  /// What is wrong with the critic's errors, if anything is.
  func complaint(about updates: [UpdateRecord]) -> String? {
    let last = updates.suffix(ValueScale.patience).map(\.valueError)
    let limit = ValueScale.factor * bound * bound
    guard returnBound > 0, last.count == ValueScale.patience, let error = last.last,
      last.allSatisfy({ $0 > limit })
    else { return nil }
    return "the critic's error is \(NumberText.significant(error)), and was out of proportion for "
      + "\(last.count) updates: no return is above \(NumberText.significant(bound)), whose square is "
      + NumberText.significant(bound * bound)
  }
}
