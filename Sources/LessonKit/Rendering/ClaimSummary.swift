import CellProtocol
import VectorMath

/// How the claims of a lesson came out, and what their verdicts may cost together.
public struct ClaimSummary: Equatable, Sendable {
  /// The claims.
  public var count = 0
  /// The claims whose verdict is the announced one.
  public var expectedCount = 0
  /// The summed probability of a wrong verdict.
  public var alpha = 0.0
  /// Whether a verdict rests on an interval that holds in the limit only.
  public var hasAsymptotic = false

  /// Sums up a lesson's claims.
  ///
  /// - Parameter results: The cells' results.
  public init(_ results: [CellResult]) {
    for case .claim(let claim) in results.flatMap(\.outputs) {
      count += 1
      expectedCount += claim.isAsExpected ? 1 : 0
      alpha += claim.alpha
      hasAsymptotic = hasAsymptotic || claim.method == .asymptotic
    }
  }

  /// The summed probability as text.
  public var alphaText: String { NumberText.significant(alpha, digits: 2) }

  /// The summary in one or two sentences.
  public var text: String {
    let first = "Claims as expected: \(expectedCount) of \(count)."
    guard alpha > 0 else { return "\(first) All of them are exact." }
    let note = hasAsymptotic ? " (nominal where a claim is asymptotic)" : ""
    return "\(first) Error budget: together the sampled verdicts are wrong with a probability of "
      + "at most \(alphaText)\(note)."
  }
}
