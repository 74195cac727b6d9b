import Testing
import VectorMath

@testable import PolicyGradients

@Suite struct StateDependentNoiseTests {
  private static let featureCount = 5
  private static let rowCount = 4

  private let features: FloatMemory
  private let means: [Float]
  private let logDeviations: [Float]
  private let actions: [Float]

  init() {
    var random = RandomStream(seed: 8)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    features = FloatMemory(numbers(Self.rowCount * Self.featureCount))
    means = numbers(Self.rowCount)
    logDeviations = numbers(Self.featureCount).map { $0 / 2 }
    actions = numbers(Self.rowCount)
  }

  private func noise(every interval: Int? = 4) -> StateDependentNoise {
    let result = StateDependentNoise(
      featureCount: Self.featureCount, squashing: .none, initialLogDeviation: -1,
      resampleInterval: interval, rowCapacity: Self.rowCount)
    result.attach(features: UnsafePointer(features.start))
    return result
  }

  /// s of a row, from its definition.
  private func deviation(_ row: Int, _ logDeviations: [Double]) -> Double {
    var sum = 1e-6
    for place in 0..<Self.featureCount {
      let feature = Double(features.start[row * Self.featureCount + place])
      sum += feature * feature * Double.exp(2 * logDeviations[place])
    }
    return sum.squareRoot()
  }

  /// log N(a; μ, s²), from its definition.
  private func logProbability(_ row: Int, mean: Double, _ logDeviations: [Double]) -> Double {
    let deviation = deviation(row, logDeviations)
    let scaled = (Double(actions[row]) - mean) / deviation
    return -scaled * scaled / 2 - Double.log(deviation) - Double.log(2 * Double.pi) / 2
  }

  @Test func `log probabilities and entropies`() {
    let noise = noise()
    noise.prepare(means, own: logDeviations, rowCount: Self.rowCount)
    var logProbabilities = [Float](repeating: 0, count: Self.rowCount)
    var entropies = logProbabilities
    noise.evaluate(
      actions, rowCount: Self.rowCount, logProbabilities: &logProbabilities,
      entropies: &entropies)
    let exact = logDeviations.map(Double.init)
    for row in 0..<Self.rowCount {
      let expected = logProbability(row, mean: Double(means[row]), exact)
      let error = (Double(logProbabilities[row]) - expected).magnitude
      #expect(error < 1e-5 * (1 + expected.magnitude))
      let entropy = Double.log(deviation(row, exact)) + (1 + Double.log(2 * Double.pi)) / 2
      #expect((Double(entropies[row]) - entropy).magnitude < 1e-5)
    }
  }

  @Test func `gradients are those of differences`() {
    let noise = noise()
    noise.prepare(means, own: logDeviations, rowCount: Self.rowCount)
    let weights: [Float] = [0.5, -1, 2, 1.5]
    let bonus: Float = 0.3
    var outputs = [Float](repeating: .nan, count: Self.rowCount)
    var own = [Float](repeating: .nan, count: Self.featureCount)
    noise.differentiate(
      actions, weights: weights, entropyWeight: bonus, rowCount: Self.rowCount,
      outputs: &outputs, own: &own)
    func objective(_ means: [Double], _ logDeviations: [Double]) -> Double {
      (0..<Self.rowCount).reduce(0) {
        $0 + Double(weights[$1]) * logProbability($1, mean: means[$1], logDeviations)
          + Double(bonus) * Double.log(deviation($1, logDeviations))
      }
    }
    let (exactMeans, exact) = (means.map(Double.init), logDeviations.map(Double.init))
    func slope(_ move: (Double) -> Double) -> Double { (move(1e-5) - move(-1e-5)) / 2e-5 }
    for row in 0..<Self.rowCount {
      let expected = slope { step in
        var moved = exactMeans
        moved[row] += step
        return objective(moved, exact)
      }
      #expect((Double(outputs[row]) - expected).magnitude < 1e-4 * (1 + expected.magnitude))
    }
    for place in 0..<Self.featureCount {
      let expected = slope { step in
        var moved = exact
        moved[place] += step
        return objective(exactMeans, moved)
      }
      #expect((Double(own[place]) - expected).magnitude < 1e-4 * (1 + expected.magnitude))
    }
    // Negative control: a deviation that is the same in every state would share its slope.
    #expect(own.contains { ($0 - own[0]).magnitude > 0.1 })
  }

