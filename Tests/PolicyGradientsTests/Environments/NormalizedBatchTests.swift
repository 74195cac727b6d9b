import PolicyGradients
import Testing

@Suite struct NormalizedBatchTests {
  @Test func `the running moments are those of all observations`() {
    var plain = CartPole(count: 5, seed: 1, timeLimit: 7)
    var normalizer = ObservationNormalizer(observationCount: 4)
    var all: [Vector] = []
    for _ in 0..<200 {
      plain.step([0, 1, 1, 0, 1])
      normalizer.update(plain.observations)
      all += (0..<5).map { plain.observations[$0] }
    }
    for feature in 0..<4 {
      let numbers = all.map { $0[feature] }
      let mean = numbers.reduce(0, +) / 1000
      let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1000
      // What was there before any observation weighs 10⁻⁷ of all.
      #expect((normalizer.mean[feature] - mean).magnitude < 2e-7)
      #expect((normalizer.variance[feature] - variance).magnitude < 2e-7)
      // Negative control: the divisor n − 1 would be seen where the variance is not tiny.
      if variance > 0.01 {
        #expect(!((normalizer.variance[feature] - variance * 1000 / 999).magnitude < 2e-7))
      }
    }
  }

  @Test func `one batch by hand`() {
    var pendulum = Pendulum(count: 2, seed: 1)
    pendulum.setState([0, 1], of: 0)
    pendulum.setState([0, 3], of: 1)
    var normalizer = ObservationNormalizer(observationCount: 3)
    normalizer.update(pendulum.observations)
    // Speeds 1 and 3: mean 2 and variance 1, but for a prior weight of 10⁻⁴.
    #expect((normalizer.mean[2] - 4 / 2.0001).magnitude < 1e-15)
    let variance = (1e-4 + 2 + 4 * 1e-4 * 2 / 2.0001) / 2.0001
    #expect((normalizer.variance[2] - variance).magnitude < 1e-15)
    let shown = normalizer.normalize([1, 0, 3])
    #expect((shown[2] - (3 - 4 / 2.0001) / (variance + 1e-8).squareRoot()).magnitude < 1e-15)
    #expect(normalizer.normalize([1, 0, 1e9])[2] == 10)
    #expect(normalizer.normalize([1, 0, -1e9])[2] == -10)
  }

  @Test func `all that is shown is normalised, final observations too`() {
    var plain = Pendulum(count: 3, seed: 1, timeLimit: 4)
    var shown = plain.normalized()
    for t in 1...12 {
      let torques = [Double(t) / 6, -1, 2]
      plain.step(torques)
      shown.step(torques)
      for index in 0..<3 {
        let expected = shown.normalizer.normalize(plain.observations[index])
        // Shown as 32-bit numbers of up to 10.
        #expect(shown.observations[index].isClose(to: expected, tolerance: 1e-6))
        #expect(!shown.observations[index].isClose(to: plain.observations[index], tolerance: 1e-6))
        #expect(shown.rewards[index] == plain.rewards[index])
        let ends = (plain.status(of: index), shown.status(of: index))
        if let final = ends.0.finalObservation, let shownFinal = ends.1.finalObservation {
          #expect(t % 4 == 0)
          #expect(
            shownFinal.isClose(to: shown.normalizer.normalize(final), tolerance: 1e-6))
        } else {
          #expect(t % 4 != 0 && ends.0.isRunning && ends.1.isRunning)
        }
      }
    }
  }

  @Test func `a frozen normaliser stays as it is`() {
    var training = CartPole(count: 4, seed: 1).normalized()
    for _ in 0..<50 { training.step([0, 1, 0, 1]) }
    let learned = training.normalizer
    var evaluation = NormalizedBatch(CartPole(count: 2, seed: 2), normalizer: learned)
    for _ in 0..<50 { evaluation.step([1, 0]) }
    #expect(evaluation.normalizer == learned)
    training.step([0, 1, 0, 1])
    #expect(training.normalizer != learned)
  }

  @Test func `observations of another count are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var normalizer = ObservationNormalizer(observationCount: 3)
        normalizer.update(CartPole(count: 1, seed: 1).observations)
      }, says: "observations of 4 numbers, expected 3")
  }
}
