import Foundation
import LessonKit
import PolicyGradients
import VectorMath

/// Score-function samples a second, on one core, with their moments; and what limits them.
struct SamplingBenchmarks {
  /// The row that a closure cannot beat: it needs one word a sample.
  private static let wordsName = "limit: random words, one by one"
  private static let bulkCount = 20_000_000
  private static let normalCount = 2_000_000
  private static let cellCount = 2_000_000
  private static let wordCount = 50_000_000

  private let tool: LessonTool
  private let lesson: BenchmarkLesson

  init(_ tool: LessonTool, in folder: BenchmarkFolder) throws {
    self.tool = tool
    lesson = try BenchmarkLesson("sampling", in: folder, cells: [SamplingBenchmarks.cell])
  }

  var rows: [Row] {
    let others = "NumPy 27 M/s, JAX 68 M/s"
    return [
      Row(
        "samples, 3 arms: a closure in a cell, under `verify`", .perSecond,
        limit: SamplingBenchmarks.wordsName
      ) { _ in
        try rateInCell()
      },
      Row("samples, 3 arms: the library", .perSecond, reach: 200e6, others: others) { round in
        let bandit = Bandit(rewards: [1, 2, 3])
        return rate(of: bandit, SamplingBenchmarks.bulkCount, round: round)
      },
      Row("samples, 3 arms with normal rewards: the library", .perSecond) { round in
        let arms = [1.0, 2, 3].map { Arm.normal(mean: $0, deviation: 1) }
        return rate(of: Bandit(arms: arms), SamplingBenchmarks.normalCount, round: round)
      },
      Row(SamplingBenchmarks.wordsName, .perSecond) { round in
        rateOfWords(round: round)
      },
    ]
  }

  private static let logits: Vector = [0.1, 0.2, 0.3]

  private func rate(of bandit: Bandit, _ count: Int, round: Int) -> Double {
    let policy = SoftmaxPolicy(logits: SamplingBenchmarks.logits)
    let estimator = ScoreFunctionEstimator(
      policy: policy, bandit: bandit, baseline: .constant(1.5))
    var random = RandomStream(seed: UInt64(round))
    let start = ContinuousClock.now
    let moments = estimator.moments(sampleCount: count, using: &random)
    let time = (ContinuousClock.now - start).inSeconds
    precondition(moments.sampleCount == count)
    return Double(count) / time
  }

  private func rateOfWords(round: Int) -> Double {
    var random = RandomStream(seed: UInt64(round))
    var sum: UInt64 = 0
    let start = ContinuousClock.now
    for _ in 0..<SamplingBenchmarks.wordCount { sum &+= random.next() }
    let time = (ContinuousClock.now - start).inSeconds
    // Without a use of the sum there would be no loop.
    precondition(sum != 0)
    return Double(SamplingBenchmarks.wordCount) / time
  }

  /// The claim of a lesson, timed in its cell; the margin is too small to be decided.
  private static let cell = """
    let bandit = Bandit(rewards: [1, 2, 3])
    let policy = SoftmaxPolicy(logits: [0.1, 0.2, 0.3])
    let start = ContinuousClock.now
    let verdict = verify(
      "E[(R − b) ∇log π] = ∇J", equals: bandit.gradient(of: policy), within: .relative(1e-6),
      budget: \(cellCount), expecting: .undecided
    ) { random in
      let action = policy.sample(using: &random)
      return (bandit.reward(action, using: &random) - 1.5) * policy.score(of: action)
    }
    let rate = Double(verdict.evidence.sampleCount) / ((ContinuousClock.now - start) / .seconds(1))
    print("rate \\(rate)")
    """

  private func rateInCell() throws -> Double {
    let output = try tool.render(lesson).output
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "rate", let rate = words.last.flatMap({ Double($0) }) { return rate }
    }
    throw TimedProgram.Failure(description: "the cell prints no rate:\n\(output)")
  }
}
