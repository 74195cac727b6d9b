import CellProtocol

/// A verdict in plain English.
struct ClaimWording {
  let verdict: Verdict

  private var evidence: Evidence { verdict.evidence }
  private var isScalar: Bool { evidence.coordinates.count == 1 }
  private var isOneSided: Bool { evidence.margin == 0 && evidence.method != .exact }

  // MARK: Numbers

  /// A coordinate's name: `[2]`, or empty for a scalar.
  func name(of j: Int) -> String { isScalar ? "" : "[\(j)]" }

  /// The estimate with its half-width, or an exact value.
  func estimate(_ coordinate: Evidence.Coordinate) -> String {
    guard evidence.method != .exact else {
      // Digits past the tolerance are noise where the values agree, and news where they do not.
      return NumberText.significant(coordinate.estimate, digits: isVerified ? 6 : 10)
    }
    if case .variances(_, let ratio?) = evidence.quantity { return "about \(short(ratio)) times" }
    guard coordinate.halfWidth.isFinite else { return "–" }
    return NumberText.estimate(coordinate.estimate, halfWidth: coordinate.halfWidth)
  }

  /// The claimed value; a bound with its direction.
  func claimed(_ coordinate: Evidence.Coordinate) -> String {
    let text = NumberText.significant(
      coordinate.target, digits: evidence.method == .exact && !isVerified ? 10 : 6)
    if case .variances(let factor, _?) = evidence.quantity {
      return "at most \(NumberText.significant(factor, digits: 6)) times"
    }
    if coordinate.marginUpper == .infinity { return "> " + text }
    if coordinate.marginLower == -.infinity { return "< " + text }
    return text
  }

