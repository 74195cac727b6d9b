import Testing
import VectorMath

/// Sampled checks use n = 100,000 and fixed seeds.
///
/// Moments: a standard error times 6.1, wrong once in 10⁹ fresh seeds; a shift of 12.2 standard
/// errors would be missed once in 10⁹. Distributions: the Dvoretzky–Kiefer–Wolfowitz bound
/// `√(ln(2 / 10⁻⁹) / 2n) = 0.0104` on the largest difference of distribution functions.
@Suite struct RandomStreamDistributionsTests {
  private let sampleCount = 100_000
  private let limit = 6.1

  @Test func `uniform numbers fill 0..<1 evenly`() {
    var random = RandomStream(seed: 1)
    let sample = (0..<sampleCount).map { _ in random.uniform() }
    #expect(sample.allSatisfy { (0..<1).contains($0) })
    #expect(largestDifference(sample) { $0 } < dkwBound)
    // Negative control: a density of 1.06 at one end and 0.94 at the other.
    let wrong = sample.map { $0 + 0.06 * $0 * ($0 - 1) }
    #expect(largestDifference(wrong) { $0 } > dkwBound)
  }

  @Test func `uniform numbers of neighbouring streams are uncorrelated`() {
    var (one, other) = (RandomStream(seed: 1).split(0), RandomStream(seed: 1).split(1))
    var products = 0.0
    for _ in 0..<sampleCount { products += (one.uniform() - 0.5) * (other.uniform() - 0.5) }
    // The product has deviation 1/12.
    #expect((products / Double(sampleCount)).magnitude < limit / 12 / root)
  }

  @Test func `normal numbers follow the normal distribution`() {
    var random = RandomStream(seed: 2)
    let sample = (0..<sampleCount).map { _ in random.normal() }
    let mean = sample.reduce(0, +) / Double(sampleCount)
    let square = sample.reduce(0) { $0 + $1 * $1 } / Double(sampleCount)
    let fourth = sample.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(sampleCount)
    #expect(mean.magnitude < limit / root)
    #expect((square - 1).magnitude < limit * 2.0.squareRoot() / root)
    #expect((fourth - 3).magnitude < limit * 96.0.squareRoot() / root)
    #expect(largestDifference(sample, normalDistribution) < dkwBound)
    // Negative control: a deviation of 1.06.
    #expect(largestDifference(sample.map { $0 * 1.06 }, normalDistribution) > dkwBound)
  }

  @Test func `scaled numbers`() {
    var (scaled, plain) = (RandomStream(seed: 3), RandomStream(seed: 3))
    #expect(scaled.normal(mean: 2, deviation: 3) == 2 + 3 * plain.normal())
    #expect(scaled.uniform(in: -1..<3) == -1 + 4 * plain.uniform())
    for _ in 0..<1_000 { #expect(scaled.uniform(in: 1..<1.0.nextUp) == 1) }
  }

  @Test func `integers below a bound are equally likely`() {
    var random = RandomStream(seed: 4)
    var counts = Array(repeating: 0.0, count: 7)
    for _ in 0..<sampleCount { counts[random.integer(below: 7)] += 1 }
    let deviation = (Double(sampleCount) / 7 * 6 / 7).squareRoot()
    for count in counts {
      #expect((count - Double(sampleCount) / 7).magnitude < limit * deviation)
    }
    #expect(random.integer(below: 1) == 0)
    #expect((0..<100).allSatisfy { _ in random.integer(below: .max) >= 0 })
  }

  @Test func `rejection makes integers exact where a remainder would be biased`() {
    // With bound 3 · 2⁶¹ a multiply without rejection hits every third value a third more often.
    var random = RandomStream(seed: 5)
    let bound = 3 << 61
    var counts = Array(repeating: 0.0, count: 3)
    for _ in 0..<sampleCount { counts[random.integer(below: bound) % 3] += 1 }
    let deviation = (Double(sampleCount) * 2 / 9).squareRoot()
    for count in counts {
      #expect((count - Double(sampleCount) / 3).magnitude < limit * deviation)
    }
  }

  @Test func `events have their probability`() {
    var random = RandomStream(seed: 6)
    let count = (0..<sampleCount).count { _ in random.bernoulli(0.3) }
    let deviation = (Double(sampleCount) * 0.3 * 0.7).squareRoot()
    #expect((Double(count) - 0.3 * Double(sampleCount)).magnitude < limit * deviation)
    #expect((0..<1_000).allSatisfy { _ in !random.bernoulli(0) && random.bernoulli(1) })
  }

  @Test func `shuffling makes every order equally likely`() {
    var random = RandomStream(seed: 7)
    var counts: [[Int]: Double] = [:]
    for _ in 0..<sampleCount {
      var items = [1, 2, 3, 4]
      random.shuffle(&items)
      counts[items, default: 0] += 1
    }
    #expect(counts.count == 24)
    let deviation = (Double(sampleCount) / 24 * 23 / 24).squareRoot()
    for count in counts.values {
      #expect((count - Double(sampleCount) / 24).magnitude < limit * deviation)
    }
  }

  private var root: Double { Double(sampleCount).squareRoot() }

  private var dkwBound: Double { (Double.log(2e9) / 2).squareRoot() / root }

  /// The Kolmogorov–Smirnov statistic.
  private func largestDifference(
    _ sample: [Double], _ distribution: (Double) -> Double
  ) -> Double {
    let count = Double(sample.count)
    return sample.sorted().enumerated().map { index, value in
      let expected = distribution(value)
      return max(Double(index + 1) / count - expected, expected - Double(index) / count)
    }.max() ?? 0
  }

  /// Φ(z) = ½ + φ(z) (z + z³/3 + z⁵/15 + …), independent of the quantile used for sampling.
  private func normalDistribution(_ z: Double) -> Double {
    var term = z
    var sum = z
    var factor = 1.0
    while term.magnitude > 1e-17 * sum.magnitude {
      factor += 2
      term *= z * z / factor
      sum += term
    }
    return 0.5 + sum * Double.exp(-z * z / 2) * 0.398_942_280_401_432_7
  }
}
