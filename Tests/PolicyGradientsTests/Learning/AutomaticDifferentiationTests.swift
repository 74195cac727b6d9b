import Foundation
import Testing
import _Differentiation

@testable import PolicyGradients

/// log π of a softmax over three outputs of two tanh units, which the toolchain differentiates.
@differentiable(reverse,wrt: parameters)
private func logProbability(
  _ action: Int, _ observation: [Double], _ parameters: [Double]
) -> Double {
  var (sum, own) = (0.0, 0.0)
  for output in 0..<3 {
    var logit = parameters[12 + output]
    for unit in 0..<2 {
      var total = parameters[4 + unit]
      for input in 0..<2 { total += observation[input] * parameters[2 * input + unit] }
      logit += tanh(total) * parameters[6 + 3 * unit + output]
    }
    sum += exp(logit)
    if output == action { own = logit }
  }
  return own - log(sum)
}

/// log π of a normal action whose mean and log σ are linear.
@differentiable(reverse,wrt: parameters)
private func logDensity(
  _ action: Double, _ observation: [Double], _ parameters: [Double]
) -> Double {
  var (mean, logDeviation) = (parameters[4], parameters[5])
  for input in 0..<2 {
    mean += observation[input] * parameters[2 * input]
    logDeviation += observation[input] * parameters[2 * input + 1]
  }
  let scaled = (action - mean) / exp(logDeviation)
  return -0.5 * scaled * scaled - logDeviation - 0.918938533204672741780
}

/// Scores of the engine against reverse-mode differentiation by the compiler.
@Suite struct AutomaticDifferentiationTests {
  private let observation = [0.7, -1.3]

  /// The engine's score of an action.
  private func score(_ model: any ActorCriticModel, _ action: Float, _ parameters: [Double])
    -> [Float]
  {
    let numbers = FloatMemory(parameters.map { Float($0) })
    let row = FloatMemory(observation.map { Float($0) })
    let gradients = FloatMemory(count: model.parameterCount)
    let one = FloatMemory([1])
    let drawn = FloatMemory([action])
    var value = Float(0)
    model.evaluate(row.start, rowCount: 1, parameters: numbers.start, values: &value)
    model.differentiate(
      row.start, drawn.start, rowCount: 1, parameters: numbers.start,
      objective: ObjectiveWeights(logProbability: one.start), gradients: gradients.start)
    return Array(gradients.numbers[0..<model.criticParameters.lowerBound])
  }

  private func parameters(_ model: any ActorCriticModel) -> [Double] {
    var random = RandomStream(seed: 9)
    return (0..<model.parameterCount).map { _ in Double(Float(random.normal())) }
  }

  @Test func `a network's softmax score is the compiler's`() {
    let model = ReferenceModel(observationCount: 2, hidden: [2]).engineModel(rowCapacity: 1)
    let parameters = parameters(model)
    let policy = Array(parameters[0..<15])
    for action in 0..<3 {
      let expected = gradient(at: policy) { logProbability(action, observation, $0) }.base
      let score = score(model, Float(action), parameters)
      #expect(relativeError(score, expected) < 1e-5)
      // Negative control: another action's score is another.
      #expect(relativeError(self.score(model, Float((action + 1) % 3), parameters), expected) > 0.1)
    }
  }

  @Test func `a Gaussian score with a deviation of the state is the compiler's`() {
    let reference = ReferenceModel(
      observationCount: 2, hidden: [],
      family: .gaussian(dependsOnState: true, squashedHalf: nil))
    let model = reference.engineModel(rowCapacity: 1)
    let parameters = parameters(model)
    var shifted = Array(parameters[0..<6])
    // The network's output stands for log σ minus where it starts.
    shifted[5] += ReferenceModel.initialLogDeviation
    for action in [-1.5, 0.25, 2] {
      let expected = gradient(at: shifted) { logDensity(action, observation, $0) }.base
      let score = score(model, Float(action), parameters)
      #expect(relativeError(score, expected) < 1e-5)
      #expect(relativeError(score.map { $0 * 1.001 }, expected) > 1e-4)
    }
  }
}
