import CellProtocol
import VectorMath

/// The words of a claim's card, the same on every kind of page.
extension ClaimReport {
  /// Whether the verdict is the announced one, as a mark.
  var mark: String { isAsExpected ? "✓" : "✗" }

  /// The verdict after the claim's name: `Claim 2, verified`.
  func headline(named name: String?) -> String {
    name.map { "\($0), \(headline)" } ?? headline
  }

  /// The verdict in words: `verified`, `refuted, as expected`, `undecided, expected verified`.
  var headline: String {
    guard isAsExpected else { return "\(verdict.rawValue), expected \(expected.rawValue)" }
    return verdict == .verified ? verdict.rawValue : "\(verdict.rawValue), as expected"
  }

  /// How the answer was reached, in words.
  var methodText: String {
    let isAboutRuns = facts.contains { $0.name == "runs" }
    return switch method {
    case .exact: "exact, no sampling"
    case .bounded where isAboutRuns: "from runs, valid for a number fixed beforehand"
    case .asymptotic where isAboutRuns: "from runs, asymptotic (valid for many)"
    case .bounded: "sampled, valid at every sample size"
    case .asymptotic: "sampled, asymptotic (valid for many samples)"
    }
  }

  /// The evidence in a line, to stand on the fold over the rest.
  var evidenceLine: String {
    let names = ["samples": "n = ", "runs": "runs = ", "margin": "margin ", "α": "α = "]
    let numbers = facts.compactMap { fact in names[fact.name].map { $0 + fact.text } }
    return ([methodText] + numbers).joined(separator: ", ")
  }

  /// Whether the reader learns enough from the verdict and need not see the evidence at once.
  var isPlain: Bool { method == .exact && verdict == .verified && isAsExpected }

  /// The headings of the columns with numbers.
  ///
  /// An exact claim has no margin but rounding; a one-sided one says its side in the claim.
  var numberHeadings: [String] {
    let isOneSided = coordinates.contains {
      !$0.marginLower.isFinite || !$0.marginUpper.isFinite
    }
    if method == .exact { return ["exact value", "claimed"] }
    return isOneSided ? ["estimate", "claimed"] : ["estimate", "claimed", "allowed"]
  }

  /// A coordinate's entries in those columns.
  func numbers(of coordinate: Coordinate) -> [String] {
    let texts = [coordinate.estimateText, coordinate.expectedText, coordinate.allowedText]
    return Array(texts.prefix(numberHeadings.count))
  }

  /// Where a coordinate's interval lies, in a word.
  func result(of coordinate: Coordinate) -> String {
    guard method == .exact else { return coordinate.place.rawValue }
    return coordinate.place == .inside ? "equal" : "different"
  }

  /// Whether the coordinates have names: a scalar's has none.
  var hasNames: Bool { coordinates.contains { !$0.name.isEmpty } }
}

extension ClaimReport.Coordinate {
  /// Where the interval lies.
  enum Place: String {
    case inside
    case outside
    case across
  }

  /// Where the interval lies, seen from the margin.
  var place: Place {
    if lower > marginUpper || upper < marginLower { return .outside }
    return lower >= marginLower && upper <= marginUpper ? .inside : .across
  }

  /// The means the claim allows: `0.2421 … 0.2519`, `≥ 0.12`.
  var allowedText: String {
    switch (marginLower.isFinite, marginUpper.isFinite) {
    case (true, true):
      "\(NumberText.significant(marginLower)) … \(NumberText.significant(marginUpper))"
    case (true, false): "≥ \(NumberText.significant(marginLower))"
    case (false, true): "≤ \(NumberText.significant(marginUpper))"
    case (false, false): "any"
    }
  }
}
