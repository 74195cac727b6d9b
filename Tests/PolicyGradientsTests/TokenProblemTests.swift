import PolicyGradients
import Testing

@Suite struct TokenProblemTests {
  static let sums = TokenProblem.binaryAddition(upTo: 1, maximumLength: 4)

  /// Two letters, at most two tokens; the reward is a code of prompt and answer.
  private let tiny = TokenProblem(
    prompts: ["x", "y"], promptProbabilities: [0.25, 0.75], letters: ["a", "b"], maximumLength: 2
  ) { answer in
    let digits = answer.tokens.reduce(0) { $0 * 10 + Double($1 + 1) }
    return Double(answer.prompt) * 1_000 + digits + (answer.hasEnded ? 0.5 : 0)
  }

  @Test func `states and answers by hand`() {
    #expect(tiny.vocabulary == ["a", "b", "."])
    #expect(tiny.beginningCount == 3)
    #expect(tiny.process.stateCount == 7)
    #expect(tiny.process.initialProbabilities == [0.25, 0, 0, 0.75, 0, 0, 0])
    #expect(tiny.state(of: 1) == 3)
    #expect(tiny.state(of: 1, after: [1]) == 5)
    // "x" → "." ends at once; "b" goes on; the second token ends in any case.
    #expect(
      tiny.process.outcomes(of: 2, at: 0) == [.init(probability: 1, nextState: 6, reward: 3.5)])
    #expect(tiny.process.outcomes(of: 1, at: 0) == [.init(probability: 1, nextState: 2, reward: 0)])
    #expect(
      tiny.process.outcomes(of: 0, at: 5)
        == [.init(probability: 1, nextState: 6, reward: 1_021)])
    #expect(
      tiny.process.outcomes(of: 2, at: 5)
        == [.init(probability: 1, nextState: 6, reward: 1_023.5)])
  }

  @Test func `every beginning has its state`() {
    let problem = TokenProblem(
      prompts: ["p", "q", "r"], letters: ["a", "b", "c"], maximumLength: 4
    ) { _ in 0 }
    // 1 + 3 + 9 + 27.
    #expect(problem.beginningCount == 40)
    var seen: Set<Int> = []
    func extend(_ prompt: Int, _ tokens: [Int]) {
      let state = problem.state(of: prompt, after: tokens)
      seen.insert(state)
      for letter in 0..<3 {
        let next = problem.process.outcomes(of: letter, at: state).first?.nextState
        if tokens.count < 3 {
          #expect(next == problem.state(of: prompt, after: tokens + [letter]))
          extend(prompt, tokens + [letter])
        } else {
          #expect(next == problem.process.stateCount - 1)
        }
      }
    }
    for prompt in 0..<3 { extend(prompt, []) }
    #expect(seen == Set(0..<120))
  }

  @Test func `sums are checked`() {
    let problem = TokenProblem.binaryAddition(upTo: 3, maximumLength: 5)
    let prompts = ["0+0", "0+1", "0+2", "0+3", "1+1", "1+2", "1+3", "2+2", "2+3", "3+3"]
    #expect(problem.prompts == prompts)
    func reward(_ prompt: String, _ tokens: [Int]) -> Double {
      let number = problem.prompts.firstIndex(of: prompt) ?? -1
      let state = problem.state(of: number, after: Array(tokens.dropLast()))
      return problem.process.expectedReward(of: tokens[tokens.count - 1], at: state)
    }
    #expect(reward("3+3", [1, 1, 0, 2]) == 1)
    #expect(reward("3+3", [0, 1, 1, 0, 2]) == 1)
    #expect(reward("3+3", [1, 1, 1, 2]) == 0)
    #expect(reward("0+0", [0, 2]) == 1)
    // No digits, and no end.
    #expect(reward("0+0", [2]) == 0)
    #expect(reward("0+0", [0, 0, 0, 0, 0]) == 0)
  }

  // Exactly, by the oracle's dynamic programming, and by its walk over all episodes.
  @Test func `expectations agree with the oracle`() {
    let problem = Self.sums
    let policy = TabularSoftmaxPolicy.random(for: problem.process, seed: 3)
    let oracle = Oracle(problem.process, policy: policy, discount: 1)
    #expect((problem.expectedReturn(of: policy) - oracle.expectedReturn).magnitude < 1e-15)
    var lengths = 0.0
    for prompt in problem.prompts.indices {
      let single = Oracle(problem.process(for: prompt), policy: policy, discount: 1)
      let success = problem.expectedReturns(of: policy)[prompt]
      #expect((success - single.expectedReturn).magnitude < 1e-15)
      #expect(success > 0.01 && success < 0.99)
      let mean = problem.mean(to: prompt, following: policy) { _, reward in reward }
      #expect((mean - success).magnitude < 1e-15)
      let one = problem.mean(to: prompt, following: policy) { _, _ in 1 }
      #expect((one - 1).magnitude < 1e-14)
      lengths += problem.mean(to: prompt, following: policy) { answer, _ in Double(answer.length) }
    }
    #expect((lengths / 3 - oracle.expectedLength).magnitude < 1e-14)
    // 4 tokens at most: 1, 2, 4 answers end by themselves, then 24 with the fourth token.
    #expect(oracle.trajectoryCount.trajectories == 3 * 31)
  }

  @Test func `other rewards`() {
    let policy = TabularSoftmaxPolicy.random(for: Self.sums.process, seed: 6)
    let lengths = Self.sums.withReward { answer, _ in Double(answer.length) }
    let shorter = Self.sums.withReward { answer, reward in reward / Double(answer.length) }
    for prompt in Self.sums.prompts.indices {
      let length = Self.sums.mean(to: prompt, following: policy) { answer, _ in
        Double(answer.length)
      }
      #expect((lengths.expectedReturns(of: policy)[prompt] - length).magnitude < 1e-14)
      let share = Self.sums.mean(to: prompt, following: policy) { answer, reward in
        #expect(Self.sums.reward(of: answer) == reward)
        return reward / Double(answer.length)
      }
      #expect((shorter.expectedReturns(of: policy)[prompt] - share).magnitude < 1e-14)
      #expect(share < 0.6 * Self.sums.expectedReturns(of: policy)[prompt])
    }
  }

  @Test func `groups answer one prompt`() {
    let policy = TabularSoftmaxPolicy.random(for: Self.sums.process, seed: 4)
    var random = RandomStream(seed: 1)
    let group = Self.sums.sampleGroup(
      of: 4_000, answering: 2, following: policy, using: &random)
    #expect(group.allSatisfy { Self.sums.answer(of: $0).prompt == 2 })
    let success = Self.sums.expectedReturns(of: policy)[2]
    let mean = group.map(\.undiscountedReturn).reduce(0, +) / 4_000
    // Five standard errors.
    #expect((mean - success).magnitude < 5 * (success * (1 - success) / 4_000).squareRoot())
    let other = Self.sums.expectedReturns(of: policy)[0]
    #expect((mean - other).magnitude > 5 * (success * (1 - success) / 4_000).squareRoot())
    let texts = Set(group.map { Self.sums.text(of: Self.sums.answer(of: $0)) })
    #expect(texts.contains("10.") && texts.contains("1111"))
    #expect(texts.allSatisfy { $0.count == 4 || $0.last == "." })
  }

  // Every group has one prompt, and the mean over the prompts is that of the whole problem.
  @Test func `the mean over prompts`() {
    let problem = TokenProblem.binaryAddition(upTo: 1, maximumLength: 3)
    let policy = TabularSoftmaxPolicy.random(for: problem.process, seed: 5)
    let gradient = Oracle(problem.process, policy: policy, discount: 1).gradient
    func mean(_ normalization: GroupRelative.Normalization) -> Vector {
      problem.mean(
        of: GroupRelative(groupSize: 3, normalization: normalization), following: policy)
    }
    #expect(mean(.leaveOneOut).isClose(to: gradient, tolerance: 1e-14))
    #expect(mean(.mean).isClose(to: 2.0 / 3 * gradient, tolerance: 1e-14))
    // 0 and 1 in a group of three: always √2 times the gradient.
    let population = mean(.standardized(degreesOfFreedom: 0))
    #expect(population.isClose(to: 2.0.squareRoot() * gradient, tolerance: 1e-14))
    #expect(gradient.norm > 0.01)
  }

  @Test func `bad problems stop with a message`() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenProblem(prompts: ["x"], letters: ["a", "b"], maximumLength: 30) { _ in 0 }
    }
    expectTrap(size, says: "have more than 1,000,000 beginnings")
    let letters = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenProblem(prompts: ["x"], letters: [], maximumLength: 2) { _ in 0 }
    }
    expectTrap(letters, says: "1 prompts, 0 letters and the maximum length 2")
    let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenProblem.binaryAddition(upTo: 3, maximumLength: 3)
    }
    expectTrap(sum, says: "the sum 6 needs 4 tokens, the maximum length is 3")
    let after = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenProblemTests.sums.state(of: 0, after: [2])
    }
    expectTrap(after, says: "no answer goes on after the tokens [2]")
  }
}
