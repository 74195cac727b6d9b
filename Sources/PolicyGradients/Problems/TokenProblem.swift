public import VectorMath

/// Answering a prompt token by token: the fine-tuning of a language model, small enough to enumerate.
///
/// A prompt is drawn. Then tokens are chosen one by one until the end token, or until the answer has
/// the maximum length. Only then a reward is paid for the whole answer, often 1 for right and 0 for
/// wrong. All answers to all prompts are finitely many, so an ``Oracle`` of ``process`` knows J and
/// ∇J exactly.
///
/// It is a Markov decision process whose state is the prompt together with the tokens so far, and
/// whose actions are the tokens. A ``TabularSoftmaxPolicy`` for it has logits of its own for every
/// beginning of every answer, which no language model has: there, beginnings share parameters. The
/// discount is 1.
///
/// - SeeAlso: Ahmadian et al. 2024, arXiv:2402.14740, section 2 (the token as the action).
public struct TokenProblem: Sendable {
  /// A finished answer to a prompt.
  public struct Answer: Equatable, Sendable {
    /// The prompt's number.
    public let prompt: Int
    /// The tokens, the end token included where there is one.
    public let tokens: [Int]
    /// Whether the answer ended by itself, not by reaching the maximum length.
    public let hasEnded: Bool

    /// How many tokens there are, the end token included; what GRPO calls ∣o∣.
    public var length: Int { tokens.count }
    /// The tokens without the end token.
    public var letters: ArraySlice<Int> { hasEnded ? tokens.dropLast() : tokens[...] }
  }

  /// The prompts' texts; shape `[X]`.
  public let prompts: [String]

  /// The probability of every prompt; shape `[X]`.
  public let promptProbabilities: Vector

  /// The tokens' texts, the end token's last; shape `[V]`.
  public let vocabulary: [String]

  /// The most tokens of an answer, the end token included.
  public let maximumLength: Int

  /// The problem as a Markov decision process.
  ///
  /// Its states are the beginnings of answers, prompt by prompt, short ones first; then one terminal
  /// state. Every answer is an episode, whose last step earns the reward.
  public let process: MarkovDecisionProcess

  /// Where the beginnings of each length start; shape `[maximumLength + 1]`.
  private let offsets: [Int]

  /// A problem.
  ///
  /// - Parameters:
  ///   - prompts: A text for each; at least one.
  ///   - promptProbabilities: As many, with sum 1; `nil` if all are as likely.
  ///   - letters: The texts of the tokens but for the end token, which is added; at least one.
  ///   - maximumLength: The most tokens of an answer, the end token included; at least 1.
  ///   - reward: The reward of a finished answer; finite.
  public init(
    prompts: [String], promptProbabilities: Vector? = nil, letters: [String], maximumLength: Int,
    reward: (Answer) -> Double
  ) {
    if prompts.isEmpty || letters.isEmpty || maximumLength < 1 {
      fatalError(
        "TokenProblem: \(prompts.count) prompts, \(letters.count) letters and the maximum length "
          + "\(maximumLength); each must be at least 1")
    }
    let probabilities =
      promptProbabilities ?? Vector(repeating: 1 / Double(prompts.count), count: prompts.count)
    if probabilities.count != prompts.count {
      fatalError(
        "TokenProblem: \(prompts.count) prompts, but \(probabilities.count) probabilities")
    }
    let offsets = TokenProblem.offsets(
      letters: letters.count, maximumLength: maximumLength, prompts: prompts.count)
    let beginnings = offsets[maximumLength]
    let terminal = prompts.count * beginnings
    var initial = Vector.zero(count: terminal + 1)
    for prompt in prompts.indices { initial[prompt * beginnings] = probabilities[prompt] }
    self.prompts = prompts
    self.promptProbabilities = probabilities
    self.vocabulary = letters + ["."]
    self.maximumLength = maximumLength
    self.offsets = offsets
    process = MarkovDecisionProcess(
      initialProbabilities: initial, actionCount: letters.count + 1, terminalStates: [terminal],
      horizon: maximumLength
    ) { state, token in
      let tokens = TokenProblem.tokens(at: state % beginnings, offsets, letters.count) + [token]
      let hasEnded = token == letters.count
      if hasEnded || tokens.count == maximumLength {
        let answer = Answer(prompt: state / beginnings, tokens: tokens, hasEnded: hasEnded)
        return [.init(probability: 1, nextState: terminal, reward: reward(answer))]
      }
      let next = offsets[tokens.count] + TokenProblem.rank(of: tokens, letters.count)
      return [
        .init(probability: 1, nextState: state - state % beginnings + next, reward: 0)
      ]
    }
  }

