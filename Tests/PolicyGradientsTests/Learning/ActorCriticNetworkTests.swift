import Testing

@testable import PolicyGradients

/// Rows with random observations, actions, weights and earlier parameters, evaluated by the engine.
private struct Batch {
  let reference: ReferenceModel
  let model: any ActorCriticModel
  let rowCount = 13
  let observations: FloatMemory
  let actions: FloatMemory
  let weights: FloatMemory
  let valueWeights: FloatMemory
  let parameters: FloatMemory
  let values: FloatMemory
  /// What the distributions were at other parameters, by the engine and by the reference.
  let old: FloatMemory
  private(set) var oldReference: [[Double]] = []

  init(_ reference: ReferenceModel, seed: UInt64 = 1) {
    self.reference = reference
    model = reference.engineModel(rowCapacity: rowCount)
    var random = RandomStream(seed: seed)
    func normals(_ count: Int, _ deviation: Double = 1) -> FloatMemory {
      FloatMemory((0..<count).map { _ in Float(random.normal(mean: 0, deviation: deviation)) })
    }
    observations = normals(rowCount * reference.observationCount)
    weights = normals(rowCount)
    valueWeights = normals(rowCount)
    values = FloatMemory(count: rowCount)
    parameters = normals(model.parameterCount, 0.5)
    let earlier = normals(model.parameterCount, 0.5)
    model.evaluate(
      observations.start, rowCount: rowCount, parameters: earlier.start, values: values.start)
    old = FloatMemory(count: rowCount * model.keptCount)
    old.start.update(from: model.keptDistributions, count: old.count)
    model.evaluate(
      observations.start, rowCount: rowCount, parameters: parameters.start, values: values.start)
    actions = FloatMemory(count: rowCount)
    for row in 0..<rowCount { actions.start[row] = model.sample(row, using: &random).action }
    oldReference = (0..<rowCount).map { reference.evaluate(observation($0), doubles(earlier)).0 }
  }

  func doubles(_ memory: FloatMemory) -> [Double] { memory.numbers.map(Double.init) }

  func observation(_ row: Int) -> [Double] {
    let count = reference.observationCount
    return observations.numbers[row * count..<(row + 1) * count].map(Double.init)
  }

  /// The objective with some of its terms left out, by the engine's gradient.
  func gradient(policy: Float, entropy: Float, divergence: Float, value: Float) -> [Float] {
    let scaled = FloatMemory(weights.numbers.map { $0 * policy })
    let scaledValues = FloatMemory(valueWeights.numbers.map { $0 * value })
    var objective = ObjectiveWeights(logProbability: scaled.start)
    objective.entropy = entropy
    objective.divergence = divergence
    objective.old = UnsafePointer(old.start)
    objective.value = UnsafePointer(scaledValues.start)
    let gradients = FloatMemory(count: model.parameterCount)
    model.evaluate(
      observations.start, rowCount: rowCount, parameters: parameters.start, values: values.start)
    model.differentiate(
      observations.start, actions.start, rowCount: rowCount, parameters: parameters.start,
      objective: objective, gradients: gradients.start)
    return gradients.numbers
  }

  /// The same objective, by the reference and differences.
  func expected(
    policy: Double, entropy: Double, divergence: Double, value: Double
  ) -> [Double] {
    let rows = (0..<rowCount).map(observation)
    let (actions, weights, slopes) = (doubles(actions), doubles(weights), doubles(valueWeights))
    return differences(at: doubles(parameters)) { parameters in
      var sum = 0.0
      for row in 0..<rowCount {
        let (now, v) = reference.evaluate(rows[row], parameters)
        sum += policy * weights[row] * reference.logProbability(actions[row], now)
        sum += entropy * reference.entropy(now)
        sum += divergence * reference.divergence(oldReference[row], now)
        sum += value * slopes[row] * v
      }
      return sum
    }
  }
}

@Suite struct ActorCriticNetworkTests {
  // Floats of 24 bits, summed over 13 rows and three layers.
  private let tolerance = 3e-5

