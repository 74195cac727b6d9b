/// The answer to a claim: shown, shown to be false, or neither.
public enum Verdict: Equatable, Sendable {
  /// Every coordinate lies inside its margin.
  case verified(Evidence)
  /// Some coordinate lies outside its margin; the worst is named.
  case refuted(Evidence, coordinate: Int)
  /// The samples decide neither; with about `samplesNeeded` they would.
  case undecided(Evidence, reason: Reason, samplesNeeded: Int)

  /// The answer alone.
  public enum Kind: String, Equatable, Sendable, CaseIterable {
    /// Every coordinate lies inside its margin.
    case verified
    /// Some coordinate lies outside its margin.
    case refuted
    /// Neither was shown.
    case undecided
  }

  /// Why nothing was shown.
  public enum Reason: Equatable, Sendable {
    /// The interval of a coordinate still reaches across the margin's edge.
    case tooFewSamples(coordinate: Int)
    /// The samples are too lopsided for an asymptotic interval of this length.
    case burnIn(samples: Int)
    /// The rarest outcome has not been seen often enough.
    case rareOutcome(probability: Double)
    /// One sample owns this share of a coordinate's spread; more such samples are to be feared.
    case tails(coordinate: Int, share: Double)
    /// All samples of a coordinate were equal, and not to the claimed value.
    case noSpread(coordinate: Int)
    /// A sample is not a number, infinite, or too large to square.
    case unusableSample(number: Int, coordinate: Int, value: String)
  }

  /// The answer alone.
  public var kind: Kind {
    switch self {
    case .verified: .verified
    case .refuted: .refuted
    case .undecided: .undecided
    }
  }

  /// What the verdict rests on.
  public var evidence: Evidence {
    switch self {
    case .verified(let evidence), .refuted(let evidence, _), .undecided(let evidence, _, _):
      evidence
    }
  }

  /// The same verdict with changed evidence.
  func mapEvidence(_ change: (inout Evidence) -> Void) -> Verdict {
    var evidence = self.evidence
    change(&evidence)
    switch self {
    case .verified: return .verified(evidence)
    case .refuted(_, let coordinate): return .refuted(evidence, coordinate: coordinate)
    case .undecided(_, let reason, let samplesNeeded):
      return .undecided(evidence, reason: reason, samplesNeeded: samplesNeeded)
    }
  }
}

extension Verdict: CustomStringConvertible {
  /// The answer alone, as a word.
  public var description: String { kind.rawValue }
}

extension Sequence<Verdict> {
  /// The probability that any of these verdicts is wrong, at most: the sum of their α.
  public var errorBudget: Double { reduce(0) { $0 + $1.evidence.alpha } }
}