  /// The number of the end token, the last one.
  public var endToken: Int { vocabulary.count - 1 }

  /// How many beginnings an answer to a prompt can have.
  public var beginningCount: Int { offsets[maximumLength] }

  /// The state in which the next token is chosen.
  ///
  /// - Parameters:
  ///   - prompt: In `0..<prompts.count`.
  ///   - tokens: The tokens so far, without the end token; fewer than the maximum length.
  /// - Returns: A state of ``process``.
  public func state(of prompt: Int, after tokens: [Int] = []) -> Int {
    check(prompt)
    if tokens.count >= maximumLength || !tokens.allSatisfy({ (0..<endToken).contains($0) }) {
      fatalError("TokenProblem: no answer goes on after the tokens \(tokens)")
    }
    return prompt * beginningCount + offsets[tokens.count]
      + TokenProblem.rank(of: tokens, endToken)
  }

  /// The answer that an episode of ``process`` gave.
  ///
  /// - Parameter episode: An episode, ended.
  /// - Returns: Its prompt and tokens.
  public func answer(of episode: Episode) -> Answer {
    Answer(
      prompt: episode.states[0] / beginningCount, tokens: episode.actions,
      hasEnded: episode.actions.last == endToken)
  }

  /// An answer's text, such as `101.`; without the full stop where it has not ended.
  ///
  /// - Parameter answer: The answer.
  /// - Returns: The texts of its tokens, joined.
  public func text(of answer: Answer) -> String {
    answer.tokens.map { vocabulary[$0] }.joined()
  }

  /// The reward of a finished answer.
  ///
  /// - Parameter answer: An answer of this problem.
  /// - Returns: In the reward's unit.
  public func reward(of answer: Answer) -> Double {
    guard let last = answer.tokens.last else { fatalError("TokenProblem: the answer is empty") }
    return process.expectedReward(
      of: last, at: state(of: answer.prompt, after: Array(answer.tokens.dropLast())))
  }

  /// The same problem with other rewards.
  ///
  /// - Parameter reward: Of a finished answer and its present reward; finite.
  /// - Returns: A problem of the same prompts and answers, for the same policies.
  public func withReward(_ reward: (Answer, Double) -> Double) -> TokenProblem {
    TokenProblem(
      prompts: prompts, promptProbabilities: promptProbabilities, letters: vocabulary.dropLast(),
      maximumLength: maximumLength
    ) { reward($0, self.reward(of: $0)) }
  }

  func check(_ prompt: Int) {
    if !prompts.indices.contains(prompt) {
      fatalError("TokenProblem: the prompt \(prompt) is outside 0..<\(prompts.count)")
    }
  }

  /// How many beginnings are shorter: 0, 1, 1 + L, 1 + L + L², and so on.
  private static func offsets(letters: Int, maximumLength: Int, prompts: Int) -> [Int] {
    var offsets = [0]
    var count = 1
    for _ in 0..<maximumLength {
      offsets.append(offsets[offsets.count - 1] + count)
      count *= letters
      if offsets[offsets.count - 1] * prompts > 1_000_000 || count > 1_000_000_000 {
        fatalError(
          "TokenProblem: answers of \(letters) letters and up to \(maximumLength) tokens to "
            + "\(prompts) prompts have more than 1,000,000 beginnings")
      }
    }
    return offsets
  }

  /// The place of a beginning among those of its length.
  private static func rank(of tokens: [Int], _ letters: Int) -> Int {
    tokens.reduce(0) { $0 * letters + $1 }
  }

  private static func tokens(at beginning: Int, _ offsets: [Int], _ letters: Int) -> [Int] {
    let length = offsets.lastIndex { $0 <= beginning } ?? 0
    var rest = beginning - offsets[length]
    var tokens = Array(repeating: 0, count: length)
    for index in tokens.indices.reversed() {
      tokens[index] = rest % letters
      rest /= letters
    }
    return tokens
  }
}
