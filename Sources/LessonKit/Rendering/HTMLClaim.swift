import CellProtocol

/// Writes a claim as a card: verdict, evidence as picture and table, and what was not shown.
struct HTMLClaim {
  private let claim: ClaimReport
  /// What references to the claim say.
  private let name: String?

  init(_ claim: ClaimReport, name: String?) {
    self.claim = claim
    self.name = name
  }

  /// The card.
  func html(_ identifiers: inout Identifiers) -> String {
    let state =
      claim.isAsExpected ? "as-expected" : claim.verdict == .undecided ? "open" : "unexpected"
    let number = identifiers.identifier(for: "claim")
    var html = "<section class=\"output claim \(state)\" aria-labelledby=\"\(number)\">\n"
    html += "<p class=\"verdict\" id=\"\(number)\"><span class=\"mark\" aria-hidden=\"true\">"
    html += "\(claim.mark)</span> <strong>\(claim.headline(named: name))</strong>: "
    html += "<span class=\"statement\">\(text(claim.statement))</span></p>\n"
    html += IntervalPicture(claim)?.svg(prefix: number) ?? ""
    if !claim.finding.isEmpty && !claim.isPlain {
      html += "<p class=\"finding\">\(text(claim.finding))</p>\n"
    }
    // What is as announced is folded; what is not is read at once.
    html += "<details class=\"evidence\"\(claim.isAsExpected ? "" : " open=\"open\"")>\n"
    html += "<summary>\(text(claim.evidenceLine))</summary>\n"
    if !claim.finding.isEmpty && claim.isPlain {
      html += "<p class=\"finding\">\(text(claim.finding))</p>\n"
    }
    html += table
    if let picture = LooksPicture(claim) {
      html += "<p class=\"shrinking\">How the interval shrank</p>\n"
      html += picture.svg(prefix: number)
    }
    html += facts + "</details>\n"
    if !claim.scope.isEmpty && !claim.isPlain {
      html += "<p class=\"scope\">\(text(claim.scope))</p>\n"
    }
    return html + "</section>\n"
  }

  private func text(_ text: String) -> String { HTMLText.escape(OutputText.harmless(text)) }

  private var table: String {
    guard !claim.coordinates.isEmpty else { return "" }
    let heads =
      (claim.hasNames ? ["<th scope=\"col\">coordinate</th>"] : [])
      + claim.numberHeadings.map {
        "<th scope=\"col\" class=\"number\">\($0)</th>"
      } + ["<th scope=\"col\">result</th>"]
    let rows = claim.coordinates.map { coordinate in
      let name = claim.hasNames ? "<th scope=\"row\">\(text(coordinate.name))</th>" : ""
      let entries = claim.numbers(of: coordinate).map { "<td class=\"number\">\(text($0))</td>" }
        .joined()
      let result = "<td class=\"\(coordinate.place.rawValue)\">\(claim.result(of: coordinate))</td>"
      return "<tr>\(name)\(entries)\(result)</tr>\n"
    }
    return
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Evidence\">\n<table>\n"
      + "<thead>\n<tr>\(heads.joined())</tr>\n</thead>\n<tbody>\n\(rows.joined())</tbody>\n"
      + "</table>\n</div>\n"
  }

  private var facts: String {
    guard !claim.facts.isEmpty else { return "" }
    let entries = claim.facts.map {
      "<div><dt>\(text($0.name))</dt><dd>\(text($0.text))</dd></div>\n"
    }
    return "<dl class=\"facts\">\n\(entries.joined())</dl>\n"
  }
}
