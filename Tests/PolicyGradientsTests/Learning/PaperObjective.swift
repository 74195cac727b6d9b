import Foundation

@testable import PolicyGradients

/// What a gradient step of PPO sees: a rollout whose policy has moved on since.
struct PaperStep: Sendable, CustomStringConvertible {
  var surrogate = PPO.Surrogate.clipped(.constant(0.2))
  var isContinuous = false
  var sharesTrunk = false
  var valueClipRange: Double?

  var description: String {
    "\(surrogate), \(isContinuous ? "Pendulum" : "CartPole"), "
      + "\(sharesTrunk ? "shared" : "separate") trunk, value clip \(valueClipRange ?? .infinity)"
  }

  static let all: [PaperStep] = {
    var result: [PaperStep] = []
    for surrogate in [
      PPO.Surrogate.clipped(.constant(0.2)), .unclipped,
      .penalized(targetDivergence: 0.01, initialCoefficient: 0.7),
    ] {
      for isContinuous in [false, true] {
        result.append(PaperStep(surrogate: surrogate, isContinuous: isContinuous))
        result.append(
          PaperStep(
            surrogate: surrogate, isContinuous: isContinuous, sharesTrunk: true,
            valueClipRange: 0.1))
      }
    }
    return result
  }()

  var algorithm: PPO {
    var result = PPO(
      CollectionSettings(environmentCount: 4, length: .steps(16), discount: 0.98, lambda: 0.8),
      learningRate: .constant(0.02), minibatchSize: 64, epochCount: 6)
    result.surrogate = surrogate
    result.entropyCoefficient = 0.03
    result.valueClipRange = valueClipRange
    result.network = NetworkShape(hidden: [6], sharesTrunk: sharesTrunk)
    return result
  }

  var reference: ReferenceModel {
    ReferenceModel(
      observationCount: isContinuous ? 3 : 4, hidden: [6], sharesTrunk: sharesTrunk,
      family: isContinuous
        ? .gaussian(dependsOnState: false, squashedHalf: nil) : .categorical(2))
  }

  var penalty: Double {
    if case .penalized(_, let coefficient) = surrogate { coefficient } else { 0 }
  }

  /// A learner after one update; its minibatch is the whole rollout of before.
  func learner() -> Learner {
    func learner<Action>(_ environment: LearningEnvironment<Action>) -> Learner {
      let training = Training(algorithm, on: environment, steps: 1000, seed: 3)
      _ = training.advance()
      return training.learner
    }
    let result = isContinuous ? learner(.pendulum) : learner(.cartPole)
    result.gatherRollout()
    result.minibatch.normalizeAdvantages()
    return result
  }
}

/// The numbers of a minibatch in double precision, and the objective as the papers write it.
struct PaperObjective {
  let step: PaperStep
  let rowCount: Int
  let observations: [[Double]]
  let actions: [Double]
  let oldLogProbabilities: [Double]
  let old: [[Double]]
  let advantages: [Double]
  let returns: [Double]
  let oldValues: [Double]

  init(_ step: PaperStep, _ batch: Minibatch) {
    self.step = step
    let count = batch.count
    rowCount = count
    func rows(_ memory: FloatMemory, _ width: Int) -> [[Double]] {
      (0..<count).map { row in (0..<width).map { Double(memory.start[row * width + $0]) } }
    }
    func column(_ memory: FloatMemory) -> [Double] { (0..<count).map { Double(memory.start[$0]) } }
    observations = rows(batch.observations, step.reference.observationCount)
    old = rows(batch.kept, 2)
    actions = column(batch.actions)
    oldLogProbabilities = column(batch.oldLogProbabilities)
    advantages = column(batch.advantages)
    returns = column(batch.returns)
    oldValues = column(batch.oldValues)
  }

  func ratios(_ parameters: [Double]) -> [Double] {
    (0..<rowCount).map { row in
      let now = step.reference.evaluate(observations[row], parameters).distribution
      return exp(step.reference.logProbability(actions[row], now) - oldLogProbabilities[row])
    }
  }

  func surrogate(_ parameters: [Double]) -> Double {
    let ratios = ratios(parameters)
    return mean { row in
      if case .clipped(let range) = step.surrogate {
        return ClippedSurrogate(clipRange: range.value(at: 0))
          .value(ratio: ratios[row], advantage: advantages[row])
      }
      return ratios[row] * advantages[row]
    }
  }

  func valueError(_ parameters: [Double], isClipped: Bool) -> Double {
    mean { row in
      let value = step.reference.evaluate(observations[row], parameters).value
      let error = pow(value - returns[row], 2)
      guard isClipped, let range = step.valueClipRange else { return error }
      let near = min(max(value, oldValues[row] - range), oldValues[row] + range)
      return max(error, pow(near - returns[row], 2))
    }
  }

  func entropy(_ parameters: [Double]) -> Double {
    mean { step.reference.entropy(step.reference.evaluate(observations[$0], parameters).0) }
  }

  func divergence(_ parameters: [Double]) -> Double {
    mean { row in
      step.reference.divergence(
        old[row], step.reference.evaluate(observations[row], parameters).0)
    }
  }

  func whole(_ parameters: [Double]) -> Double {
    surrogate(parameters) - 0.5 * valueError(parameters, isClipped: true)
      + 0.03 * entropy(parameters) - step.penalty * divergence(parameters)
  }

  private func mean(_ number: (Int) -> Double) -> Double {
    (0..<rowCount).reduce(0) { $0 + number($1) } / Double(rowCount)
  }
}
