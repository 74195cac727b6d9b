import VectorMath

/// The objective of one gradient step of PPO, and what is told of all of them.
struct PPOStep {
  private let algorithm: PPO
  private let clipRange: Double?
  private let penalty: Double

  /// The mean of r − 1 − log r over the last minibatch.
  private(set) var divergence = 0.0
  var gradientNorm = 0.0

  private var count = 0
  private var sums = UpdateRecord()
  private var last = UpdateRecord()

  init(_ algorithm: PPO, progress: Double, penalty: Double) {
    self.algorithm = algorithm
    self.penalty = penalty
    if case .clipped(let range) = algorithm.surrogate {
      clipRange = range.value(at: progress)
    } else {
      clipRange = nil
    }
  }

  /// Evaluates the learner's minibatch and weighs its rows.
  ///
  /// The gradient of min(r A, clip(r) A) is r A ∇log π where the clip does not hold it: at r = 1 ± ε
  /// too, as automatic differentiation has it.
  mutating func objective(_ learner: Learner, isCriticAlone: Bool) -> ObjectiveWeights {
    let batch = learner.minibatch
    batch.evaluate(learner.model, parameters: learner.parameters.start)
    let rowCount = batch.count
    let share = 1 / Float(rowCount)
    let (ratios, advantages) = (batch.ratios.start, batch.advantages.start)
    let upper = clipRange.map { Float(1 + $0) } ?? .infinity
    let lower = clipRange.map { Float(1 - $0) } ?? -.infinity
    let logarithms = batch.logProbabilities.start
    let oldLogarithms = batch.oldLogProbabilities.start
    let (entropies, weights) = (batch.entropies.start, batch.weights.start)
    var (surrogate, vanished, outside, divergence) = (0.0, 0, 0, 0.0)
    var (entropy, valueError) = (0.0, 0.0)
    // One loop for all sums: each is a chain in which every addition waits for the last.
    for row in 0..<rowCount {
      let (ratio, advantage) = (ratios[row], advantages[row])
      // Without branches: the signs of advantages are as good as random.
      let excess = advantage > 0 ? ratio - upper : lower - ratio
      let isHeld = excess > 0 && advantage.magnitude > 0
      let bounded = ratio < lower ? lower : ratio > upper ? upper : ratio
      surrogate += Double(min(ratio * advantage, bounded * advantage))
      vanished &+= isHeld ? 1 : 0
      outside &+= ratio > upper || ratio < lower ? 1 : 0
      divergence += Double((ratio - 1) - (logarithms[row] - oldLogarithms[row]))
      weights[row] = isHeld || isCriticAlone ? 0 : share * ratio * advantage
      entropy += Double(entropies[row])
      valueError += Double(weighValue(batch, row, share))
    }
    self.divergence = divergence / Double(rowCount)
    last.surrogate = surrogate / Double(rowCount)
    last.zeroGradientFraction = Double(vanished) / Double(rowCount)
    last.clipFraction = clipRange == nil ? 0 : Double(outside) / Double(rowCount)
    last.klDivergence = self.divergence
    last.entropy = entropy / Double(rowCount)
    last.valueError = valueError / Double(rowCount)
    var objective = ObjectiveWeights(logProbability: UnsafePointer(weights))
    if !isCriticAlone {
      objective.entropy = Float(algorithm.entropyCoefficient) * share
      if penalty != 0 {
        objective.divergence = -Float(penalty) * share
        objective.old = UnsafePointer(batch.kept.start)
      }
    }
    if isCriticAlone || algorithm.criticLearningRate == nil {
      objective.value = UnsafePointer(batch.valueWeights.start)
    }
    return objective
  }

  /// The gradient of −c_V (V − R)² / n of a row; returns (V − R)².
  ///
  /// With a clip, the larger of (V − R)² and (V_old + clip(V − V_old, ±ε) − R)² counts, whose second
  /// has no gradient outside of the range.
  @inline(__always)
  private func weighValue(_ batch: Minibatch, _ row: Int, _ share: Float) -> Float {
    let value = batch.values.start[row]
    let error = value - batch.returns.start[row]
    var weight = Float(-2 * algorithm.valueCoefficient) * share * error
    if let range = algorithm.valueClipRange.map(Float.init) {
      let move = value - batch.oldValues.start[row]
      let bounded = batch.oldValues.start[row] + min(max(move, -range), range)
      let boundedError = bounded - batch.returns.start[row]
      // Within the range the two errors are the same, but for rounding.
      let isOutside = move.magnitude > range
      if isOutside && boundedError * boundedError > error * error { weight = 0 }
    }
    batch.valueWeights.start[row] = weight
    return error * error
  }

  /// Takes the last minibatch into the means.
  mutating func finish() {
    count += 1
    sums.surrogate += last.surrogate
    sums.valueError += last.valueError
    sums.entropy += last.entropy
    sums.klDivergence += last.klDivergence
    sums.clipFraction += last.clipFraction
    sums.zeroGradientFraction += last.zeroGradientFraction
  }

  func write(to record: inout UpdateRecord) {
    let divisor = Double(max(count, 1))
    record.gradientStepCount = count
    record.surrogate = sums.surrogate / divisor
    record.valueError = sums.valueError / divisor
    record.entropy = sums.entropy / divisor
    record.klDivergence = sums.klDivergence / divisor
    record.clipFraction = sums.clipFraction / divisor
    record.zeroGradientFraction = sums.zeroGradientFraction / divisor
    record.gradientNorm = gradientNorm / divisor
    record.penaltyCoefficient = penalty
  }
}
