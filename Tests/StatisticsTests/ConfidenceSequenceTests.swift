import Statistics
import Testing
import VectorMath

@Suite struct ConfidenceSequenceTests {
  @Test func asymptoticFactorsAreThePublishedOnes() {
    #expect((AsymptoticSequence.factor(alpha: 1e-4) - 4.75).magnitude < 0.005)
    // Samples relative to a fixed-size test: 2.40, 1.92, 1.63, 1.49, 1.34 times as many.
    for (alpha, ratio) in [(0.05, 2.40), (0.01, 1.92), (1e-3, 1.63), (1e-4, 1.49), (1e-6, 1.34)] {
      let factor = AsymptoticSequence.factor(alpha: alpha) / Double.normalQuantile(1 - alpha / 2)
      #expect((factor * factor - ratio).magnitude < 0.01)
    }
  }

  @Test func asymptoticIsNarrowestWhereItIsTuned() {
    let tuned = AsymptoticSequence(alpha: 1e-4, plannedCount: 10_000)
    let width = tuned.halfWidth(afterSamples: 10_000, deviation: 2)
    #expect((width - AsymptoticSequence.factor(alpha: 1e-4) * 2 / 100).magnitude < 1e-12)
    for planned in [1000, 3000, 30_000, 100_000] {
      let other = AsymptoticSequence(alpha: 1e-4, plannedCount: planned)
      #expect(other.halfWidth(afterSamples: 10_000, deviation: 2) > width)
    }
  }

  @Test func boundedComesNearTheAsymptoticOne() {
    // Range/deviation = 8 and α = 1e-4, as in the comparison of methods: the tuned asymptotic
    // sequence needs 4.75 at every size, Hoeffding's inequality 17.8, and may not be peeked at.
    let bounded = BoundedSequence(range: 0...8, alpha: 1e-4, horizon: 4_000_000)
    let limits = [(1e3, 7.35), (1e4, 5.7), (1e5, 5.2), (1e6, 5.05)]
    for (count, limit) in limits {
      let factor = bounded.halfWidth(afterSamples: count, deviation: 1) * count.squareRoot()
      #expect(factor > 4.3 && factor < limit)
    }
  }

  @Test func boundedIntervalHoldsItsDefinition() {
    // The half-width follows from Σ (x − x̂)² alone, about the range's middle, then the mean.
    var sequence = BoundedSequence(range: -1...1, alpha: 0.01, horizon: 10_000)
    #expect(sequence.interval == -1...1)
    sequence.add(Moments([0.5, 0.5]))
    sequence.add(Moments([0.5, -0.5]))
    // Σ = 2 · 0.25 about 0, then 0 + 1 about 0.5: 1.5, in units of c² = 4.
    let expected = sequence.halfWidth(
      afterSamples: 4, deviation: (1.5 / 4.0).squareRoot())
    #expect((sequence.halfWidth - expected).magnitude < 1e-12)
    #expect(sequence.interval.lowerBound == -1)
    #expect(sequence.moments.mean == 0.25)
  }

  @Test func boundedSequenceOfAConstantIsExact() {
    var sequence = BoundedSequence(range: 3...3, alpha: 1e-6, horizon: 1000)
    sequence.add(Moments([3, 3]))
    #expect(sequence.interval == 3...3)
  }

  @Test func boundedSolvesItsEquation() {
    // At s = n · half-width the average over the rates equals 2/α: recomputed here from the
    // published formula, for the one run where every number is simple: v = n σ²/c² = 1.
    let alpha = 0.05
    let sequence = BoundedSequence(range: 0...1, alpha: alpha, horizon: 1000)
    let s = 4 * sequence.halfWidth(afterSamples: 4, deviation: 0.5)
    var (sum, count, lambda) = (0.0, 0, 0.9)
    let smallest = (8 * Double.log(2 / alpha) / 1000).squareRoot()
    repeat {
      sum += Double.exp(lambda * s - (-Double.log(1 - lambda) - lambda))
      count += 1
      lambda *= 0.5.squareRoot()
    } while lambda > 0.8 * smallest
    #expect((sum / Double(count) * alpha / 2 - 1).magnitude < 1e-6)
  }

  @Test func samplesNeededIsTheSmallestThatSuffices() {
    let sequence = AsymptoticSequence(alpha: 1e-6, plannedCount: 40_000)
    let needed = sequence.samplesNeeded(forHalfWidth: 0.05, deviation: 1)
    func width(_ n: Int) -> Double {
      sequence.halfWidth(afterSamples: Double(n), deviation: 1) + 2.5758293 / Double(n).squareRoot()
    }
    #expect(width(needed) <= 0.05)
    #expect(width(needed * 99 / 100) > 0.05)
  }
}
