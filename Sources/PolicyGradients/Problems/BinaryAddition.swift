extension TokenProblem {
  /// Adding two numbers, and writing the sum in binary: a verifiable reward, 1 if right and else 0.
  ///
  /// The prompts are all `a + b` with a ≤ b up to the largest number, each as likely. An answer is
  /// right if it has ended and its digits mean the sum; leading zeros do no harm, so that there are
  /// long and short right answers.
  ///
  /// - Parameters:
  ///   - largest: The largest number to add, in `0...15`.
  ///   - maximumLength: The most tokens of an answer, the end token included; enough for the largest
  ///     sum.
  /// - Returns: A problem of the tokens `0`, `1` and the end.
  public static func binaryAddition(upTo largest: Int, maximumLength: Int) -> TokenProblem {
    if !(0...15).contains(largest) {
      fatalError("binaryAddition: the largest number \(largest) is outside 0...15")
    }
    let pairs = (0...largest).flatMap { a in (a...largest).map { b in (a, b) } }
    // The digits of the largest sum, and the end.
    let needed = max(1, Int.bitWidth - (2 * largest).leadingZeroBitCount) + 1
    if maximumLength < needed {
      fatalError(
        "binaryAddition: the sum \(2 * largest) needs \(needed) tokens, the maximum length is "
          + "\(maximumLength)")
    }
    return TokenProblem(
      prompts: pairs.map { "\($0.0)+\($0.1)" }, letters: ["0", "1"], maximumLength: maximumLength
    ) { answer in
      let (a, b) = pairs[answer.prompt]
      let value = answer.letters.reduce(0) { 2 * $0 + $1 }
      return answer.hasEnded && !answer.letters.isEmpty && value == a + b ? 1 : 0
    }
  }
}
