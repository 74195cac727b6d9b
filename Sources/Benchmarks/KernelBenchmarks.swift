import LessonKit
import PolicyGradients
import VectorMath

/// What training spends its time on: dense layers, activations and optimiser steps; one core.
struct KernelBenchmarks {
  /// A batch through a layer.
  private struct Shape {
    let rowCount: Int
    let inputCount: Int
    let outputCount: Int

    /// Additions and multiplications of one product of matrices.
    var operationCount: Double { 2 * Double(rowCount * inputCount * outputCount) }
  }

  private static let limitName = "limit of dense layers: multiply-adds in registers"
  private static let valueCount = 4096
  private static let parameterCount = 9_000

  var rows: [Row] {
    let cube64 = Shape(rowCount: 64, inputCount: 64, outputCount: 64)
    let cube256 = Shape(rowCount: 256, inputCount: 256, outputCount: 256)
    let batch = Shape(rowCount: 256, inputCount: 64, outputCount: 64)
    return [
      forward(
        "dense 64 × 64 × 64", cube64, .none, reach: 200e9,
        others: "OpenBLAS 135–145, with its kernel for small ones 162–174"),
      forward(
        "dense 256 × 256 × 256", cube256, .none, reach: 150e9, others: "OpenBLAS 142–153"),
      forward("dense 256 × 64 × 64", batch, .none, others: "OpenBLAS 95–120"),
      forward("dense layer, 256 rows, 64 to 64, tanh", batch, .tanh),
      backward("… gradients of parameters and inputs", batch),
      Row(KernelBenchmarks.limitName, .operationsPerSecond) { _ in
        try MultiplyAddLimit.operationsPerSecond()
      },
      function("tanh of 4,096 numbers", .tanh),
      function("exp", .exp),
      function("log", .log),
      function("sin", .sin),
      adam,
    ]
  }

  private func forward(
    _ name: String, _ shape: Shape, _ activation: DenseLayer.Activation, reach: Double? = nil,
    others: String = ""
  ) -> Row {
    let layer = DenseLayer(
      inputCount: shape.inputCount, outputCount: shape.outputCount, activation: activation)
    let inputs = FloatMemory(normalCount: shape.rowCount * shape.inputCount)
    let parameters = FloatMemory(normalCount: layer.parameterCount)
    let outputs = FloatMemory(normalCount: shape.rowCount * shape.outputCount)
    return Row(
      name, .operationsPerSecond, reach: reach, limit: KernelBenchmarks.limitName, others: others
    ) { _ in
      outputs.numbers.update(repeating: 0)
      let repetitions = Int(4e9 / shape.operationCount)
      let time = try seconds {
        for _ in 0..<repetitions {
          var span = outputs.numbers.mutableSpan
          layer.forward(
            inputs.numbers.span, parameters: parameters.numbers.span, rowCount: shape.rowCount,
            into: &span)
        }
        return outputs.numbers.contains { $0 != 0 }
      }
      return shape.operationCount * Double(repetitions) / time
    }
  }

  private func backward(_ name: String, _ shape: Shape) -> Row {
    let layer = DenseLayer(
      inputCount: shape.inputCount, outputCount: shape.outputCount, activation: .tanh)
    let inputs = FloatMemory(normalCount: shape.rowCount * shape.inputCount)
    let parameters = FloatMemory(normalCount: layer.parameterCount)
    let gradients = FloatMemory(normalCount: shape.rowCount * shape.outputCount)
    let parameterGradients = FloatMemory(normalCount: layer.parameterCount)
    let inputGradients = FloatMemory(normalCount: shape.rowCount * shape.inputCount)
    return Row(name, .operationsPerSecond, limit: KernelBenchmarks.limitName) { _ in
      parameterGradients.numbers.update(repeating: 0)
      inputGradients.numbers.update(repeating: 0)
      let repetitions = Int(2e9 / shape.operationCount)
      let time = try seconds {
        for _ in 0..<repetitions {
          var parameterSpan = parameterGradients.numbers.mutableSpan
          layer.parameterGradients(
            inputs: inputs.numbers.span, gradients: gradients.numbers.span,
            rowCount: shape.rowCount, into: &parameterSpan)
          var inputSpan = inputGradients.numbers.mutableSpan
          layer.inputGradients(
            gradients: gradients.numbers.span, parameters: parameters.numbers.span,
            rowCount: shape.rowCount, into: &inputSpan)
        }
        return parameterGradients.numbers.contains { $0 != 0 }
          && inputGradients.numbers.contains { $0 != 0 }
      }
      return 2 * shape.operationCount * Double(repetitions) / time
    }
  }

  private func function(_ name: String, _ function: ElementaryFunction) -> Row {
    let arguments = numbers(KernelBenchmarks.valueCount).map(\.magnitude)
    return Row("\(name), Float", .perSecond) { _ in
      let repetitions = 10_000
      var results = arguments
      // Results serve as the next arguments: nothing branches on them within their range.
      let time = try seconds {
        for _ in 0..<repetitions {
          var span = results.mutableSpan
          function.apply(to: &span)
        }
        return results != arguments
      }
      return Double(KernelBenchmarks.valueCount * repetitions) / time
    }
  }

  private var adam: Row {
    let count = KernelBenchmarks.parameterCount
    let gradients = numbers(count)
    return Row("parameters moved by Adam", .perSecond) { _ in
      var optimizer = Adam(parameterCount: count)
      var parameters = gradients
      let repetitions = 5_000
      let time = try seconds {
        for _ in 0..<repetitions {
          var span = parameters.mutableSpan
          optimizer.descend(&span, gradients: gradients.span, learningRate: 1e-5)
        }
        return parameters != gradients
      }
      return Double(count * repetitions) / time
    }
  }

  private func numbers(_ count: Int) -> [Float] {
    Array(FloatMemory(normalCount: count).numbers)
  }

  private func seconds(_ work: () -> Bool) throws -> Double {
    let start = ContinuousClock.now
    guard work() else { throw TimedProgram.Failure(description: "the numbers came out otherwise") }
    return (ContinuousClock.now - start).inSeconds
  }
}