  @Test func `the Fisher product is the second difference of the divergence`() {
    let noise = noise()
    let zeros = [Float](repeating: 0, count: Self.rowCount)
    func divergenceGradient(_ move: Float, _ direction: [Float]) -> [Float] {
      noise.prepare(means, own: logDeviations, rowCount: Self.rowCount)
      let old = Array(UnsafeBufferPointer(start: noise.kept, count: 2 * Self.rowCount))
      let moved = zip(logDeviations, direction).map { $0 + move * $1 }
      noise.prepare(means.map { $0 + move }, own: moved, rowCount: Self.rowCount)
      var (outputs, own) = (zeros, [Float](repeating: 0, count: Self.featureCount))
      var divergences = zeros
      noise.divergences(
        from: old, rowCount: Self.rowCount, weight: 1, into: &divergences, outputs: &outputs,
        own: &own)
      return outputs + own
    }
    let direction: [Float] = [1, -0.5, 2, 0.25, -1]
    let (ahead, behind) = (
      divergenceGradient(0x1p-7, direction), divergenceGradient(-0x1p-7, direction)
    )
    noise.prepare(means, own: logDeviations, rowCount: Self.rowCount)
    var (outputs, own) = ([Float](repeating: 1, count: Self.rowCount), direction)
    noise.applyFisher(rowCount: Self.rowCount, outputs: &outputs, own: &own)
    for (place, found) in (outputs + own).enumerated() {
      let expected = (ahead[place] - behind[place]) * 64
      #expect((found - expected).magnitude < 1e-2 * (1 + expected.magnitude))
    }
    #expect(own.contains { $0.magnitude > 0.1 })
  }

  @Test func `noise stays for some steps, and its spread is the deviation`() {
    let noise = noise(every: 4)
    noise.prepare(means, own: logDeviations, rowCount: Self.rowCount)
    var random = RandomStream(seed: 2)
    var drawn: [[Float]] = []
    let drawCount = 4_000
    for step in 0..<4 * drawCount {
      noise.explore(step: step, rowCount: Self.rowCount, using: &random)
      drawn.append((0..<Self.rowCount).map { noise.sample($0, using: &random).action })
    }
    // The same state, the same action; then another.
    #expect(drawn[0] == drawn[3] && drawn[4] == drawn[7])
    #expect(drawn[3] != drawn[4])
    for row in 0..<Self.rowCount {
      let values = stride(from: 0, to: drawn.count, by: 4).map {
        Double(drawn[$0][row] - means[row])
      }
      let variance = values.reduce(0) { $0 + $1 * $1 } / Double(drawCount)
      let expected = deviation(row, logDeviations.map(Double.init))
      // Five standard errors of a variance, √(2/n) of it.
      let tolerance = 5 * (2 / Double(drawCount)).squareRoot()
      #expect((variance / (expected * expected) - 1).magnitude < tolerance)
      #expect((variance / (1.3 * expected * expected) - 1).magnitude > tolerance)
    }
    // Drawn at the start of a rollout only.
    let still = self.noise(every: nil)
    still.prepare(means, own: logDeviations, rowCount: Self.rowCount)
    still.explore(step: 0, rowCount: Self.rowCount, using: &random)
    let first = still.sample(0, using: &random).action
    still.explore(step: 4_000, rowCount: Self.rowCount, using: &random)
    #expect(still.sample(0, using: &random).action == first)
    still.explore(step: 0, rowCount: Self.rowCount, using: &random)
    #expect(still.sample(0, using: &random).action != first)
  }

  @Test func `what cannot be`() {
    var settings = ContinuousActionSettings()
    settings.noise = .stateDependent(resampledEvery: 0)
    #expect(settings.complaint == "noise that is drawn every 0 steps")
    settings.noise = .stateDependent(resampledEvery: nil)
    #expect(settings.complaint == nil)
    settings.deviationDependsOnState = true
    #expect(
      settings.complaint
        == "noise that is a function of the state has a deviation that already depends on it")
    // Deviations that a run has lost.
    #expect(noise().complaint(about: [1, -40, 40, 0, 0]) == nil)
    #expect(noise().complaint(about: [1, 2, 41, 0, 0]) == "log σ of hidden output 2 is 41.0")
    #expect(noise().complaint(about: [.nan, 2, 4, 0, 0]) == "log σ of hidden output 0 is nan")
  }
}