  private var isVerified: Bool { verdict.kind == .verified }
  private func short(_ value: Double) -> String { NumberText.significant(value, digits: 3) }

  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + short(value)
  }

  /// What was drawn or made, in the plural.
  private var units: String { isAboutRuns ? "runs" : "samples" }

  private var isAboutRuns: Bool {
    switch evidence.quantity {
    case .share, .improvement: true
    case .mean, .difference, .variances: false
    }
  }

  private func samples(_ count: Int) -> String {
    count == 1 ? "1 " + units.dropLast() : NumberText.count(count) + " " + units
  }

  /// A count rounded to two digits, since it is a forecast.
  private func about(_ count: Int) -> String {
    var unit = 1
    while count / unit >= 100 { unit *= 10 }
    return NumberText.count((count + unit / 2) / unit * unit)
  }

  // MARK: The finding

  /// One sentence with what was found.
  var finding: String {
    switch verdict {
    case .verified: verified
    case .refuted(_, let coordinate): refuted(evidence.coordinates[coordinate], coordinate)
    case .undecided(_, let reason, let needed): undecided(reason, needed)
    }
  }

  private var verified: String {
    if evidence.method == .exact {
      let largest = evidence.coordinates.reduce(0) { max($0, $1.bias.magnitude) }
      return largest == 0
        ? "The two values are equal."
        : "The two values agree up to rounding: they differ by at most \(short(largest))."
    }
    if isOneSided { return oneSided(holds: true) }
    if evidence.isBiasedButNegligible {
      return """
        Biased, but negligibly: the bias is not zero, yet smaller than the margin of \
        \(short(evidence.margin)).
        """
    }
    let largest = evidence.coordinates.reduce(0) {
      max($0, max($1.upper - $1.target, $1.target - $1.lower))
    }
    let isDifference = evidence.quantity == .difference
    let every = isDifference ? "Every coordinate of the difference" : "Every coordinate's mean"
    return """
      \(isScalar ? whole : every) is off by less than \(short(largest)), if at all; the margin is \
      \(short(evidence.margin)).
      """
  }

  private func refuted(_ coordinate: Evidence.Coordinate, _ j: Int) -> String {
    if isOneSided { return oneSided(holds: false) }
    let subject = isScalar ? whole : "Coordinate \(name(of: j))"
    guard coordinate.estimate.isFinite else {
      return "\(subject) is \(estimate(coordinate)) where \(claimed(coordinate)) is claimed."
    }
    let isShrunk =
      coordinate.estimate * coordinate.target > 0
      && coordinate.estimate.magnitude < coordinate.target.magnitude
    let side =
      isShrunk ? "too close to zero" : coordinate.bias > 0 ? "too large" : "too small"
    var text = """
      \(subject) is \(side): \(estimate(coordinate)) where \(claimed(coordinate)) is claimed, \
      off by \(signed(coordinate.bias))
      """
    if coordinate.target.magnitude > evidence.margin * 1e-3 {
      let ratio = coordinate.estimate / coordinate.target
      text +=
        ratio.magnitude < 1e-9
        ? " (nothing of the claimed value is left)" : " (\(short(ratio)) times the claimed value)"
    }
    return evidence.method == .exact
      ? text + ", more than rounding explains."
      : text + "; the margin is \(short(evidence.margin))."
  }

  private func oneSided(holds: Bool) -> String {
    if case .variances(let factor, let ratio) = evidence.quantity {
      let comparison = holds ? "at most" : "more than"
      let observed = ratio.map { "; the ratio is about \(short($0))" } ?? ""
      let other = factor == 1 ? "the other's" : "\(short(factor)) times the other's"
      return "The variance is \(comparison) \(other)\(observed)."
    }
    guard let coordinate = evidence.coordinates.first else { return "" }
    let side = coordinate.marginUpper == .infinity ? "above" : "below"
    return """
      \(whole) is \(holds ? "" : "not ")\(side) \(short(coordinate.target)): it lies between \
      \(short(coordinate.lower)) and \(short(coordinate.upper)).
      """
  }

  /// What the claim is about, as the subject of a sentence.
  private var whole: String {
    switch evidence.quantity {
    case .mean: evidence.method == .exact ? "The value" : "The mean"
    case .difference: "The difference of the means"
    case .variances: "The difference of the variances"
    case .share: "The share"
    case .improvement: "The probability that a run is better than one of the other method"
    }
  }

  private func undecided(_ reason: Verdict.Reason, _ needed: Int) -> String {
    let forecast = """
      About \(about(needed)) \(units) would be needed, \(samples(evidence.sampleCount)) were \
      \(isAboutRuns ? "made" : "drawn").
      """
    func subject(_ j: Int) -> String {
      isScalar ? whole.lowercasedFirst : "coordinate \(name(of: j))"
    }
    switch reason {
    case .tooFewSamples(let j):
      let edge = isOneSided ? "the bound" : "the margin's edge"
      return "Too few \(units): the interval of \(subject(j)) still crosses \(edge). \(forecast)"
    case .burnIn:
      return """
        Too few samples: they are so lopsided that a shorter run cannot be trusted. \(forecast)
        """
    case .rareOutcome(let probability):
      return """
        Too few samples: the rarest outcome, of probability \(short(probability)), has been \
        drawn too seldom to be judged. \(forecast)
        """
    case .tails(let j, let share):
      return """
        Heavy tails: one sample alone makes up \(short(100 * share)) % of the spread of \
        \(subject(j)), so rarer, larger ones are to be feared. \(forecast)
        """
    case .noSpread where isAboutRuns:
      return "The runs of both methods tie, and more of the same would show nothing."
    case .noSpread(let j):
      return """
        All \(samples(evidence.sampleCount)) of \(subject(j)) were equal, so there is no chance \
        to reckon with: compute both sides and use verifyExact, or name the range of a sample \
        ('range:').
        """
    case .unusableSample(let number, let j, let value):
      let whose = isScalar ? "" : ", coordinate \(name(of: j)),"
      return "Sample \(number)\(whose) is \(value), with which no mean can be taken."
    }
  }

  // MARK: What was not shown

  /// One or two sentences with what was not shown.
  var scope: String {
    var sentences: [String] = []
    switch verdict {
    case .verified where isAboutRuns, .refuted where isAboutRuns:
      sentences.append(
        """
        A statement about other seeds of the same trainings, by those that were run; about other \
        settings or environments it says nothing.
        """)
    case .verified where evidence.method == .exact:
      sentences.append("Shown for these parameters only, not for all; no chance is involved.")
    case .verified where isOneSided:
      sentences.append("Shown for these parameters only, not for all.")
    case .verified:
      sentences.append(
        """
        Shown for these parameters only, not for all; a bias smaller than the margin is not \
        excluded.
        """)
    case .refuted:
      sentences.append(
        "A counterexample for these parameters; for others the claim may hold.")
    case .undecided:
      sentences.append("Nothing was shown: the claim may be true or false.")
    }
    if isAboutRuns, evidence.method == .asymptotic, verdict.kind != .undecided {
      sentences.append("The bootstrap's error rate holds in the limit of many runs.")
    } else if evidence.method == .asymptotic, verdict.kind != .undecided {
      sentences.append(
        """
        The error rate is asymptotic: it holds in the limit of many samples, and an outcome too \
        rare to have been drawn goes unseen.
        """)
    }
    if evidence.usesDifferencesOfDraws {
      sentences.append(
        "The exact means were not given; squared differences of independent draws stand in.")
    }
    return sentences.joined(separator: " ")
  }

  // MARK: Facts

  /// Short facts, name and text.
  var facts: [ClaimReport.Fact] {
    var facts: [ClaimReport.Fact] = []
    func add(_ name: String, _ text: String) {
      facts.append(ClaimReport.Fact(name: name, text: text))
    }
    if evidence.method == .exact {
      add("rounding allowed", short(evidence.margin))
      return facts
    }
    add(units, NumberText.count(evidence.sampleCount))
    if evidence.pilotCount > 0 {
      add("pilot, thrown away", NumberText.count(evidence.pilotCount))
    }
    if !isOneSided { add("margin", short(evidence.margin)) }
    add("α", NumberText.significant(evidence.alpha, digits: 2))
    if evidence.smallestVisibleBias > 0, evidence.smallestVisibleBias.isFinite {
      add(
        isOneSided
          ? "smallest difference this run would surely have noticed"
          : "smallest bias this run would surely have noticed",
        short(evidence.smallestVisibleBias))
    }
    if evidence.burnInCount > 0, verdict.kind != .undecided {
      add("no verdict before", samples(evidence.burnInCount))
    }
    if case .variances(_, let ratio?) = evidence.quantity { add("variance ratio", short(ratio)) }
    if let seed = evidence.seed { add("seed", String(seed)) }
    return facts
  }
}

extension String {
  /// The same text with its first letter in lower case, for the middle of a sentence.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
