import LessonKit
import PolicyGradients
import VectorMath

/// What parts of PPO on CartPole take: rollouts as they are timed between updates, and of gradient
/// steps the kernels by themselves, on as many rows as often as the training that is timed beside them.
struct PhaseBenchmarks {
  private static let stepCount = 25_600

  var rows: [Row] {
    rows(of: PPO.rlZoo, "PPO, RL-Zoo's settings, CartPole")
      + rows(of: PPO.cleanRL, "PPO, CleanRL's settings, CartPole")
  }

  private func rows(of algorithm: PPO, _ name: String) -> [Row] {
    let kernels = GradientStepKernels(algorithm)
    return [
      rollouts(of: algorithm, name),
      share("forward passes", of: algorithm, name) { kernels.forward() },
      share("backward passes", of: algorithm, name) { kernels.backward() },
      share("Adam and the gradient's norm", of: algorithm, name) { kernels.move() },
    ]
  }

  /// How much of a training's time goes into its rollouts; the rest is gradient steps.
  private func rollouts(of algorithm: PPO, _ name: String) -> Row {
    Row("share of rollouts: \(name)", .share) { round in
      let training = Training(
        algorithm, on: .cartPole, steps: Self.stepCount, seed: UInt64(round))
      var gathering = Duration.zero
      let start = ContinuousClock.now
      repeat {
        let before = ContinuousClock.now
        training.gather()
        gathering += ContinuousClock.now - before
      } while training.learn()
      return gathering.inSeconds / (ContinuousClock.now - start).inSeconds
    }
  }

  private func share(
    _ part: String, of algorithm: PPO, _ name: String, work: @escaping () -> Void
  ) -> Row {
    Row("share of \(part): \(name)", .share) { round in
      let start = ContinuousClock.now
      let run = algorithm.train(on: .cartPole, steps: Self.stepCount, seed: UInt64(round))
      let middle = ContinuousClock.now
      for _ in 0..<run.updates.reduce(0, { $0 + $1.gradientStepCount }) { work() }
      return (ContinuousClock.now - middle).inSeconds / (middle - start).inSeconds
    }
  }
}

/// The kernels of one gradient step: the networks of a policy and of a critic, on one minibatch.
private final class GradientStepKernels {
  private struct Pass {
    let layer: DenseLayer
    let inputs: FloatMemory
    let parameters: FloatMemory
    let outputs: FloatMemory
    let parameterGradients: FloatMemory
    let inputGradients: FloatMemory
    let activation: DenseLayer.Activation?
  }

  private let rowCount: Int
  private var passes: [Pass] = []
  private var optimizer: Adam
  private let parameters: FloatMemory
  private let gradients: FloatMemory

  init(_ algorithm: PPO) {
    rowCount = algorithm.minibatchSize
    var parameterCount = 0
    for last in [2, 1] {
      let widths = [4] + algorithm.network.hidden + [last]
      for index in 1..<widths.count {
        let isLast = index == widths.count - 1
        let layer = DenseLayer(
          inputCount: widths[index - 1], outputCount: widths[index],
          activation: isLast ? .none : .tanh)
        parameterCount += layer.parameterCount
        passes.append(
          Pass(
            layer: layer, inputs: FloatMemory(normalCount: rowCount * layer.inputCount),
            parameters: FloatMemory(normalCount: layer.parameterCount),
            outputs: FloatMemory(normalCount: rowCount * layer.outputCount),
            parameterGradients: FloatMemory(normalCount: layer.parameterCount),
            inputGradients: FloatMemory(normalCount: rowCount * layer.inputCount),
            activation: index == 1 ? nil : .tanh))
      }
    }
    optimizer = Adam(parameterCount: parameterCount)
    parameters = FloatMemory(normalCount: parameterCount)
    gradients = FloatMemory(normalCount: parameterCount)
  }

  func forward() {
    for pass in passes {
      var outputs = pass.outputs.numbers.mutableSpan
      pass.layer.forward(
        pass.inputs.numbers.span, parameters: pass.parameters.numbers.span, rowCount: rowCount,
        into: &outputs)
    }
  }

  func backward() {
    for pass in passes {
      var parameterGradients = pass.parameterGradients.numbers.mutableSpan
      pass.layer.parameterGradients(
        inputs: pass.inputs.numbers.span, gradients: pass.outputs.numbers.span,
        rowCount: rowCount, into: &parameterGradients)
      // The observations' gradients are not asked for.
      guard let activation = pass.activation else { continue }
      var inputGradients = pass.inputGradients.numbers.mutableSpan
      pass.layer.inputSumGradients(
        gradients: pass.outputs.numbers.span, parameters: pass.parameters.numbers.span,
        inputs: pass.inputs.numbers.span, activation: activation, rowCount: rowCount,
        into: &inputGradients)
    }
  }

  func move() {
    precondition(GradientNorm.of(gradients.numbers.span) > 0)
    var span = parameters.numbers.mutableSpan
    optimizer.descend(&span, gradients: gradients.numbers.span, learningRate: 1e-6)
  }
}
