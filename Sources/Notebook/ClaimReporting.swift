import CellProtocol

extension Verdict {
  /// The verdict with its evidence, ready to be drawn.
  func report(statement: String, expecting: Kind) -> ClaimReport {
    var report = ClaimReport(
      statement: statement, verdict: kind.reported, expected: expecting.reported,
      method: evidence.method.reported)
    let wording = ClaimWording(verdict: self)
    report.coordinates = evidence.coordinates.indices.map { j in
      let coordinate = evidence.coordinates[j]
      return ClaimReport.Coordinate(
        name: wording.name(of: j), estimate: coordinate.estimate, lower: coordinate.lower,
        upper: coordinate.upper, expected: coordinate.target,
        marginLower: coordinate.marginLower, marginUpper: coordinate.marginUpper,
        estimateText: wording.estimate(coordinate), expectedText: wording.claimed(coordinate))
    }
    report.looks = evidence.looks.map {
      ClaimReport.Look(
        sampleCount: $0.sampleCount, deviation: $0.deviation, halfWidth: $0.halfWidth)
    }
    report.finding = wording.finding
    report.scope = wording.scope
    report.facts = wording.facts
    report.alpha = evidence.alpha
    report.sampleCount = evidence.sampleCount
    return report
  }
}

extension Verdict.Kind {
  /// The same answer in the runner's terms.
  var reported: ClaimReport.Verdict {
    switch self {
    case .verified: .verified
    case .refuted: .refuted
    case .undecided: .undecided
    }
  }
}

extension Evidence.Method {
  /// The same method in the runner's terms.
  var reported: ClaimReport.Method {
    switch self {
    case .exact: .exact
    case .bounded: .bounded
    case .asymptotic: .asymptotic
    }
  }
}
