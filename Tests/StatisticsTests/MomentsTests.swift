import Statistics
import Testing
import VectorMath

@Suite struct MomentsTests {
  @Test func handComputedCase() {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, Σd² = 32, Σd³ = 42, Σd⁴ = 356.
    let moments = Moments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(moments.count == 8)
    #expect(moments.mean == 5)
    #expect(moments.sumOfSquares == 32)
    #expect(moments.variance == 4)
    #expect(moments.standardDeviation == 2)
    #expect((moments.unbiasedVariance - 32 / 7).magnitude < 1e-15)
    #expect((moments.standardError - (32 / 7 / 8.0).squareRoot()).magnitude < 1e-15)
    #expect((moments.skewness - 42.0 / 8 / 8).magnitude < 1e-15)
    #expect((moments.kurtosis - 356.0 / 8 / 16).magnitude < 1e-15)
    #expect(moments.minimum == 2)
    #expect(moments.maximum == 9)
    #expect(moments.largestSampleShare == 0.5)
    #expect(moments.sumOfSquares(about: 4) == 40)
  }

  @Test func withoutSpreadEverythingIsZero() {
    for moments in [Moments(), Moments([3]), Moments([3, 3, 3])] {
      #expect(moments.variance == 0)
      #expect(moments.skewness == 0)
      #expect(moments.kurtosis == 0)
      #expect(moments.largestSampleShare == 0)
      #expect(moments.standardError == 0)
    }
  }

  @Test(arguments: [1, 7, 8, 9, 16, 100, 1000])
  func mergingEqualsAddingOneByOne(split: Int) {
    var random = RandomStream(seed: 3)
    let samples = (0..<2000).map { _ in 1e6 + random.uniform() * random.uniform() }
    let whole = Moments(samples)
    var joined = Moments(Array(samples[..<split]))
    joined.merge(Moments(Array(samples[split...])))
    var single = Moments()
    for sample in samples { single.add(sample) }
    for other in [joined, single] {
      #expect(other.count == whole.count)
      #expect((other.mean - whole.mean).magnitude < 1e-8)
      #expect((other.variance / whole.variance - 1).magnitude < 1e-6)
      #expect((other.skewness - whole.skewness).magnitude < 1e-6)
      #expect((other.kurtosis - whole.kurtosis).magnitude < 1e-6)
      #expect(other.minimum == whole.minimum)
      #expect(other.maximum == whole.maximum)
    }
  }

  @Test func uniformNumbersHaveTheirMoments() {
    var random = RandomStream(seed: 4)
    let moments = Moments((0..<200_000).map { _ in random.uniform() })
    // Five standard errors: a false alarm in 1.7 million.
    #expect((moments.mean - 0.5).magnitude < 5 * 0.2887 / 447)
    #expect((moments.variance - 1 / 12.0).magnitude < 5 * 0.0745 / 447)
    #expect(moments.skewness.magnitude < 0.02)
    #expect((moments.kurtosis - 1.8).magnitude < 0.02)
  }

  @Test func vectorsAreTakenCoordinateByCoordinate() {
    var moments = VectorMoments(dimension: 2)
    moments.add([1, 10])
    moments.add([3, 30])
    var other = VectorMoments(dimension: 2)
    other.add([2, 20])
    moments.merge(other)
    #expect(moments.count == 3)
    #expect(moments.mean == [2, 20])
    #expect((moments.totalVariance - 202 / 3.0).magnitude < 1e-12)
    #expect((moments.variance[1] - 200 / 3.0).magnitude < 1e-12)
  }
}
