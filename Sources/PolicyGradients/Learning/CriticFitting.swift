public import VectorMath

/// How a critic that learns by itself is drawn to the returns of a rollout: epochs of minibatches,
/// each one step of its own optimiser down the mean of (V − R)².
public struct CriticFitting: Equatable, Sendable {
  /// α, over the progress of training.
  public var learningRate: Schedule

  /// How many rows make a gradient step; the last of an epoch may have fewer.
  public var minibatchSize: Int

  /// How often each row is used.
  public var epochCount: Int

  /// A way to fit.
  ///
  /// - Parameters:
  ///   - learningRate: α.
  ///   - minibatchSize: How many rows make a gradient step; at least 1, at most a rollout. Whole
  ///     episodes with fewer are one minibatch.
  ///   - epochCount: How often each row is used; at least 1.
  public init(learningRate: Schedule, minibatchSize: Int, epochCount: Int) {
    self.learningRate = learningRate
    self.minibatchSize = minibatchSize
    self.epochCount = epochCount
  }

  /// What is wrong with it for so gathered rollouts, if anything is.
  func complaint(about collection: CollectionSettings) -> String? {
    if let complaint = collection.complaint("the critic's minibatch size", minibatchSize) {
      return complaint
    }
    if epochCount < 1 { return "the critic's epoch count \(epochCount) is below 1" }
    return learningRate.complaint("the critic's learning rate")
  }
}

extension Learner {
  /// Fits the critic to the rollout; the policy stays.
  ///
  /// - Parameters:
  ///   - fitting: How.
  ///   - progress: The share of training that is done.
  /// - Returns: The mean of (V − R)², before each step.
  func fitCritic(_ fitting: CriticFitting, progress: Double) -> Double {
    let rate = fitting.learningRate.value(at: progress)
    let critic = model.criticParameters
    var order = rollout.rows
    var (squares, count) = (0.0, 0)
    for _ in 0..<fitting.epochCount {
      random.shuffle(&order)
      for start in stride(from: 0, to: order.count, by: fitting.minibatchSize) {
        gather(order[start..<min(start + fitting.minibatchSize, order.count)])
        let batch = minibatch
        model.evaluateCritic(
          batch.observations.start, rowCount: batch.count, parameters: parameters.start,
          values: batch.values.start)
        let scale = -2 / Float(batch.count)
        for row in 0..<batch.count {
          let error = batch.values.start[row] - batch.returns.start[row]
          squares += Double(error * error)
          batch.valueWeights.start[row] = scale * error
        }
        count += batch.count
        model.differentiateCritic(
          batch.observations.start, rowCount: batch.count, parameters: parameters.start,
          weights: batch.valueWeights.start, gradients: gradients.start + critic.lowerBound)
        ascend(learningRates: [nil, rate], maximumNorm: nil)
      }
    }
    return squares / Double(count)
  }
}
