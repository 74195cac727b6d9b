import VectorMath

/// What was seen and done since the last update: T steps of N environments.
///
/// Row t · N + i is step t of environment i. Rows that belong to no episode that is asked for, such
/// as those after the end in `.episodes`, are not in ``rows``.
final class Rollout {
  let environmentCount: Int
  let observationCount: Int
  let keptCount: Int
  /// T, how many steps there is room for.
  let stepCapacity: Int

  /// How many steps were taken.
  var stepCount = 0
  /// The rows that count, in order.
  var rows: [Int] = []

  let observations: FloatMemory
  let actions: FloatMemory
  let logProbabilities: FloatMemory
  let values: FloatMemory
  let rewards: FloatMemory
  let kept: FloatMemory
  let advantages: FloatMemory
  /// What the critic is drawn to.
  let returns: FloatMemory
  /// 1 while the episode goes on after the step, else 0.
  let continues: FloatMemory
  /// Where the episode does not go on: the value of what follows.
  let following: FloatMemory
  /// V of what each environment shows after the last step.
  let lastValues: FloatMemory

  init(environmentCount: Int, stepCapacity: Int, observationCount: Int, keptCount: Int) {
    self.environmentCount = environmentCount
    self.stepCapacity = stepCapacity
    self.observationCount = observationCount
    self.keptCount = keptCount
    let rowCount = environmentCount * stepCapacity
    observations = FloatMemory(count: rowCount * observationCount)
    actions = FloatMemory(count: rowCount)
    logProbabilities = FloatMemory(count: rowCount)
    values = FloatMemory(count: rowCount)
    rewards = FloatMemory(count: rowCount)
    kept = FloatMemory(count: rowCount * keptCount)
    advantages = FloatMemory(count: rowCount)
    returns = FloatMemory(count: rowCount)
    continues = FloatMemory(count: rowCount)
    following = FloatMemory(count: rowCount)
    lastValues = FloatMemory(count: environmentCount)
  }

  /// Generalised advantage estimation, from the last step to the first.
  ///
  ///     δ_t = r_t + γ V_{t+1} − V_t,   A_t = δ_t + γ λ A_{t+1}
  ///
  /// where an episode's last step has V_{t+1} = ``following`` and A_{t+1} = 0.
  ///
  /// Without the critic V is 0 everywhere but in what follows a cut, and with λ = 1 advantages are
  /// returns-to-go. ``returns`` are A_t + V_t, or R_t = r_t + γ R_{t+1} if the target says so.
  func estimateAdvantages(
    discount: Double, lambda: Double, usesCritic: Bool = true,
    target: CollectionSettings.CriticTarget = .lambdaReturn
  ) {
    let count = environmentCount
    let decay = Float(discount * lambda)
    let discount = Float(discount)
    let scale: Float = usesCritic ? 1 : 0
    for environment in 0..<count {
      var nextValue = scale * lastValues.start[environment]
      var nextAdvantage: Float = 0
      var nextReturn = nextValue
      for step in (0..<stepCount).reversed() {
        let row = step * count + environment
        let isRunning = continues.start[row] != 0
        let value = scale * values.start[row]
        let follows = isRunning ? nextValue : following.start[row]
        let delta = rewards.start[row].addingProduct(discount, follows) - value
        let advantage = isRunning ? delta.addingProduct(decay, nextAdvantage) : delta
        advantages.start[row] = advantage
        nextReturn = rewards.start[row].addingProduct(
          discount, isRunning ? nextReturn : following.start[row])
        returns.start[row] = target == .lambdaReturn ? advantage + value : nextReturn
        nextValue = value
        nextAdvantage = advantage
      }
    }
  }

  /// 1 − Var(R − V) / Var(R) over the rows: how much of the returns the critic foretold.
  ///
  /// - Returns: At most 1; 0 if all returns are the same.
  var explainedVariance: Double {
    func variance(_ number: (Int) -> Double) -> Double {
      var sum = 0.0
      for row in rows { sum += number(row) }
      let mean = sum / Double(rows.count)
      var squares = 0.0
      for row in rows {
        let difference = number(row) - mean
        squares += difference * difference
      }
      return squares / Double(rows.count)
    }
    let whole = variance { Double(returns.start[$0]) }
    if !(whole > 0) { return 0 }
    return 1 - variance { Double(returns.start[$0] - values.start[$0]) } / whole
  }
}

extension Rollout {
  /// Brings the advantages of all rows together to mean 0 and deviation 1, as
  /// ``Minibatch/normalizeAdvantages()`` does.
  func normalizeAdvantages() {
    var numbers = rows.map { advantages.start[$0] }
    numbers.withUnsafeMutableBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      Minibatch.normalize(start, count: numbers.count)
    }
    for (place, row) in rows.enumerated() { advantages.start[row] = numbers[place] }
  }
}