  @Test(arguments: ReferenceModel.all)
  func `values, log probabilities, entropies and divergences are the formulas'`(
    reference: ReferenceModel
  ) {
    let batch = Batch(reference)
    let count = batch.rowCount
    let (logs, entropies, divergences) = (
      FloatMemory(count: count), FloatMemory(count: count), FloatMemory(count: count)
    )
    batch.model.evaluate(
      batch.actions.start, rowCount: count, logProbabilities: logs.start,
      entropies: entropies.start)
    batch.model.divergences(
      from: batch.old.start, rowCount: count, into: divergences.start)
    var asymmetry = 0.0
    for row in 0..<count {
      let (now, value) = reference.evaluate(
        batch.observation(row), batch.doubles(batch.parameters))
      let log = reference.logProbability(Double(batch.actions.start[row]), now)
      #expect((Double(batch.values.start[row]) - value).magnitude < 1e-5)
      #expect((Double(logs.start[row]) - log).magnitude < 1e-5 * (1 + log.magnitude))
      #expect((Double(entropies.start[row]) - reference.entropy(now)).magnitude < 1e-5)
      let divergence = reference.divergence(batch.oldReference[row], now)
      #expect(
        (Double(divergences.start[row]) - divergence).magnitude < 1e-5 * (1 + divergence))
      let swapped = reference.divergence(now, batch.oldReference[row])
      asymmetry = max(asymmetry, (Double(divergences.start[row]) - swapped).magnitude)
    }
    // Negative control: KL in the other order would be noticed.
    #expect(asymmetry > 1e-3)
  }

  @Test(arguments: ReferenceModel.all)
  func `every term's gradient is that of differences`(reference: ReferenceModel) {
    let batch = Batch(reference)
    let terms: [(policy: Float, entropy: Float, divergence: Float, value: Float)] = [
      (1, 0, 0, 0), (0, 0.7, 0, 0), (0, 0, -0.4, 0), (0, 0, 0, 1), (1, 0.7, -0.4, 1),
    ]
    for term in terms {
      let gradient = batch.gradient(
        policy: term.policy, entropy: term.entropy, divergence: term.divergence, value: term.value)
      let expected = batch.expected(
        policy: Double(term.policy), entropy: Double(term.entropy),
        divergence: Double(term.divergence), value: Double(term.value))
      #expect(relativeError(gradient, expected) < tolerance, "\(term)")
      // Negative controls: one number off by a thousandth of the largest; the other sign.
      var wrong = gradient
      let largest = gradient.map(\.magnitude).max() ?? 0
      wrong[wrong.count / 2] += largest / 1000
      #expect(relativeError(wrong, expected) > tolerance)
      #expect(relativeError(gradient.map { -$0 }, expected) > 1)
    }
  }

  @Test func `a critic without weights keeps its parameters out of the gradient`() {
    let batch = Batch(ReferenceModel())
    var objective = ObjectiveWeights(logProbability: batch.weights.start)
    objective.entropy = 0
    let gradients = FloatMemory(Array(repeating: 7, count: batch.model.parameterCount))
    batch.model.differentiate(
      batch.observations.start, batch.actions.start, rowCount: batch.rowCount,
      parameters: batch.parameters.start, objective: objective, gradients: gradients.start)
    let critic = batch.model.criticParameters
    #expect(critic.count == (3 + 1) * 5 + (5 + 1) * 4 + 5)
    #expect(gradients.numbers[critic].allSatisfy { $0 == 0 })
    #expect(gradients.numbers[0..<critic.lowerBound].contains { $0 != 0 && $0 != 7 })
  }

  @Test(arguments: [false, true], [nil, 0.5])
  func `orthogonal starts have the gains that they are given`(
    sharesTrunk: Bool, hiddenGain: Double?
  ) {
    let initialization: NetworkShape.Initialization =
      if let hiddenGain {
        .orthogonal(policyGain: 0.01, criticGain: 1, hiddenGain: hiddenGain)
      } else {
        .orthogonal(policyGain: 0.01, criticGain: 1)
      }
    let shape = NetworkShape(
      hidden: [8], sharesTrunk: sharesTrunk, initialization: initialization)
    let model = ActorCriticNetwork(
      observationCount: 4, shape: shape,
      distribution: CategoricalDistribution(actionCount: 2, rowCapacity: 1), rowCapacity: 1)
    var random = RandomStream(seed: 3)
    let parameters = model.initialParameters(using: &random)
    #expect(parameters.count == model.parameterCount)
    /// The norm of a column of a layer's weights.
    func norm(_ start: Int, _ inputs: Int, _ outputs: Int, _ column: Int) -> Float {
      var sum: Float = 0
      for input in 0..<inputs {
        let weight = parameters[start + input * outputs + column]
        sum += weight * weight
      }
      return sum.squareRoot()
    }
    // A row of the transpose of 4 × 8 has the norm of hidden layers, √2 unless another is given;
    // columns of 8 × n have their gain.
    let hiddenSquare = Float(hiddenGain.map { $0 * $0 } ?? 2)
    let rows = (0..<4).map { input in
      (0..<8).reduce(Float(0)) { $0 + parameters[input * 8 + $1] * parameters[input * 8 + $1] }
    }
    for square in rows { #expect((square - hiddenSquare).magnitude < 1e-5) }
    let width = sharesTrunk ? 3 : 2
    for action in 0..<2 { #expect((norm(40, 8, width, action) - 0.01).magnitude < 1e-6) }
    let critic = sharesTrunk ? norm(40, 8, 3, 2) : norm(40 + 18 + 40, 8, 1, 0)
    #expect((critic - 1).magnitude < 1e-5)
  }
}
