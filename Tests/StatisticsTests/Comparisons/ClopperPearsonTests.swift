import Statistics
import Testing

@Suite struct ClopperPearsonTests {
  // scipy.stats.binomtest(k, n).proportion_ci(1 - alpha, 'exact'), SciPy 1.17.1.
  @Test(arguments: [
    (18, 20, 0.05, 0.6830172859809209, 0.9876514728297041),
    (20, 20, 0.05, 0.8315665290169145, 1.0),
    (0, 20, 0.05, 0.0, 0.16843347098308548),
    (1, 10, 0.01, 0.0005011285754612697, 0.5442870568996879),
    (10, 20, 0.05, 0.27195784956079133, 0.7280421504392086),
    (180, 200, 0.05, 0.8497872121322442, 0.9378406337459338),
    (500, 1_000, 1e-6, 0.4226439240005233, 0.5773560759994767),
    (3, 7, 0.32, 0.20684151808298495, 0.6754984215171622),
  ])
  func `agrees with SciPy`(k: Int, n: Int, alpha: Double, lower: Double, upper: Double) {
    let interval = clopperPearsonInterval(successCount: k, trialCount: n, alpha: alpha)
    #expect(interval.estimate == Double(k) / Double(n))
    #expect((interval.lowerBound - lower).magnitude < 1e-12)
    #expect((interval.upperBound - upper).magnitude < 1e-12)
    #expect(interval.alpha == alpha)
  }

  // Exactly: the probability, under p, of all k whose interval misses p.
  @Test func `misses at most as often as promised`() {
    let n = 20
    let intervals = (0...n).map { clopperPearsonInterval(successCount: $0, trialCount: n) }
    func missRate(_ p: Double, _ holds: (Int) -> Bool) -> Double {
      (0...n).reduce(0.0) { sum, k in
        let tail = binomialTail(atLeast: k, of: n, probability: p)
        let next = k < n ? binomialTail(atLeast: k + 1, of: n, probability: p) : 0
        return holds(k) ? sum : sum + tail - next
      }
    }
    var worst = 0.0
    var worstOfWald = 0.0
    for step in 1..<200 {
      let p = Double(step) / 200
      worst = max(worst, missRate(p) { intervals[$0].contains(p) })
      // The textbook's k/n ± 1.96 √(k/n (1 − k/n) / n) does not keep the promise.
      let wald = missRate(p) { k in
        let share = Double(k) / Double(n)
        let half = 1.96 * (share * (1 - share) / Double(n)).squareRoot()
        return (share - p).magnitude <= half
      }
      worstOfWald = max(worstOfWald, wald)
    }
    #expect(worst <= 0.05)
    #expect(worst > 0.03)
    #expect(worstOfWald > 0.5)
  }

  @Test func `bad input stops with a message`() async {
    let alpha = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = clopperPearsonInterval(successCount: 1, trialCount: 2, alpha: 0)
    }
    expectTrap(alpha, says: "must be above 0 and below 1, not 0.0")
    let trials = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = clopperPearsonInterval(successCount: 0, trialCount: 0)
    }
    expectTrap(trials, says: "the trial count 0 is below 1")
  }
}
